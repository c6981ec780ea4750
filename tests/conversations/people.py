"""The peers of a host: members with a bare socket, and real client programs."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from host import PATIENCE, Host, Output

CLIENTS = Path(__file__).resolve().parent / "clients"
# In lines of the administrator that only mark a point in time.
MARK = "⟂"


class Failure(Exception):
    """An expectation failed."""


class Member:
    """A socket and what arrives at it, datagram by datagram."""

    def __init__(self, name: str, host: Host, to: str | None = None, source: str | None = None) -> None:
        self.name = name
        address = to or {"::": "127.0.0.1", "0.0.0.0": "127.0.0.1"}.get(host.address, host.address)
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.socket = socket.socket(family, socket.SOCK_DGRAM)
        if source:
            self.socket.bind((source, 0))
        self.socket.connect((address, host.port))

    def send(self, data: bytes) -> None:
        self.socket.send(data)

    def next(self, patience: float = PATIENCE) -> bytes | None:
        """The next datagram that is no mark and no probe; nothing when none comes."""
        until = time.monotonic() + patience
        while (left := until - time.monotonic()) > 0:
            self.socket.settimeout(left)
            try:
                data = self.socket.recv(65536)
            except (TimeoutError, ConnectionRefusedError):
                return None
            if data and MARK.encode() not in data:
                return data
        return None

    def expect(self, text: str) -> None:
        heard = self.next()
        if heard != text.encode():
            shown = "nothing" if heard is None else repr(heard.decode(errors="replace"))
            raise Failure(f"{self.name} should hear\n    {text!r}\nbut heard\n    {shown}")

    def expect_nothing_before(self, mark: str) -> None:
        self.socket.settimeout(PATIENCE)
        while mark not in (text := self.socket.recv(65536).decode()):
            if text and MARK not in text:
                raise Failure(f"{self.name} should hear nothing, but heard\n    {text!r}")

    def join(self, name: str) -> None:
        self.send(f"L {name}".encode())
        self.expect("OK")

    def leave(self) -> None:
        self.send(f"Q {self.name}".encode())
        self.expect("EXIT")

    def say(self, text: str) -> None:
        self.send(f"C {self.name} {text}".encode())

    def die(self) -> None:
        """Closes the socket. A process that is just being started may hold a copy until its exec."""
        port = f":{self.socket.getsockname()[1]:04X} "
        self.socket.close()
        until = time.monotonic() + PATIENCE
        while any(port in line for line in udp_sockets()) and time.monotonic() < until:
            time.sleep(0.001)

    def close(self) -> None:
        self.socket.close()


def udp_sockets() -> list[str]:
    """The local address of each UDP socket of this machine, from proc(5)."""
    tables = [Path("/proc/net/udp"), Path("/proc/net/udp6")]
    lines = [line for table in tables if table.exists() for line in table.read_text().splitlines()]
    return [line.split()[1] + " " for line in lines[1:] if ":" in line]


class Program:
    """A real client, typed into and read from through pipes."""

    def __init__(self, name: str, host: Host, kind: str, programs: Path) -> None:
        self.name = name
        where = f"[{host.address}]" if ":" in host.address else host.address
        if kind == "client":
            command = [programs / "moonroom", f"{where}:{host.port}", "--name", name]
        else:
            command = [sys.executable, "-u", CLIENTS / f"{kind}.py", host.address, str(host.port)]
        self.goodbye = "/quit" if kind == "client" else "quit"
        # A folder of its own for known hosts and seats.
        self.home = tempfile.TemporaryDirectory(prefix="moonroom-")
        places = {"XDG_CONFIG_HOME": self.home.name, "XDG_STATE_HOME": self.home.name}
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, env={**os.environ, **places})
        self.output = Output(self.process.stdout)

    def say(self, text: str) -> None:
        self.process.stdin.write(text.encode() + b"\n")
        self.process.stdin.flush()

    def expect(self, text: str) -> None:
        if not self.output.wait_for(text):
            raise Failure(f"{self.name} should see\n    {text!r}\nbut saw\n    {self.output.unseen()!r}")

    def leave(self) -> None:
        self.say(self.goodbye)
        if self.process.wait(PATIENCE) != 0:
            raise Failure(f"{self.name}'s program ended with status {self.process.returncode}")
        self.output.everything()

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
