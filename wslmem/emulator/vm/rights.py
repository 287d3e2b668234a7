"""Where a memory cgroup may be made, and what to do where none may."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable

from ..failures import MissingRightError
from . import kernel
from .cgroup import Group
from .cgroup_v1 import GroupV1
from .cgroup_v2 import LEAF, GroupV2

LEGACY, UNIFIED = 1, 2
"""The versions of cgroups."""
SCOPED = "WSLEMU_SCOPED"
"""Set in the environment of a supervisor that already started itself again in a delegated scope."""


def make_group(name: str, given: str, limit: int, swap: int, announce: Callable[[str], None]) -> Group:
    """Make the VM's group in the first place that lets us.

    Args:
        name: name of the group.
        given: a folder that the user gave; empty = look for one.
        limit: bytes of memory.
        swap: bytes of swap on top.
        announce: called with the group's path before it is made, so that a killed run leaves a trace.

    Raises:
        MissingRightError: none may be made, and there is no scope to be had.
    """
    refusals = []
    for group in candidates(name, given):
        announce(group.path)
        try:
            group.create(limit, swap)
        except OSError as error:
            refusals.append(f"{error.filename or group.path}: {error.strerror}")
            if os.path.isdir(group.path):
                os.rmdir(group.path)
        else:
            return group
    if not given:
        refusals += _start_again_in_a_scope()
    raise MissingRightError(_advice(refusals))


def candidates(name: str, given: str) -> list[Group]:
    """The groups that could be ours, the best place first: given by the user, top of the hierarchy, our own group."""
    if given:
        return [_group(given, name)]
    version, mountpoint = memory_hierarchy()
    if not version:
        return []
    with open("/proc/self/cgroup", encoding="utf-8") as lines:
        own = f"{mountpoint}{_own_path(version, lines)}".rstrip("/")
    return [_group(parent, name) for parent in dict.fromkeys((mountpoint, own))]


def group_at(path: str) -> Group:
    """The group of a killed run, by its path."""
    return _group(os.path.dirname(path), os.path.basename(path))


def _group(parent: str, name: str) -> Group:
    kind = GroupV1 if os.path.exists(f"{parent}/memory.limit_in_bytes") else GroupV2
    return kind(f"{parent}/{name}")


def memory_hierarchy() -> tuple[int, str]:
    """Version and mount point of the hierarchy that has the memory controller; version 0 = none has."""
    with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:
        mounts = [(line.split()[4], line.partition(" - ")[2].split()) for line in file]
    for place, (kind, _, options, *_) in mounts:
        if kind == "cgroup" and "memory" in options.split(","):
            return LEGACY, place
    for place, (kind, *_) in mounts:
        if kind == "cgroup2" and "memory" in _words(f"{place}/cgroup.controllers"):
            return UNIFIED, place
    return 0, ""


def _own_path(version: int, lines: Iterable[str]) -> str:
    """Our own group in the hierarchy of a version, from the lines of `/proc/self/cgroup`."""
    for line in lines:
        _, controllers, path = line.rstrip("\n").split(":", 2)
        if controllers.split(",") == [""] if version == UNIFIED else "memory" in controllers.split(","):
            # An earlier VM has put us into the leaf; the next one is made beside that, and not in it.
            return path.removesuffix(f"/{LEAF}")
    return "/"


def _words(path: str) -> list[str]:
    with open(path, encoding="ascii") as file:
        return file.read().split()


def _start_again_in_a_scope() -> list[str]:
    """Become the same supervisor in a scope that systemd delegates to this user.

    Returns:
        nothing where there is no systemd; else why it makes no scope.
    """
    import subprocess  # where it is used: a shutdown comes by here too, and needs none of it
    from shutil import which

    starter = which("systemd-run")
    runtime = os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"
    if SCOPED in os.environ or not starter or not os.path.exists(f"{runtime}/systemd/private"):
        return []
    scope = [starter, "--user", "--scope", "--quiet", "--collect", "-p", "Delegate=yes", "--"]
    itself = [sys.executable, "-IS", os.path.dirname(os.path.dirname(os.path.abspath(__file__))), *sys.argv[1:]]
    environment = os.environ | {SCOPED: "1", "XDG_RUNTIME_DIR": runtime}
    # Once it has become systemd-run, nobody is left to tell why that failed.
    tried = subprocess.run([*scope, "true"], env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if tried.returncode == 0:
        os.execve(starter, [*scope, *itself], environment)  # noqa: S606 - we become the same program, in another scope
    return [f"systemd-run: {tried.stderr.strip()}"]


def _advice(refusals: list[str]) -> str:
    tried = "; ".join(refusals) or "no cgroup hierarchy with the memory controller is mounted"
    return (
        f"the right to limit memory is missing: no memory cgroup may be made here ({tried}).\n"
        "To get it: run as root; or log in with systemd as the user's manager (then `systemd-run --user --scope"
        " -p Delegate=yes` is used); or let root make one and give its folder in WSLEMU_CGROUP:\n"
        f"  {_making_one()}"
    )


def _making_one() -> str:
    """What root types to give a user a group, by the version that the machine has.

    On v2 a process may be moved only within a group that its user may write, so the user's shell goes into it as well.
    """
    version, mountpoint = memory_hierarchy()
    mine = f"{mountpoint or '/sys/fs/cgroup/memory'}/mine"
    if version != UNIFIED:
        return f"mkdir {mine} && chown -R USER {mine}"
    return (
        f"echo +memory > {mountpoint}/cgroup.subtree_control; mkdir -p {mine}/shell; chown -R USER {mine}; "
        f"echo PID_OF_THE_SHELL > {mine}/shell/cgroup.procs"
    )


def own_mounts() -> None:
    """Get a mount namespace of our own; without root inside a user namespace in which we keep our name.

    Raises:
        MissingRightError: the kernel gives this user no user namespace.
    """
    uid, gid = os.getuid(), os.getgid()
    try:
        kernel.unshare(kernel.CLONE_NEWNS if os.geteuid() == 0 else kernel.CLONE_NEWUSER | kernel.CLONE_NEWNS)
        if os.path.exists("/proc/self/setgroups") and uid:
            _map("setgroups", "deny")
            _map("uid_map", f"{uid} {uid} 1")
            _map("gid_map", f"{gid} {gid} 1")
        kernel.mount("none", "/", kernel.MS_REC | kernel.MS_PRIVATE)
    except OSError as error:
        raise MissingRightError(
            f"the right to mount in a namespace is missing ({error.filename or 'namespace'}: {error.strerror}).\n"
            "To get it: run as root, or allow user namespaces: sysctl user.max_user_namespaces=10000"
            " kernel.apparmor_restrict_unprivileged_userns=0",
        ) from error


def _map(name: str, text: str) -> None:
    with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
        file.write(text)
