"""A test case with rooms, clients at terminals and clients in pipes, which it ends."""

import os
import subprocess
import tempfile
import threading
import unittest
from collections.abc import Iterable
from pathlib import Path

from emulator import width_of
from harness import programs
from harness.fake_room import FakeRoom
from harness.process import PATIENCE, wait_until
from room import Guest, RealRoom
from screen import Terminal


CTRL_C, CTRL_D, CTRL_L, CTRL_R, CTRL_U, CTRL_Z, TAB = "\x03", "\x04", "\x0c", "\x12", "\x15", "\x1a", "\t"
UP, LEFT, HOME = "\x1b[A", "\x1b[D", "\x1b[H"
IN_CLEAR = "*** by plain text: whoever is on the way can read it"


def width(text: str) -> int:
    return sum(width_of(character) for character in text)


class Case(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="moonroom-")
        self.addCleanup(folder.cleanup)
        self.state, self.config = Path(folder.name) / "state", Path(folder.name) / "config"
        self.home = {"XDG_STATE_HOME": str(self.state), "XDG_CONFIG_HOME": str(self.config)}

    def fake(self, port: int = 0) -> FakeRoom:
        room = FakeRoom(port)
        self.addCleanup(room.close)
        return room

    def client(self, port: int, *options: str, columns: int = 60, rows: int = 12, **environment: str) -> Terminal:
        terminal = Terminal([programs.path_of("moonroom"), f"127.0.0.1:{port}", *options], columns, rows,
                            **{**self.home, **environment})
        self.addCleanup(terminal.close)
        return terminal

    def classic(self, port: int, *options: str, **more) -> Terminal:
        """In plain text, where a fake room is enough or is needed."""
        return self.client(port, "--classic", *options, **more)

    def ann(self, *options: str, **more) -> tuple[FakeRoom, Terminal]:
        """In a fake room as ann; no time stamps, which differ each time, and an empty screen."""
        room = self.fake()
        terminal = self.classic(room.port, "--name", "ann", "--timestamps", "off", *options, **more)
        room.admits("ann")
        terminal.shows("ann>")
        terminal.sees("*** by plain text")
        self.clear(terminal, "ann>")
        terminal.bytes = b""
        return room, terminal

    def clear(self, terminal: Terminal, *left: str) -> None:
        """By Ctrl-L, until only these rows are there: a line that arrives earlier would be cleared, too."""
        terminal.type(CTRL_L)
        wait_until(lambda: not terminal.read() and terminal.rows() == list(left), lambda: "a clear screen, not\n" + "\n".join(terminal.rows()))

    def pipe(self, port: int, *options: str, **environment: str) -> subprocess.Popen:
        program = subprocess.Popen([programs.path_of("moonroom"), f"127.0.0.1:{port}", *options], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env={**os.environ, "LC_ALL": "C", **self.home, **environment})
        # So that no test waits for its text for ever.
        watchdog = threading.Timer(2 * PATIENCE, program.kill)
        watchdog.start()
        self.addCleanup(lambda: (watchdog.cancel(), program.poll() is None and program.kill(), program.communicate()))
        return program

    def real(self, *options: str, plugins: Iterable[str] = ()) -> RealRoom:
        room = RealRoom(*options, plugins=plugins)
        self.addCleanup(room.close)
        return room

    def guest(self, room: RealRoom, name: str) -> Guest:
        guest = Guest(room, name)
        self.addCleanup(guest.close)
        return guest
