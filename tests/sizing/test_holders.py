"""Who holds the memory: every byte is somebody's, and is counted once."""

from __future__ import annotations

import secrets
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslmem.machine.guest import load
from wslmem.sizing import holders
from wslmem.sizing.holders import Process
from wslmem.units import GIB, KIB, MIB, Bytes

AWKS = [name for name in ("mawk", "gawk", "original-awk", "busybox") if shutil.which(name)]
sizes = st.integers(0, 2**43).map(Bytes)
processes = st.builds(
    lambda name, own, files, shared, exact: Process(name, Bytes(own + files + shared), files, shared, exact),
    st.sampled_from(["gopls", "node tsserver.js", "node", "cc1plus", "postgres", "dockerd", "bash", "claude"]),
    sizes,
    sizes,
    sizes,
    st.booleans(),
)


def meminfo(**more: int) -> dict[str, int]:
    base = dict.fromkeys(("MemTotal", "MemFree", "Cached", "Buffers", "Shmem", "AnonPages", "SReclaimable"), 0)
    return base | more


figures = st.fixed_dictionaries(
    dict.fromkeys(("MemTotal", "MemFree", "Cached", "Buffers", "Shmem", "AnonPages", "SReclaimable"), sizes)
)


def own(one: Process) -> int:
    return one.size - one.of_files - one.in_shared_memory


def parts(found: holders.Holders) -> int:
    """All but programs that are seen."""
    return found.elsewhere + found.tmpfs + found.page_cache + found.kernel + found.free


@given(st.lists(processes, max_size=30))
def test_families_and_names_hold_what_their_processes_hold(known):
    whole = 2**49
    found = holders.holders(known, meminfo(MemTotal=2 * whole, AnonPages=whole, Shmem=whole, Cached=whole))
    total = sum(own(one) + one.in_shared_memory * one.exact for one in known)
    assert total - 8 * MIB <= sum(one.size for one in found.families) <= total
    assert list(found.families) == sorted(found.families, key=lambda one: -one.size)
    assert len(found.largest) <= 10
    assert found.by_rss == sum(not one.exact for one in known)


@given(st.lists(processes, max_size=30), figures)
def test_the_parts_make_up_the_total_whatever_was_read(known, told):
    """Processes are read after meminfo, and may have grown; RSS counts in each what several share."""
    found = holders.holders(known, told)
    programs = sum(one.size for one in found.families)
    assert all(one.size >= 0 for one in found.families)
    assert min(found.elsewhere, found.tmpfs, found.page_cache, found.kernel, found.free) >= 0
    assert programs <= found.total - found.free - found.page_cache
    assert found.total - 8 * MIB <= programs + parts(found) <= found.total


def test_programs_that_grew_after_meminfo_was_read_hold_what_it_says():
    one, other = (
        Process("node", Bytes(3 * GIB), Bytes(0), Bytes(0), exact=True),
        Process("go", Bytes(GIB), *[Bytes(0)] * 2, exact=True),
    )
    found = holders.holders([one, other], meminfo(MemTotal=4 * GIB, MemFree=2 * GIB, AnonPages=2 * GIB))
    assert [(each.family, each.size) for each in found.families] == [("node", 3 * GIB // 2), ("compile/link", GIB // 2)]
    assert found.elsewhere == 0


def test_what_a_process_maps_is_counted_once_as_page_cache_or_tmpfs():
    one = Process("gopls", Bytes(600 * MIB), Bytes(100 * MIB), Bytes(50 * MIB), exact=True)
    told = meminfo(
        MemTotal=4 * GIB, MemFree=GIB, Cached=GIB, Buffers=0, Shmem=200 * MIB, AnonPages=1450 * MIB, SReclaimable=0
    )
    found = holders.holders([one], told)
    assert found.families[0].size == 500 * MIB  # 450 MiB are its own, 50 of shared memory
    assert found.page_cache == GIB - 200 * MIB
    assert found.tmpfs == 150 * MIB
    assert found.elsewhere == 1000 * MIB  # 450 MiB of the anonymous pages are ours
    assert found.families[0].size + parts(found) == found.total


@pytest.mark.parametrize(
    ("name", "arguments", "shown", "kind"),
    [
        ("gopls", ("gopls", "serve"), "gopls", "language-server"),
        ("node", ("node", "--max-old-space-size=3072", "/x/typescript/lib/tsserver.js"), "node tsserver.js",
         "language-server"),
        ("MainThread", ("/root/.vscode-server/bin/a/node", "/root/.vscode-server/out/server-main.js", "--port=0"),
         "node server-main.js", "language-server"),
        ("node", ("node", "/usr/bin/claude"), "node claude", "agent"),
        ("node", ("node", "server.js"), "node server.js", "node"),
        ("node", ("node", "-e", "long program"), "node", "node"),
        ("java", ("java", "-Xmx1g", "-cp", "/a:/b", "org.gradle.launcher.daemon.bootstrap.GradleDaemon"),
         "java GradleDaemon", "java"),
        ("java", ("java", "-jar", "/x/org.eclipse.equinox.launcher.jar"), "java org.eclipse.equinox.launcher.jar",
         "language-server"),
        ("python3", ("python3", "-m", "pylsp"), "python3 pylsp", "language-server"),
        ("python3", ("python3", "-c", "import secret"), "python3", "python"),
        ("postgres", ("postgres: writer",), "postgres", "database"),
        ("redis-server", ("redis-server *:6379",), "redis-server", "database"),
        ("containerd-shim", ("containerd-shim-runc-v2",), "containerd-shim", "docker"),
        ("cc1plus", ("cc1plus", "a.cc"), "cc1plus", "compile/link"),
        ("MainThread", (), "node", "node"),
        ("bash", ("-bash",), "bash", "rest"),
    ],
)  # fmt: skip
def test_a_program_is_told_by_what_it_runs(name, arguments, shown, kind):
    assert holders.called(name, arguments) == shown
    assert holders.kind_of(shown) == kind


@given(st.text(), st.text())
def test_any_output_is_read_or_left_out(before, after):
    text = f"{before}\nP 7 100 10 1 p go\n==> /proc/7/cmdline <==\ngo\tbuild\n{after}"
    assert all(one.size >= 0 for one in holders.parse(text))


def test_sizes_beyond_two_gib_are_read_as_they_are():
    (one,) = holders.parse("P 1 6000000000 4294967297 3000000000 p go")
    assert (one.size, one.of_files, one.in_shared_memory) == (
        6000000000 * KIB, 4294967297 * KIB, 3000000000 * KIB,
    )  # fmt: skip


@pytest.mark.posix_only(reason="the script reads /proc")
@pytest.mark.parametrize("awk", AWKS)
@pytest.mark.parametrize("shell", ["dash", "bash", "busybox sh"])
def test_every_guests_awk_and_shell_reads_the_processes_of_this_machine(awk, shell, tmp_path):
    """The one that sleeps is among them, with its name and argument told from others of the same interpreter."""
    if shutil.which(shell.split()[0]) is None:
        pytest.skip(f"{shell} is not installed")
    applet = tmp_path / "awk"
    applet.write_text(f'#!/bin/sh\nexec {awk}{" awk" if awk == "busybox" else ""} "$@"\n')
    applet.chmod(0o755)
    script = tmp_path / f"holds_{secrets.token_hex(4)}.py"  # of this test alone: others run beside it
    script.write_text("held = bytearray(b'x') * (40 << 20); print(flush=True); input()")
    with subprocess.Popen(["python3", str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        try:
            assert program.stdout.readline()
            done = subprocess.run(
                [*shell.split(), "-s"],
                input=load.script("holders.sh").encode(),
                capture_output=True,
                check=True,
                env={"PATH": f"{tmp_path}:/usr/sbin:/usr/bin:/sbin:/bin"},
            )
        finally:
            program.communicate(b"\n")
    assert not done.stderr
    known = holders.parse(done.stdout.decode("utf-8", "replace"))
    mine = [one for one in known if one.name.endswith(script.name)]
    assert len(mine) == 1
    assert 40 * MIB < mine[0].size < 80 * MIB
