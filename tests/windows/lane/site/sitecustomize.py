"""Start a program once more where Wine failed to: busy, Wine 8.0 now and then gives error 1359 for no reason.

Every Python of the lane imports this by its name. Windows has no such failure, so wslmem itself knows nothing of it.
"""

import _winapi

ERROR_INTERNAL_ERROR = 1359
_create = _winapi.CreateProcess


def create(*given):
    """CreateProcess, tried twice."""
    try:
        return _create(*given)
    except OSError as error:
        if error.winerror != ERROR_INTERNAL_ERROR:
            raise
        return _create(*given)


_winapi.CreateProcess = create
