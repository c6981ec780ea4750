"""A member by plain text, with a bare socket."""

import socket
import time

from harness.network import is_bound
from harness.process import PATIENCE, wait_until

ANY = {"::": "127.0.0.1", "0.0.0.0": "127.0.0.1", "[::]": "127.0.0.1"}


class Member:
    def __init__(self, name: str, port: int, address: str = "127.0.0.1", source: str | None = None) -> None:
        """Joins nothing yet. source: the member's own address."""
        self.name = name
        address = ANY.get(address, address)
        self.socket = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM)
        if source:
            self.socket.bind((source, 0))
        self.socket.connect((address, port))
        self.heard: list[str] = []

    # ── To the host ──────────────────────────────────────────────────────────────────────────────

    def send(self, data: str | bytes) -> None:
        self.socket.send(data if isinstance(data, bytes) else data.encode())

    def say(self, *texts: str) -> None:
        for text in texts:
            self.send(f"C {self.name} {text}")

    def login(self) -> str:
        """The answer."""
        self.send(f"L {self.name}")
        return self.hear()

    def join(self) -> "Member":
        answer = self.login()
        if answer != "OK":
            raise AssertionError(f"{self.name} is refused: {answer}")
        return self

    def send_goodbye(self) -> None:
        self.send(f"Q {self.name}")

    # ── From the host ────────────────────────────────────────────────────────────────────────────

    def receive(self, patience: float = PATIENCE) -> bytes | None:
        """The next datagram that is no probe, which is empty; None when none arrives in time, or no host listens there."""
        until = time.monotonic() + patience
        while (left := until - time.monotonic()) > 0:
            self.socket.settimeout(left)
            try:
                if data := self.socket.recv(65536):
                    return data
            except (TimeoutError, ConnectionRefusedError):
                return None
        return None

    def hear(self) -> str:
        data = self.receive()
        if data is None:
            raise AssertionError(f"{self.name} hears nothing")
        self.heard.append(data.decode())
        return self.heard[-1]

    def hear_new(self) -> str:
        """The next line that has not arrived before. After a crash a host can repeat lines of the host before it."""
        known = self.heard[:]
        while (line := self.hear()) in known:
            pass
        return line

    # ── Ends ─────────────────────────────────────────────────────────────────────────────────────

    def close(self) -> None:
        self.socket.close()

    def die(self) -> None:
        """Closes the socket. A process that is just being started can hold a copy until its exec."""
        port = self.socket.getsockname()[1]
        self.socket.close()
        wait_until(lambda: not is_bound(port), f"port {port} is closed")


def joined(name: str, port: int) -> Member:
    return Member(name, port).join()
