"""A wording with alternatives is found by each of them, although a line is looked at for one literal at a time."""

from __future__ import annotations

import pytest

from wslmem.diagnosis.explain import explain

ALTERNATIVES = (
    ("slurmstepd: error: Some of your processes may have been killed by the cgroup out-of-memory handler.",
     "container-limit"),
    ("Cannot find module 'left-pad'", "build-error"),
    ("Could not transfer artifact com.acme:api:jar:1.0 from central", "build-error"),
    ("Could not resolve dependencies for project com.acme:api:jar:1.0", "build-error"),
    ("Could not find a version that satisfies the requirement torch==9", "build-error"),
    ("dial tcp 10.0.0.5:443: connect: connection refused", "build-error"),
    ("read tcp 10.0.0.5:443: connection reset by peer", "build-error"),
    ("import cycle not allowed", "build-error"),
    ("spawn E2BIG", "limit"),
    ("could not execute process `rustc` (os error 7)", "limit"),
    ("The disk is full", "disk-full"),
    ("CopyFile: ERROR_DISK_FULL", "disk-full"),
    ('Child node "3" exited prematurely. Shutting down.', "server-gone"),
    ("Not enough memory to run compilation. Try to increase it.", "own-heap-limit"),
    ("Gradle build daemon: ran out of JVM memory.", "own-heap-limit"),
    ("Pod was terminated in response to imminent node shutdown.", "terminated"),
    ("rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:", "kernel-fault"),
)  # fmt: skip


@pytest.mark.parametrize(("line", "ending"), ALTERNATIVES)
def test_each_alternative_of_a_wording_is_found(line, ending):
    assert explain([b"step 3 of 9\n" + line.encode() + b"\n"]).ending == ending
