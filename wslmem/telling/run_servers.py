"""What a run has not seen: the work of build servers that ran before it."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.machine.run import servers
from wslmem.text import Text
from wslmem.workflows.run.end import RunEnd

INSIDE: dict[str, Text] = {
    servers.SCCACHE: Text("after `sccache --stop-server` the run starts one of its own"),
    servers.GRADLE: Text("`--no-daemon`, or `gradle --stop` before the run"),
    servers.KOTLIN: Text("`-Pkotlin.compiler.execution.strategy=in-process`, or `gradle --stop` before the run"),
    servers.MVND: Text("`mvn` instead of `mvnd`, or `mvnd --stop` before the run"),
    servers.BAZEL: Text("`bazel shutdown` before the run"),
    servers.BUCK: Text("`buck2 kill` before the run"),
    servers.DOTNET: Text("`dotnet build-server shutdown` before the run"),
    servers.SBT: Text("`sbt` instead of `sbt --client`, or `sbt --client shutdown` before the run"),
    servers.PANTS: Text("`--no-pantsd`"),
    servers.DOCKER: Text(
        "limit it there: `docker run --memory SIZE`, for builds a builder made with `--driver-opt memory=SIZE`"
    ),
}
"""How the work comes into the run, as each tool's own documentation has it."""


def elsewhere(end: RunEnd) -> Iterator[Text]:
    """A sentence for each server: that its work is not in the figures, and how it would be."""
    for one in end.servers:
        seconds = f"{one.seconds:.1f}"
        if end.limit is None:
            yield Text(
                "{name} (process {pid}) ran before and worked {seconds} s meanwhile: what that held is not in the peak",
                name=one.name, pid=one.pid, seconds=seconds,
            )  # fmt: skip
        else:
            yield Text(
                "{name} (process {pid}) ran before and worked {seconds} s meanwhile: what that held is neither in the "
                "peak nor under the limit",
                name=one.name, pid=one.pid, seconds=seconds,
            )  # fmt: skip
        yield Text("next: {step}; this run is not kept for later ones", step=INSIDE[one.kind])
