"""What commands print with --json, as types: what a script reads, its schema made from them.

Frozen dataclasses; the SCHEMA beside them is the name, with a version that counts up where a field goes or changes its
meaning. Fields are only ever added; one that is unknown is null. Faces fill them, `wslmem/codec` writes them,
`lab/generate/schemas.py` makes the schemas of them. Verbs that print a value of the core as it is have no module here.
"""
