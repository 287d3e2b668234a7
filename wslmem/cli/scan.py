"""`wslmem scan`: how large a Go project is, and what its build will need."""

from __future__ import annotations

import argparse

from wslmem.cli import built, output
from wslmem.cli.columns import laid_out
from wslmem.cli.machine import add_project, paths_of
from wslmem.documents.scan import SCHEMA, LargePackage, ScanDocument
from wslmem.errors import Exit
from wslmem.machine.host import host_memory
from wslmem.records import replace
from wslmem.sizing.estimate import Estimate
from wslmem.sizing.project import GoProject
from wslmem.telling import scan as telling
from wslmem.units import Bytes
from wslmem.workflows import scan as workflow


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only scan knows."""
    add_project(parser)
    built.add_build(parser)


def run(options: argparse.Namespace) -> Exit:
    """Scan and tell."""
    paths, flags = paths_of(options), built.flags_of(options)
    project = built.size(options, paths, flags)
    estimate = workflow.estimate(project, host_memory.read(paths).processors, flags)
    if estimate.jobs is not None:
        estimate = replace(estimate, peaks=(estimate.at(estimate.jobs),))
    if options.json:
        output.print_document(document(project, estimate), SCHEMA)
    else:
        output.result("\n".join(laid_out(telling.told(project, estimate))))
    return Exit.OK


def document(project: GoProject, estimate: Estimate) -> ScanDocument:
    """What a script reads."""
    return ScanDocument(
        root=project.root,
        in_guest=project.in_guest,
        exact=project.exact,
        modules=project.modules,
        packages=len(project.packages),
        source_bytes=Bytes(project.source_bytes),
        largest=tuple(
            LargePackage(package.import_path, Bytes(package.source_bytes))
            for package in project.largest(telling.LARGEST)
        ),
        mains=tuple(package.import_path for package in project.mains),
        cgo=any(package.cgo for package in project.packages),
        vendored=project.vendored,
        go_version=project.go_version,
        wanted_go=project.wanted_go,
        estimate=estimate,
        cautions=project.cautions,
    )
