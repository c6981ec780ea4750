"""A room for plain text that a test plays itself."""

import socket

from harness.process import PATIENCE


class FakeRoom:
    """A socket that receives from one client and sends it the test's answers."""

    def __init__(self, port: int = 0) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", port))
        self.socket.settimeout(PATIENCE)
        self.port = self.socket.getsockname()[1]
        self.guest = None

    def hears(self) -> str:
        data, self.guest = self.socket.recvfrom(8192)
        return data.decode()

    def expects(self, text: str) -> None:
        heard = self.hears()
        if heard != text:
            raise AssertionError(f"the room should hear {text!r}, but heard {heard!r}")

    def says(self, text: str | bytes) -> None:
        self.socket.sendto(text if isinstance(text, bytes) else text.encode(), self.guest)

    def admits(self, name: str) -> None:
        self.expects(f"L {name}")
        self.says("OK")

    def lets_go(self, name: str) -> None:
        self.expects(f"Q {name}")
        self.says("EXIT")

    def close(self) -> None:
        self.socket.close()
