"""The JSON schemas that `wslmem schema` prints, made from the types."""

from __future__ import annotations

from pathlib import Path

from lab.generate.generator import ROOT
from wslmem.bench.result import BenchResult
from wslmem.codec.made import Made
from wslmem.codec.schema import schema_text
from wslmem.diagnosis.verdict import Verdict
from wslmem.documents import (
    apply,
    config,
    demo,
    dsc,
    error,
    restore,
    run,
    scan,
    selftest,
    setting,
    show,
    status,
    watch,
    what_if,
)
from wslmem.report import saved
from wslmem.sizing.recommendation import Recommendation

FOLDER = ROOT / "wslmem" / "report" / "schemas"
PRINTED = {
    apply.SCHEMA: (apply.ApplyDocument, "What an apply did, or with --check would do"),
    config.SCHEMA: (config.ConfigDocument, "The user's own settings"),
    "wslmem/dsc/1": (dsc.ConfigInstance, "Memory of WSL2 on one computer, as engines give and get it"),
    demo.SCHEMA: (demo.DemoDocument, "The facts of a demo"),
    error.SCHEMA: (error.ErrorDocument, "Why a command failed"),
    "wslmem/explain/2": (Verdict, "What ended a build, with the evidence quoted"),
    "wslmem/recommend/1": (
        Recommendation | what_if.WhatIfDocument,
        "Recommended settings with every figure they rest on; sizes in bytes",
    ),
    restore.SCHEMA: (
        restore.BackupsDocument | restore.RestoredDocument | restore.VerifiedDocument,
        "The backups of .wslconfig, or what a restore did",
    ),
    run.SCHEMA: (run.RunDocument, "What a command took, and how it ended"),
    scan.SCHEMA: (scan.ScanDocument, "The size of a Go project and the estimated peak of its build; sizes in bytes"),
    selftest.SCHEMA: (selftest.SelftestDocument, "What holds on this machine of what wslmem takes for granted"),
    show.SCHEMA: (show.ShowDocument | setting.SettingDocument, "What WSL reads in .wslconfig, or what a key means"),
    status.SCHEMA: (status.StatusDocument, "Everything at a glance; sizes in bytes"),
    watch.SCHEMA: (watch.WatchDocument, "One reading of host and VM; sizes in bytes"),
}
"""What verbs print, by the schema that it names; the type, and a title."""
OF_OTHERS = frozenset({"wslmem/dsc/1"})
"""What an engine decides the members of."""


def schemas() -> dict[str, str]:
    """Every schema by the name that `wslmem schema` takes."""
    printed = {
        name.split("/")[1]: schema_text(kind, name, title=title, first={} if name in OF_OTHERS else {"made": Made})
        for name, (kind, title) in PRINTED.items()
    }
    bench = schema_text(
        BenchResult, saved.SCHEMA, title="A saved benchmark", first={"made": Made, "derived": saved.Derived}, files=True
    )
    return printed | {"bench": bench}


def made() -> dict[Path, bytes]:
    """Every schema by its path."""
    return {FOLDER / f"{name}.json": text.encode("ascii") for name, text in schemas().items()}
