"""Every form of a fleet's report by the name that `wslmem report --fleet --format` knows."""

from __future__ import annotations

from wslmem.report.fleet.summary import Fleet

FORMATS = ("md", "html", "csv")


def render(fleet: Fleet, form: str) -> str:
    """The report as one text.

    Raises:
        KeyError: there is no such form.
    """
    from wslmem.report.fleet.markdown import markdown
    from wslmem.report.fleet.page import html
    from wslmem.report.fleet.rows import csv_text

    return {"md": markdown, "html": html, "csv": csv_text}[form](fleet)
