"""Build servers that ran before a command, and what they did meanwhile."""

from __future__ import annotations

import subprocess
import sys
from typing import Self

import pytest

pytestmark = pytest.mark.posix_only(reason="commands are watched where they run: on Linux")

SERVER = """
import os, subprocess, sys, time
open("/proc/self/comm", "w").write(sys.argv[1])
print("up", flush=True)
for line in sys.stdin:
    if line.strip() == "self":
        began = time.process_time()
        while time.process_time() - began < 1:
            pass
    if line.strip() == "child":
        subprocess.run([sys.executable, "-c", "import time\\nwhile time.process_time() < 1: pass"])
    print("done", flush=True)
"""


class Stand:
    """A process by the name of a server, which works for a second when told to."""

    def __init__(self, name: str, *arguments: str) -> None:
        command = [sys.executable, "-c", SERVER, name, *arguments]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()

    def work(self, how: str) -> None:
        self.process.stdin.write(f"{how}\n")
        self.process.stdin.flush()
        self.process.stdout.readline()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate(timeout=60)


@pytest.fixture
def servers(its_servers_alone):
    from wslmem.machine.run import servers

    return servers


@pytest.fixture
def command():
    """What is run: it starts after the servers."""
    made = []

    def start():
        made.append(subprocess.Popen(["cat"], stdin=subprocess.PIPE))
        return made[-1].pid

    yield start
    for one in made:
        one.communicate(timeout=60)


@pytest.mark.parametrize("how", ["self", "child"])
def test_a_server_that_worked_itself_or_by_a_process_of_its_own_is_told_with_its_time(servers, command, how):
    with Stand("sccache") as stand:
        earlier = servers.before(command())
        stand.work(how)
        found = {one.pid: (one.name, seconds) for one, seconds in servers.worked(earlier, 1.0)}
        name, seconds = found[stand.process.pid]
        assert name == "sccache"
        assert 0.9 <= seconds <= 3


def test_a_server_that_only_waited_is_not_told_nor_one_that_worked_little_of_a_long_time(servers, command):
    with Stand("sccache") as idle, Stand("dockerd") as slow:
        earlier = servers.before(command())
        assert {idle.process.pid, slow.process.pid} <= {one.pid for one in earlier}
        slow.work("self")
        ours = {idle.process.pid, slow.process.pid}
        assert [one.pid for one, _ in servers.worked(earlier, 1.0) if one.pid in ours] == [slow.process.pid]
        assert not [one for one, _ in servers.worked(earlier, 3600.0) if one.pid in ours]


def test_a_server_that_the_command_started_is_its_own(servers, command):
    pid = command()
    with Stand("sccache") as stand:
        assert stand.process.pid not in {one.pid for one in servers.before(pid)}


@pytest.mark.parametrize(
    ("name", "argument", "kind"),
    [
        ("java", "org.gradle.launcher.daemon.bootstrap.GradleDaemon", "gradle"),
        ("java", "org.jetbrains.kotlin.daemon.KotlinCompileDaemon", "kotlin"),
        ("java", "bazel(shop)", "bazel"),
        ("dotnet", "/usr/share/dotnet/sdk/9.0.100/MSBuild.dll /nodemode:1", "dotnet"),
        ("buildkitd", "", "docker"),
    ],
)
def test_what_an_interpreter_runs_is_told_by_its_arguments(servers, command, name, argument, kind):
    with Stand(name, argument) as stand:
        found = {one.pid: one.kind for one in servers.before(command())}
        assert found[stand.process.pid] == kind


def test_other_programs_of_the_same_interpreter_are_no_servers(servers, command):
    with Stand("java", "-jar", "shop.jar") as stand:
        assert stand.process.pid not in {one.pid for one in servers.before(command())}


def test_how_the_work_of_each_comes_into_the_run_is_said(servers):
    from wslmem.telling.run_servers import INSIDE

    kinds = set(servers._BY_NAME.values()) | {of for known in servers._BY_ARGUMENT.values() for _, of in known}
    assert kinds == set(INSIDE)
