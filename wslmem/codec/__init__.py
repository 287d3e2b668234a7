"""Values to and from JSON and TOML, by the types of their fields: the one place where either is made or read.

A record is an object, a tuple a list, an enum its value, a sentence its English, None is null. Reading checks
every value against its type and names the place of the first that does not fit (`runs[3].wall is not a number`); keys
that the type does not have are passed over, so that an older version reads what a newer one wrote.

    text = to_json(entry, schema="wslmem/journal/1")
    entry = from_json(Entry, text, schema="wslmem/journal/1", place=path)

A type may say how it is written: `Annotated[tuple[Sample, ...], COLUMNS]` is one list per field of Sample.
"""

from wslmem.codec.decoding import MismatchError, decode
from wslmem.codec.documents import DecodeError, NewerError, from_json, from_toml, read_json, read_toml, to_json
from wslmem.codec.encoding import encode
from wslmem.codec.shape import COLUMNS, WhyNull

__all__ = [
    "COLUMNS",
    "DecodeError",
    "MismatchError",
    "NewerError",
    "WhyNull",
    "decode",
    "encode",
    "from_json",
    "from_toml",
    "read_json",
    "read_toml",
    "to_json",
]
