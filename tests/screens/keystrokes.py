#!/usr/bin/env python3
"""The time from a keystroke to its echo while lines come in. Nothing else may run meanwhile."""

import os
import select
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from case import CTRL_U, Case
from harness import side_by_side
from harness.process import PATIENCE, wait_until
from screen import Terminal

KEYS = 200


class Keystrokes(Case):
    def drain(self, terminal: Terminal) -> None:
        """Reads only the bytes, because emulating the screen would take longer than the measured time."""
        while select.select([terminal.master], [], [], 0)[0]:
            terminal.bytes += os.read(terminal.master, 65536)

    def test_a_key_is_echoed_at_once_while_a_thousand_lines_a_second_come_in(self):
        room, terminal = self.ann()
        self.type_while(lambda number: room.says(f"bob: line {number}"), terminal, "plain text")

    def test_a_key_is_echoed_at_once_in_a_session_too(self):
        room = self.real("--rate-limit", "off")
        terminal = self.client(room.port, "--name", "ann", "--timestamps", "off", columns=110)
        terminal.shows("ann>")
        bob = self.guest(room, "bob")
        self.type_while(lambda number: bob.say(f"line {number}"), terminal, "a session")

    def type_while(self, say: Callable[[int], None], terminal: Terminal, way: str) -> None:
        stop = threading.Event()

        def talk() -> None:
            number, next_one = 0, time.monotonic()
            while not stop.is_set():
                say(number)
                number, next_one = number + 1, next_one + 0.001
                time.sleep(max(0.0, next_one - time.monotonic()))

        talker = threading.Thread(target=talk)
        talker.start()
        self.addCleanup(lambda: (stop.set(), talker.join()))
        # In the bytes: on the screen it can come and go between two looks.
        wait_until(lambda: terminal.read() and b"line 100" in terminal.bytes, "lines come in")
        waits, typed = [], ""
        for number in range(KEYS):
            # Each line is different, so that no earlier output looks like an echo.
            if number % 10 == 0:
                typed = f"{chr(ord('a') + number // 10 % 26)}{number}"
                terminal.type(CTRL_U + typed)
            wait_until(lambda: terminal.read(0.05), "lines come in")
            self.drain(terminal)
            mark, typed = len(terminal.bytes), typed + "."
            began = time.monotonic()
            terminal.type(".")
            while f"ann> {typed}".encode() not in terminal.bytes[mark:]:
                terminal.bytes += os.read(terminal.master, 65536)
                if time.monotonic() - began > PATIENCE:
                    self.fail("a key was not echoed")
            waits.append(time.monotonic() - began)
        stop.set()
        waits.sort()
        middle, late = waits[len(waits) // 2], waits[len(waits) * 99 // 100]
        print(f"keystroke to echo at 1,000 lines/s by {way}: median {middle * 1e3:.2f} ms, p99 {late * 1e3:.2f} ms",
              file=sys.stderr)
        # Far above the measured time, so that a busy machine does not fail the test.
        self.assertLess(late, 0.1)


if __name__ == "__main__":
    sys.exit(side_by_side.main(__doc__, jobs=1))
