"""The peers of a host: members with a bare socket, and real client programs."""

import os
import sys
import tempfile
from pathlib import Path

import harness.member
from harness import programs
from harness.host import Host
from harness.piped import Piped

CLIENTS = Path(__file__).resolve().parent / "clients"
# In lines of the administrator that only mark a point in time.
MARK = "⟂"


class Member(harness.member.Member):
    """Expects what arrives, datagram by datagram."""

    def __init__(self, name: str, host: Host, to: str | None = None, source: str | None = None) -> None:
        super().__init__(name, host.port, to or host.address, source)

    def next(self) -> bytes | None:
        """The next datagram that is no mark and no probe; None when there is none."""
        while (data := self.receive()) and MARK.encode() in data:
            pass
        return data

    def expect(self, text: str) -> None:
        heard = self.next()
        if heard != text.encode():
            shown = "nothing" if heard is None else repr(heard.decode(errors="replace"))
            raise AssertionError(f"{self.name} should hear\n    {text!r}\nbut heard\n    {shown}")

    def expect_nothing_before(self, mark: str) -> None:
        while mark not in (text := self.hear()):
            if MARK not in text:
                raise AssertionError(f"{self.name} should hear nothing, but heard\n    {text!r}")

    def join_as(self, name: str) -> None:
        self.send(f"L {name}")
        self.expect("OK")

    def leave(self) -> None:
        self.send_goodbye()
        self.expect("EXIT")


class Program(Piped):
    """A real client in pipes."""

    def __init__(self, name: str, host: Host, kind: str) -> None:
        self.name = name
        where = f"[{host.address}]" if ":" in host.address else host.address
        if kind == "client":
            command = [programs.path_of("moonroom"), f"{where}:{host.port}", "--name", name]
        else:
            command = [sys.executable, "-u", CLIENTS / f"{kind}.py", host.address, str(host.port)]
        self.goodbye = "/quit" if kind == "client" else "quit"
        # A folder of its own for known hosts and seats.
        self.home = tempfile.TemporaryDirectory(prefix="moonroom-")
        places = {"XDG_CONFIG_HOME": self.home.name, "XDG_STATE_HOME": self.home.name}
        super().__init__(*command, environment={**os.environ, **places}, merged=True)

    say = Piped.type
    expect = Piped.sees

    def leave(self) -> None:
        self.say(self.goodbye)
        if status := self.end()[0]:
            raise AssertionError(f"{self.name}'s program ended with status {status}")

    close = Piped.kill
