"""How many actions the go command of this side does at once by itself: GOMAXPROCS, which limits on processors lower."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from math import ceil
from pathlib import Path

from wslmem.machine.project.go_mod import order
from wslmem.units import whole

HEARS_QUOTAS = "go1.25"
"""The first release that does (its release notes, "Container-aware GOMAXPROCS")."""
LEAST_OF_QUOTA = 2
"""A quota never lowers it further (runtime/cgroup_linux.go, adjustCgroupGOMAXPROCS)."""
_CGROUPS = Path("/proc/self/cgroup")
_MOUNT = Path("/sys/fs/cgroup")


def own(version: str | None, environ: Mapping[str, str] = os.environ) -> int | None:
    """The `-p` of a build that is started beside this process; None for as many as the VM has processors.

    It was seen of Go 1.26 and 1.27 that `go build` does GOMAXPROCS actions at once, and one under `taskset -c 0`; of
    1.26 that it does two with a quota of one processor.

    Args:
        version: the toolchain's, `go1.26.8`; None without one.
        environ: what the build will see.
    """
    given = whole(environ.get("GOMAXPROCS", ""))
    if given:
        return given
    if os.name == "nt":
        return None
    limit = len(os.sched_getaffinity(0))
    deaf = version is not None and order("") < order(version) < order(HEARS_QUOTAS)
    for quota in () if deaf else quotas():
        limit = min(limit, max(LEAST_OF_QUOTA, ceil(quota)))
    return limit if limit < (os.cpu_count() or 1) else None


def quotas(cgroups: Path = _CGROUPS, mount: Path = _MOUNT) -> Iterator[float]:
    """The processors that control groups of this process allow, of either version; none where nothing is limited."""
    for line in _text(cgroups).splitlines():
        _, controllers, path = (*line.split(":", 2), "", "")[:3]
        top = mount / "cpu" if "cpu" in controllers.split(",") else mount
        if controllers and top == mount:
            continue
        here = Path(path.lstrip("/"))
        for folder in (here, *here.parents):
            yield from _quota(top / folder)


def _quota(folder: Path) -> Iterator[float]:
    older = " ".join(_text(folder / name).strip() for name in ("cpu.cfs_quota_us", "cpu.cfs_period_us"))
    most, _, period = (_text(folder / "cpu.max").strip() or older).partition(" ")
    if (used := whole(most)) and (of := whole(period)):
        yield used / of


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""
