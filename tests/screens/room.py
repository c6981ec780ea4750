"""Rooms for the tests: a fake one that a test controls, and a host with a key that it shows."""

import re
import socket
import tempfile
from collections.abc import Iterable
from pathlib import Path

from harness.host import Host
from harness.member import Member
from harness.process import PATIENCE, wait_until
from harness.programs import ROOT


class FakeRoom:
    """A socket that sends the answers that a test gives it."""

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


class RealRoom(Host):
    """Its own data and plugins, in a folder that `close` removes."""

    def __init__(self, *options: str, plugins: Iterable[str] = ()) -> None:
        """`plugins` are from the gallery."""
        self.folder = tempfile.TemporaryDirectory(prefix="moonroom-")
        live = Path(self.folder.name) / "plugins"
        live.mkdir()
        for name in plugins:
            (live / f"{name}.lua").symlink_to(ROOT / f"plugins/gallery/{name}.lua")
        # For another host with the same plugins.
        self.words = ["--scripts", ROOT / "scripts", "--plugins", live, *options]
        super().__init__("--data", Path(self.folder.name) / "data", *self.words)
        self.fingerprint = wait_until(lambda: re.search(r"SHA256:\S{43}", self.console.text()), "the host shows its key")[0]

    def close(self) -> None:
        self.end()
        self.folder.cleanup()


class Guest(Member):
    """Logs in at once; `answer` is the host's answer."""

    def __init__(self, room: Host, name: str) -> None:
        super().__init__(name, room.port)
        self.answer = self.login()
