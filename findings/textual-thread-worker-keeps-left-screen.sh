#!/usr/bin/env bash
# A Textual screen that ran a worker in a thread is not freed when it is left: the thread goes back to asyncio's pool with
# the context variable that names the worker, and the worker names its screen. One dead screen for each thread of the
# pool (four more than processors, at most 32); it goes when that very thread is given the next worker.
#
# Seen with textual 8.2.8 (PyPI) and Python 3.11, 2026-11-30.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check textual==8.2.8
cat >"$work/left.py" <<'END'
import asyncio
import gc
import weakref

from textual.app import App
from textual.screen import Screen
from textual.worker import active_worker


class Left(Screen):
    def on_mount(self):
        if self.app.in_thread:
            self.run_worker(lambda: None, thread=True)


async def alive(in_thread, forget):
    app = App()
    app.in_thread = in_thread
    async with app.run_test() as pilot:
        screen = Left()
        left = weakref.ref(screen)
        await app.push_screen(screen)
        await app.workers.wait_for_complete()
        await pilot.pause()
        del screen
        await app.pop_screen()
        if forget:
            await asyncio.get_running_loop().run_in_executor(None, lambda: bool(active_worker.set(None)))
        for _ in range(20):
            await pilot.pause(0.05)
            gc.collect()
        return left() is not None


for in_thread, forget in ((False, False), (True, False), (True, True)):
    kept = asyncio.run(alive(in_thread, forget))
    print("a worker in a thread:", in_thread, "| the thread's variable set anew:", forget, "| the left screen is alive:", kept)
END
"$work/venv/bin/python" "$work/left.py" >"$work/told.txt"
cat "$work/told.txt"
[ "$(sed 's/.*: //' "$work/told.txt" | tr '\n' ' ')" = "False True False " ] && exit 0
echo "it behaves otherwise now" >&2
exit 1
