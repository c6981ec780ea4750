"""A host with a key that it shows, and its members."""

import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from harness.host import Host
from harness.member import Member
from harness.process import wait_until
from harness.programs import ROOT


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

    @property
    def fingerprint(self) -> str:
        return wait_until(lambda: re.search(r"SHA256:\S{43}", self.console.text()), "the host shows its key")[0]

    def close(self) -> None:
        self.end()
        self.folder.cleanup()


class Guest(Member):
    """Logs in at once; `answer` is the host's answer."""

    def __init__(self, room: Host, name: str) -> None:
        super().__init__(name, room.port)
        self.answer = self.login()
