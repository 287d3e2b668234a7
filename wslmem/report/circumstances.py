"""The circumstances of a benchmark: what a sceptic asks for, one line each."""

from __future__ import annotations

from wslmem.bench.plan import BenchPlan
from wslmem.bench.result import BenchResult, Environment
from wslmem.bench.sides import name_of
from wslmem.report.figures import COMMA
from wslmem.report.tables import Table
from wslmem.text import Text, joined, verbatim
from wslmem.units import show_size

UNKNOWN = Text("unknown")
NOT_SET = Text("not set")

Said = tuple[tuple[Text, Text | str | int | None], ...]
"""A name and what is known; None is unknown, an empty text is not set."""


def environment_table(result: BenchResult) -> Table:
    """The circumstances; what is unknown says so."""
    seen, plan = result.environment, result.plan
    tool = _go(seen) if plan.go else _tool(seen, plan)
    said = (*_vm(seen), *_project(seen, plan), *tool, *_host(seen), *_run(result))
    rows = tuple((name, _shown(value)) for name, value in said)
    return Table(Text("Circumstances"), (Text("Circumstance"), Text("Value")), rows, words=True)


def _vm(seen: Environment) -> Said:
    return (
        (verbatim("WSL"), seen.wsl_version),
        (Text("Kernel"), seen.kernel),
        (Text("Distribution"), seen.distribution),
        (Text("Processors of the VM"), seen.processors),
    )


def _project(seen: Environment, plan: BenchPlan) -> Said:
    return (
        (Text("Project"), plan.project),
        *(((Text("Module"), seen.module),) if plan.go else ()),
        (Text("File system of the project"), seen.file_system),
        (Text("Command"), " ".join(plan.command)),
    )


def _tool(seen: Environment, plan: BenchPlan) -> Said:
    return (
        (Text("Tool"), seen.tool_version),
        (Text("Before each cold run"), plan.cold.prepare or Text("nothing")),
    )


def _go(seen: Environment) -> Said:
    return (
        (verbatim("Go"), seen.go_version),
        (verbatim("GOFLAGS"), seen.goflags),
        (verbatim("GOMAXPROCS"), seen.gomaxprocs),
        (verbatim("GOMEMLIMIT"), seen.gomemlimit),
        (verbatim("GOGC"), seen.gogc),
    )


def _host(seen: Environment) -> Said:
    return (
        (Text("RAM of this computer"), None if seen.host_total is None else show_size(seen.host_total)),
        (Text("RAM available before"), None if seen.host_available is None else show_size(seen.host_available)),
        (verbatim("autoMemoryReclaim"), seen.auto_memory_reclaim or Text("not in the file")),
        (Text("Other distributions running"), _others(seen.other_distributions)),
        (verbatim("Docker Desktop"), _running(docker=seen.docker_desktop)),
    )


def _run(result: BenchResult) -> Said:
    order = joined(COMMA, [name_of(leg.side) for leg in result.plan.legs])
    return (
        (Text("Order of the blocks"), order),
        (Text("Started"), result.started),
        (verbatim("wslmem"), result.wslmem_version),
    )


def _shown(value: Text | str | int | None) -> Text:
    if isinstance(value, Text):
        return value
    return UNKNOWN if value is None else NOT_SET if value == "" else verbatim(value)


def _others(names: tuple[str, ...] | None) -> Text | None:
    if names is None:
        return None
    return verbatim(", ".join(names)) if names else Text("none")


def _running(*, docker: bool | None) -> Text | None:
    return None if docker is None else Text("running") if docker else Text("not running")
