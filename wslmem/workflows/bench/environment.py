"""The circumstances of a benchmark, found out before its first build."""

from __future__ import annotations

from wslmem.bench.result import Environment, Unknown
from wslmem.bench.run import BuildRun
from wslmem.errors import WslmemError
from wslmem.machine.files import files
from wslmem.machine.host import host_load, host_memory
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.wsl.wsl import Wsl
from wslmem.records import replace
from wslmem.units import whole
from wslmem.wslconfig import document as wslconfig


def host_side(paths: MachinePaths, wsl: Wsl, distribution: str) -> Environment:
    """What the host knows. A question that fails leaves None and its reason; no benchmark ends because of it."""
    seen = Environment(distribution=distribution)
    for ask in (_version, _others, _host):
        try:
            seen = ask(seen, paths, wsl)
        except WslmemError as error:
            seen = replace(seen, unknown=(*seen.unknown, *_unknown(ask.__name__, error)))
    reclaim = wslconfig.read(files.read_file(paths.wslconfig).data or b"").readings.get(
        "experimental.autoMemoryReclaim"
    )
    return replace(seen, auto_memory_reclaim=reclaim.raw if reclaim else None)


def guest_side(known: Environment, run: BuildRun) -> Environment:
    """`known`, and what the first build told of the VM and its toolchain."""
    told = dict(run.context)
    return replace(
        known,
        kernel=told.get("kernel"),
        module=told.get("module") or None,
        file_system=told.get("project_fs") or None,
        tool_version=told.get("tool") or None,
        go_version=told.get("go") or None,
        goarch=told.get("goarch") or None,
        goflags=told.get("goflags"),
        gomaxprocs=told.get("gomaxprocs"),
        gomemlimit=told.get("gomemlimit"),
        gogc=told.get("gogc"),
        processors=whole(told.get("processors", "")),
    )


def _version(seen: Environment, _: MachinePaths, wsl: Wsl) -> Environment:
    return replace(seen, wsl_version=wsl.version().wsl)


def _others(seen: Environment, _: MachinePaths, wsl: Wsl) -> Environment:
    others = tuple(name for name in wsl.running() if name != seen.distribution)
    docker = any(name.startswith("docker-desktop") for name in others)
    return replace(seen, other_distributions=others, docker_desktop=docker)


def _host(seen: Environment, paths: MachinePaths, _: Wsl) -> Environment:
    memory = host_memory.read(paths)
    load = host_load.read()
    return replace(
        seen,
        host_total=memory.total,
        host_available=memory.available,
        host_busy=load.busy,
        on_battery=load.on_battery,
    )


_FIELDS = {
    "_version": ("wsl_version",),
    "_others": ("other_distributions", "docker_desktop"),
    "_host": ("host_total", "host_available", "host_busy", "on_battery"),
}
"""What each question would have answered."""


def _unknown(question: str, error: WslmemError) -> tuple[Unknown, ...]:
    return tuple(Unknown(field, error.cause) for field in _FIELDS[question])
