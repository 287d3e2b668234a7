"""An instance of the DSC resource `WslMem/Config`, as engines give and get it."""

from __future__ import annotations

from enum import Enum

from wslmem.records import record
from wslmem.units import Bytes


class Restart(Enum):
    """Whether WSL is restarted after a change."""

    NEVER = "never"
    NOW = "now"


@record(kw_only=True)
class RestartRequired:
    """What has to be started anew before a change counts."""

    service: str
    """Name of the service of Windows."""


@record(kw_only=True)
class FileState:
    """One .wslconfig of several."""

    path: str
    differing: tuple[str, ...]
    """Names of the properties that are not as asked."""


@record(kw_only=True)
class Metadata:
    """What came out, and why."""

    decided: str | None = None
    """memory= that `auto` comes to on this computer."""
    because: str | None = None
    """The sum behind it."""
    ram: Bytes | None = None
    """RAM of this computer that the sum rests on."""
    files: tuple[FileState, ...] | None = None
    """With allUsers: each file."""
    whatIf: tuple[str, ...] | None = None  # noqa: N815 - the engine's name for it
    """What a set would do."""


@record(kw_only=True)
class ConfigInstance:
    """Memory, swap and processors of WSL2 for one person's .wslconfig."""

    path: str | None = None
    """The .wslconfig; without it that of the account that runs this."""
    allUsers: bool | None = None  # noqa: N815 - properties are spelled as engines spell them
    """Every person's .wslconfig on this computer; needs the rights for them."""
    memory: str | None = None
    """`8GB`, `auto`, or null to remove the key."""
    atLeast: str | None = None  # noqa: N815
    """With `auto`: a computer that cannot give so much is refused."""
    atMost: str | None = None  # noqa: N815
    """With `auto`: never more."""
    share: int | None = None
    """With `auto`: percent of the RAM, 1 to 100."""
    reserve: str | None = None
    """With `auto`: kept for Windows, which keeps more where it needs more."""
    swap: str | None = None
    """`4GB`, `0` for none, or null to remove the key."""
    swapFile: str | None = None  # noqa: N815
    """Path of the swap disk, or null to remove the key."""
    processors: int | None = None
    """Logical processors from 1, or null to remove the key."""
    autoMemoryReclaim: str | None = None  # noqa: N815
    """`Disabled`, `Gradual` or `DropCache`, or null to remove the key."""
    restart: Restart | None = None
    """`now`: restart WSL after a change, which ends everything in it."""
    _exist: bool | None = None
    """False: no key of this resource shall be there."""
    _inDesiredState: bool | None = None  # noqa: N815
    _restartRequired: tuple[RestartRequired, ...] | None = None  # noqa: N815
    _metadata: Metadata | None = None
