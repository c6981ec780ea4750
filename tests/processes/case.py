"""A test case with hosts, members and terminals, which it ends."""

import os
import tempfile
import unittest
from pathlib import Path

from harness import programs
from harness.host import Host
from harness.member import Member, joined
from harness.process import children_of
from harness.pty import Pty

# Owns the terminal, as a shell does, and reports how the program ended.
SHELL = 'trap : INT; trap "" HUP; "$@"; echo "status $?"; exec sleep 600'


class Typist(Pty):
    """A program at its own terminal, started by a shell that tells its status."""

    def __init__(self, program: str, *words: str | Path) -> None:
        super().__init__(["sh", "-c", SHELL, "sh", programs.path_of(program), *words],
                         {**os.environ, "TERM": "xterm", "NO_COLOR": "1"})

    sees = Pty.await_bytes

    def program(self) -> int:
        return children_of(self.process.pid)[0]


class Case(unittest.TestCase):
    def folder(self) -> Path:
        folder = tempfile.TemporaryDirectory(prefix="moonroom-")
        self.addCleanup(folder.cleanup)
        return Path(folder.name)

    def host(self, *options: str | Path, **more) -> Host:
        """With its worker."""
        host = Host(*options, **more)
        self.addCleanup(host.end)
        host.running_worker()
        return host

    def member(self, name: str, host: Host) -> Member:
        member = joined(name, host.port)
        self.addCleanup(member.close)
        return member

    def typist(self, program: str, *words: str | Path) -> Typist:
        typist = Typist(program, *words)
        self.addCleanup(typist.close)
        return typist

    def pair(self, host: Host) -> tuple[Member, Member]:
        ada, bob = self.member("ada", host), self.member("bob", host)
        self.assertEqual(ada.hear(), "bob joined the room")
        return ada, bob
