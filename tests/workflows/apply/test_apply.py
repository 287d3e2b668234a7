"""Your change took effect, or you have your old file and know why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from wslmem.errors import BusyError, NotFoundError, UnavailableError, UsageError
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own.backups import Backups
from wslmem.units import MIB, Seconds
from wslmem.workflows.apply import events
from wslmem.workflows.apply.recovery import interruptions

OLD = b"# mine\r\n[wsl2]\r\nmemory=3GB   # was 8GB\r\nprocessors=1\r\n"
NEW = OLD.replace(b"3GB", b"2GB")


def kinds(seen: list[events.ApplyEvent]) -> list[str]:
    return [type(event).__name__ for event in seen]


def of(seen: list[events.ApplyEvent], kind: type) -> Any:
    return next((event for event in seen if isinstance(event, kind)), None)


def last(seen: list[events.ApplyEvent]) -> events.ApplyResult:
    assert isinstance(seen[-1], events.ApplyResult)
    return seen[-1]


def test_a_change_is_backed_up_written_restarted_and_proven(run: Callable, boot: Callable, paths: MachinePaths) -> None:
    old = boot()
    seen = run()
    assert kinds(seen)[:4] == ["Linted", "Planned", "BackedUp", "Written"]
    assert paths.wslconfig.read_bytes() == NEW
    assert last(seen).backup.read_bytes() == OLD
    assert of(seen, events.WillStop).distributions == ("Ubuntu-24.04",)
    assert all(event.proven for event in seen if isinstance(event, events.Checked))
    assert last(seen).effective is True
    assert last(seen).guest.boot_id != old
    assert 1700 * MIB < last(seen).guest.total < 2048 * MIB


def test_what_is_in_effect_already_is_not_restarted(run: Callable) -> None:
    first = last(run())
    again = run()
    assert "ShuttingDown" not in kinds(again)
    assert last(again).guest.boot_id == first.guest.boot_id
    assert last(again).effective is True
    assert last(again).changed is False


def test_require_effective_without_a_restart_says_that_the_old_limits_hold(run: Callable, boot: Callable) -> None:
    boot()
    seen = run(shutdown=events.Shutdown.NEVER, require_effective=True)
    assert of(seen, events.NotEffective).code == "not-restarted"
    assert last(seen).effective is False
    assert last(seen).changed is True


def test_a_vm_that_does_not_start_gets_its_old_file_back(run: Callable, stand_in: Any, paths: MachinePaths) -> None:
    stand_in.knobs(faults=[f"vm-no-resources:{3500 * MIB}"])
    seen = run(memory="4GB")
    assert of(seen, events.NotEffective).code == "vm-did-not-start"
    assert of(seen, events.RolledBack).proven
    assert paths.wslconfig.read_bytes() == OLD
    assert last(seen).rolled_back
    assert last(seen).changed is False
    assert last(seen).guest.total < 3 * 1024 * MIB


def test_a_file_that_wsl_does_not_read_is_recognised_by_the_default_memory(
    run: Callable, stand_in: Any, paths: MachinePaths
) -> None:
    stand_in.knobs(faults=["config-ignored"])
    seen = run()
    assert of(seen, events.NotEffective).code == "file-not-read"
    assert paths.wslconfig.read_bytes() == OLD


def test_without_rollback_the_new_file_stays_although_it_is_not_in_effect(
    run: Callable, stand_in: Any, paths: MachinePaths
) -> None:
    stand_in.knobs(faults=["config-ignored"])
    seen = run(rollback=False)
    assert paths.wslconfig.read_bytes() == NEW
    assert last(seen).effective is False
    assert not last(seen).rolled_back


def test_a_shutdown_that_did_nothing_is_recognised_by_the_boot_id(
    run: Callable, boot: Callable, stand_in: Any, paths: MachinePaths
) -> None:
    boot()
    stand_in.knobs(faults=["shutdown-noop"])
    seen = run(ends="gone")
    assert of(seen, events.NotEffective).code == "old-vm"
    assert of(seen, events.RolledBack).proven, "the VM that never went away still has the old limits"
    assert paths.wslconfig.read_bytes() == OLD


def test_a_hanging_shutdown_is_told_at_each_stage_and_ends_a_script(
    run: Callable, boot: Callable, stand_in: Any, paths: MachinePaths
) -> None:
    boot()
    stand_in.knobs(faults=["shutdown-hang"])
    seen = run(ends="choice")
    assert [event.stage for event in seen if isinstance(event, events.ShuttingDown)] == [
        "started", "progress", "warning", "choice",
    ]  # fmt: skip
    assert of(seen, events.NotEffective).code == "shutdown-hangs"
    assert paths.wslconfig.read_bytes() == NEW, "what was asked for holds from the next start"
    assert last(seen).effective is False


def test_a_hanging_shutdown_is_forced_where_that_was_agreed(run: Callable, boot: Callable, stand_in: Any) -> None:
    boot()
    stand_in.knobs(faults=["shutdown-hang"])
    seen = run(force=True, ends="choice")
    assert [event.stage for event in seen if isinstance(event, events.ShuttingDown)][-1] == "forcing"
    assert last(seen).effective is True


def test_a_slow_shutdown_is_waited_for(run: Callable, boot: Callable, stand_in: Any, patience: events.Patience) -> None:
    boot()
    stand_in.knobs(faults=[f"shutdown-slow:{patience.progress + 0.7}"])
    seen = run()
    assert "progress" in [event.stage for event in seen if isinstance(event, events.ShuttingDown)]
    assert last(seen).effective is True


def test_swap_that_comes_late_is_waited_for(run: Callable, stand_in: Any) -> None:
    stand_in.knobs(faults=["swap-late:2"])
    assert last(run()).effective is True


@pytest.mark.parametrize("fault", ["utf16", "crcrlf", "warnings-eaten", "restart-by-other", "garbage-stdout"])
def test_what_merely_disturbs_does_not_keep_a_change_from_its_proof(
    run: Callable, boot: Callable, stand_in: Any, fault: str
) -> None:
    boot()
    stand_in.knobs(faults=[fault])
    assert last(run()).effective is True


def test_docker_desktop_is_named_among_what_stops_and_never_started(
    run: Callable, boot: Callable, stand_in: Any
) -> None:
    stand_in.knobs(faults=["docker-present"])
    boot()
    seen = run()
    assert of(seen, events.WillStop).docker_desktop
    assert last(seen).guest.distribution == "Ubuntu-24.04"


def test_a_guest_that_dies_while_it_is_asked_leaves_the_old_file(
    run: Callable, stand_in: Any, paths: MachinePaths
) -> None:
    stand_in.knobs(faults=["die-during-exec:0"])
    seen = run()
    assert of(seen, events.NotEffective).code == "vm-did-not-start"
    assert not of(seen, events.RolledBack).proven
    assert paths.wslconfig.read_bytes() == OLD
    assert "WSL starts with neither file: your settings are not the cause" in str(last(seen).problem.text)


def test_a_shutdown_that_fails_names_the_service_and_not_a_lack_of_memory(
    run: Callable, boot: Callable, stand_in: Any
) -> None:
    boot()
    stand_in.knobs(faults=["shutdown-fails"])
    problem = last(run()).problem
    assert (problem.code, "Restart-Service WSLService" in str(problem.next_step)) == ("shutdown-failed", True)


def test_a_swap_disk_that_failed_before_as_well_does_not_take_a_proven_memory_back(
    run: Callable, boot: Callable, stand_in: Any, paths: MachinePaths
) -> None:
    stand_in.knobs(faults=["swap-disk-fails"])
    paths.wslconfig.write_bytes(OLD + b"[wsl2]\nswap=512MB\n")
    boot()
    seen = run(ends="swap")
    assert last(seen).problem.code == "no-swap"
    assert not last(seen).rolled_back
    assert b"memory=2GB" in paths.wslconfig.read_bytes()


def test_an_unknown_distribution_is_refused_before_a_byte_is_written(run: Callable, paths: MachinePaths) -> None:
    with pytest.raises(NotFoundError, match=r"Ubuntu-24\.04") as caught:
        run(distribution="Gentoo")
    assert str(caught.value.on_disk) == f"nothing changed: {paths.wslconfig}"
    assert paths.wslconfig.read_bytes() == OLD


def test_without_virtualization_nothing_is_written(run: Callable, stand_in: Any, paths: MachinePaths) -> None:
    stand_in.knobs(profile="absent-vmp")
    with pytest.raises(UnavailableError, match="virtualization") as caught:
        run()
    assert str(caught.value.on_disk).startswith("nothing changed")
    assert paths.wslconfig.read_bytes() == OLD
    assert not Backups(paths.state_dir).list(paths.wslconfig)


def test_a_file_that_changed_since_the_plan_is_left_alone(run: Callable, paths: MachinePaths) -> None:
    with pytest.raises(BusyError):
        run(expected=b"[wsl2]\n")
    assert paths.wslconfig.read_bytes() == OLD
    assert not Backups(paths.state_dir).list(paths.wslconfig)


def test_a_plan_that_the_host_cannot_hold_is_refused(run: Callable, paths: MachinePaths) -> None:
    with pytest.raises(UsageError):
        run(memory="900TB")
    assert paths.wslconfig.read_bytes() == OLD


def test_an_apply_that_came_to_its_end_leaves_no_journal(run: Callable, paths: MachinePaths) -> None:
    run()
    assert interruptions(paths) == ()
    assert not list(paths.state_dir.glob("journal-*"))


def test_wsl_that_another_program_starts_again_is_known_by_its_boot_id_and_not_waited_for(
    run: Callable, boot: Callable, stand_in: Any
) -> None:
    boot()
    stand_in.knobs(faults=["restart-by-other"])
    seen = run()
    assert of(seen, events.VmGone).by_another
    assert last(seen).effective is True


def test_a_new_vm_is_claimed_only_where_an_old_one_is_known(run: Callable) -> None:
    checks = [event.name for event in run() if isinstance(event, events.Checked)]
    assert checks == ["memory", "swap", "processors"]
    checks = [event.name for event in run(memory="3GB") if isinstance(event, events.Checked)]
    assert checks == ["new VM", "memory", "swap", "processors"]


@pytest.mark.posix_only(reason="a program of the guest is played by a script of this machine")
def test_a_vm_that_does_not_answer_is_restarted_all_the_same(
    run: Callable,
    boot: Callable,
    stand_in: Any,
    patience: events.Patience,
    an_hour_passes: Callable,
) -> None:
    boot()
    hung = stand_in.folder / "hung"
    hung.touch()
    an_hour_passes(lambda: not hung.exists())
    slow = stand_in.folder / "bin" / "nproc"
    slow.parent.mkdir()
    slow.write_text(f"#!/bin/sh\nif rm {hung} 2>/dev/null; then sleep 600; fi\nexec /usr/bin/nproc\n")
    slow.chmod(0o755)
    stand_in.knobs(guest_path=[str(slow.parent)])
    assert last(run(patience=replace(patience, look=Seconds(200)))).effective is True
    assert not hung.exists(), "it was asked, and did not answer"
