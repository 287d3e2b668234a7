"""What would be recommended for several computers, as rows of a table."""

from __future__ import annotations

from wslmem.sizing.recommendation import Advice, Recommendation
from wslmem.text import Text, verbatim
from wslmem.units import Bytes, parse_size, show_size
from wslmem.wslconfig.effective import default_swap

HEAD = (
    Text("RAM"), Text("processors"), verbatim("memory="), verbatim("swap="), verbatim("-p"), Text("VM needs"),
    Text("VM can get"), Text("result"),
)  # fmt: skip
RESULTS = {
    Advice.ENOUGH: Text("fits with WSL's defaults"),
    Advice.CHANGE: Text("fits with these settings"),
    Advice.HOST_CANNOT: Text("does not fit"),
}


def row(memory: Bytes, processors: int, parallelism: int, found: Recommendation) -> tuple[Text, ...]:
    """One computer: what it has, what to set, what the build needs, what comes of it."""
    default = Bytes(memory // 2)
    limit, swap = found.value("wsl2.memory"), found.value("wsl2.swap")
    given = parse_size(limit) if limit else default
    return (
        verbatim(show_size(memory)),
        verbatim(processors),
        verbatim(limit) if limit else Text("{size} (default)", size=show_size(default)),
        verbatim(swap) if swap else Text("{size} (default)", size=show_size(default_swap(given or default))),
        verbatim(parallelism),
        verbatim(show_size(found.need)),
        verbatim(show_size(min((cap.size for cap in found.caps), default=Bytes(0)))),
        RESULTS[found.advice],
    )
