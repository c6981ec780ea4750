"""A room for one trial: a host, members in it, and the network between them."""

import tempfile
from pathlib import Path

from harness.host import Host
from harness.process import cpu_seconds
from harness.programs import ROOT
from programs import Crowd, Proxy


class Trial:
    """Use it with `with`. Without a weather the members talk to the host directly."""

    def __init__(self, *options: str, weather: str = "", text: bool = False) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="moonroom-")
        folder = Path(self.folder.name)
        (folder / "plugins").mkdir()
        self.host = Host("--data", folder / "data", "--plugins", folder / "plugins", "--scripts", ROOT / "scripts",
                         "--rate-limit", "off", "--login-limit", "off", "--max-members", "6000", *options)
        self.proxy: Proxy | None = None
        self.crowd: Crowd | None = None
        try:
            self.proxy = Proxy(self.host, weather) if weather else None
            self.crowd = Crowd(self.proxy.port if self.proxy else self.host.port,
                               *(["--text"] if text else []))
        except BaseException:
            self.end()
            raise

    def __enter__(self) -> "Trial":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        if self.crowd:
            self.crowd.stop()
        if self.proxy:
            self.proxy.stop()
        self.host.kill()
        self.folder.cleanup()

    def talk(self, order: str) -> tuple[dict, float]:
        """The tally, and the host's processor time."""
        before = cpu_seconds(self.host.pid)
        self.crowd.obey(order)
        tally = self.crowd.obey("heard")
        return tally, cpu_seconds(self.host.pid) - before
