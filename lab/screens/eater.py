"""Takes memory piece by piece and gives it back, again and again, so that the live chart has something to show."""

from __future__ import annotations

import time

PIECE = 160 << 20
PIECES = 15
SECONDS = 0.6

if __name__ == "__main__":
    while True:
        held: list[bytes] = []
        while len(held) < PIECES:
            held.append(b"x" * PIECE)
            time.sleep(SECONDS)
