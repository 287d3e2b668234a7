"""The process that is the VM: it starts the guest's processes, watches the clocks, and takes everything down."""

from __future__ import annotations

import json
import os
import select
import selectors
import signal
import socket
import sys
import time
from contextlib import suppress

from ..failures import MissingRightError
from ..folder import Folder
from ..lean import dataclass, field
from . import guest, kernel, remains, wire
from .machine import Machine, Plan

TICK = 0.02
"""Seconds between two looks for kills while guests run: a guest that reads the count was started after the kill."""
REFRESH = 0.1
"""Seconds between two looks at what the group holds."""


@dataclass(slots=True)
class Instance:
    """One running distribution."""

    group: str
    clients: int = 0
    idle_since: float = 0.0


@dataclass(frozen=True, slots=True)
class Guest:
    """One guest process and the client that waits for it."""

    distribution: str
    master: int
    """The terminal's other side."""
    client: socket.socket


@dataclass(slots=True)
class Supervisor:
    """The loop."""

    machine: Machine
    server: socket.socket
    selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    instances: dict[str, Instance] = field(default_factory=dict)
    guests: dict[int, Guest] = field(default_factory=dict)
    clients: dict[socket.socket, int] = field(default_factory=dict)
    """Waiting clients and the pid each waits for."""
    dies_at: float | None = None
    idle_since: float = field(default_factory=time.monotonic)
    quiet_since: float | None = field(default_factory=time.monotonic)
    """Since when nothing works in the VM; None while something does, or once the file cache was given back."""
    refresh_at: float = 0.0
    ending: bool = False
    asked: list[socket.socket] = field(default_factory=list)
    """Clients that wait for the end; they are kept open until everything is gone."""

    def run(self) -> None:
        """Serve until the VM ends, then take it down."""
        ear, mouth = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(mouth, warn_on_full_buffer=False)
        for name in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(name, lambda *_: None)
        self.selector.register(ear, selectors.EVENT_READ)
        self.selector.register(self.server, selectors.EVENT_READ)
        while not self.ending:
            for key, _ in self.selector.select(self._wait()):
                self._serve(key.fileobj, ear)
            self._clocks()
        self.server.close()
        self.machine.stop()

    def _serve(self, source: object, ear: int) -> None:
        if source == ear:
            heard = os.read(ear, 512)
            self.ending |= bytes([signal.SIGTERM]) in heard
            self._reap()
        elif source is self.server:
            client, _ = self.server.accept()
            self.selector.register(client, selectors.EVENT_READ)
        elif isinstance(source, socket.socket):
            self._hear(source)

    def _hear(self, client: socket.socket) -> None:
        self.selector.unregister(client)
        if client in self.clients:
            self._hang_up(client)
            return
        message, streams = wire.receive(client)
        verb = message.pop("verb", None)
        if verb == "run":
            self._run(client, message, streams)
        elif verb == "stop":
            self.ending = True
            self.asked.append(client)
        else:
            if verb == "terminate":
                self._terminate(str(message["distribution"]))
            answer = {"boot_id": self.machine.boot_id, "running": list(self.instances), "held": self.machine.held}
            wire.send(client, answer)
            client.close()

    def _run(self, client: socket.socket, message: dict[str, object], streams: list[int]) -> None:
        dies_after = message.pop("dies_after")
        order = guest.Order(**message)  # type: ignore[arg-type]
        instance = self._instance(order.distribution)
        self.machine.refresh()
        if dies_after == 0:
            # No guest is started: a quick one could come to its end before the VM does.
            self.dies_at = time.monotonic()
            wire.send(client, {"started": True})
            for handle in streams:
                os.close(handle)
            self.asked.append(client)
            return
        plan = self.machine.plan
        hierarchy = self.machine.hierarchy if plan.own_root else None
        room = guest.Room(instance.group, hierarchy, self.machine.processes)
        pid, master = guest.start(order, room, plan.processors, streams)
        for handle in streams:
            os.close(handle)
        wire.send(client, {"started": pid > 0})
        if pid < 0:
            self._answer(client, -pid << 8)
            instance.idle_since = time.monotonic()
            return
        instance.clients += 1
        self.quiet_since = None
        self.guests[pid] = Guest(order.distribution, master, client)
        self.clients[client] = pid
        self.selector.register(client, selectors.EVENT_READ)
        if isinstance(dies_after, (int, float)):
            self.dies_at = time.monotonic() + dies_after

    def _instance(self, name: str) -> Instance:
        if name not in self.instances:
            group = self.machine.distribution_group(name)
            self.instances[name] = Instance(group, idle_since=time.monotonic())
        return self.instances[name]

    def _answer(self, client: socket.socket, status: int) -> None:
        with suppress(OSError):  # the client was killed; nobody wants to know
            wire.send(client, {"status": status})
        client.close()

    def _reap(self) -> None:
        """Take the status of every dead child: guests, and orphans that came to us."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            self._ended(pid, status)

    def _ended(self, pid: int, status: int) -> None:
        ended = self.guests.pop(pid, None)
        if ended is None:
            return
        os.close(ended.master)
        self.quiet_since = None if self.guests else time.monotonic()
        self._left(ended.distribution)
        if self.clients.pop(ended.client, None) is None:
            return
        self.selector.unregister(ended.client)
        if ended.distribution in self.instances:
            self._answer(ended.client, status)
        else:
            ended.client.close()

    def _left(self, distribution: str) -> None:
        instance = self.instances.get(distribution)
        if instance:
            instance.clients -= 1
            instance.idle_since = time.monotonic()

    def _hang_up(self, client: socket.socket) -> None:
        """The client is gone: its guest loses the terminal, the kernel sends it SIGHUP (WSL: init.cpp)."""
        pid = self.clients.pop(client)
        client.close()
        left = self.guests[pid]
        os.close(left.master)
        self.guests[pid] = Guest(left.distribution, os.open(os.devnull, os.O_RDONLY), client)

    def _terminate(self, name: str) -> None:
        """End one distribution; its clients see their channel close."""
        instance = self.instances.pop(name, None)
        if instance is None:
            return
        self.machine.group.remove(instance.group)
        self._reap()
        self.idle_since = time.monotonic()

    def _clocks(self) -> None:
        """What time brings: the end of idle instances, of an idle VM, of a VM that is to die."""
        now = time.monotonic()
        self.ending |= self.dies_at is not None and now >= self.dies_at
        for name in [name for name, instance in self.instances.items() if now >= self._instance_end(instance)]:
            self._terminate(name)
        self.ending |= now >= self._vm_end()
        if now >= self._reclaim_at() and not self.ending:
            self.quiet_since = None
            self.machine.drop_cache()
        if self.ending or not (self.guests or not self.machine.swap_is_on):
            return
        if now >= self.refresh_at:
            self.machine.refresh()
            self.refresh_at = now + REFRESH
        else:
            self.machine.look_for_kills()

    def _instance_end(self, instance: Instance) -> float:
        limit = self.machine.plan.instance_idle
        return instance.idle_since + limit if not instance.clients and limit >= 0 else float("inf")

    def _vm_end(self) -> float:
        limit = self.machine.plan.vm_idle
        return self.idle_since + limit if not self.instances and limit >= 0 else float("inf")

    def _reclaim_at(self) -> float:
        limit = self.machine.plan.reclaim_after
        return float("inf") if limit is None or self.quiet_since is None else self.quiet_since + limit

    def _wait(self) -> float | None:
        if self.guests or not self.machine.swap_is_on:
            return TICK
        ends = [self._instance_end(instance) for instance in self.instances.values()]
        end = min([*ends, self._vm_end(), self._reclaim_at()])
        return None if end == float("inf") else max(end - time.monotonic(), 0.0)


def main(path: str) -> int:
    """Be the VM of a folder: the plan comes on stdin, one line on stdout says whether it is up.

    Returns:
        0 when the VM has ended, or nobody waits for it any more; 69 when it could not be made for want of a right.
    """
    folder = Folder(path)
    plan = Plan(**json.loads(_kept_input()))
    with remains.alone(folder):
        if not _awaited():  # killed while another VM came and went: this one would come after a shutdown
            return 0
        remains.remove(folder)
        kernel.adopt_orphans()
        machine = Machine(folder, plan)
        try:
            machine.start()
        except MissingRightError as missing:
            remains.remove(folder)
            _tell({"missing": str(missing)})
            return 69
        server = wire.listen(folder)
        if _tell({"boot_id": machine.boot_id}):
            Supervisor(machine, server).run()
        else:
            machine.stop()
    return 0


def _awaited() -> bool:
    """Whether the client that boots us is there still: nobody else holds the other end of our stdout."""
    stdout = select.poll()
    stdout.register(1, 0)
    return not stdout.poll(0)


def _kept_input() -> bytes:
    """All of stdin, put back so that it can be read again: a scope starts this program a second time."""
    data = sys.stdin.buffer.read()
    kept = os.memfd_create("plan")
    os.write(kept, data)
    os.lseek(kept, 0, os.SEEK_SET)
    os.dup2(kept, 0)
    os.close(kept)
    return data


def _tell(message: dict[str, str]) -> bool:
    """Tell the client that boots us; False when it is gone."""
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    try:
        os.write(1, json.dumps(message).encode() + b"\n")
    except BrokenPipeError:
        return False
    nowhere = os.open(os.devnull, os.O_RDWR)
    for handle in (0, 1):
        os.dup2(nowhere, handle)
    return True
