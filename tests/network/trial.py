"""A room for one trial: a host, members in it, and the network between them."""

from pathlib import Path

from programs import Crowd, Host, Proxy


class Trial:
    """Use it with `with`. Without a weather the members talk to the host directly."""

    def __init__(self, programs: Path, *options: str, weather: str = "", text: bool = False) -> None:
        self.host = Host(programs, "--login-limit", "off", "--max-members", "6000", *options)
        self.proxy: Proxy | None = None
        self.crowd: Crowd | None = None
        try:
            self.proxy = Proxy(programs, self.host, weather) if weather else None
            self.crowd = Crowd(programs, self.proxy.port if self.proxy else self.host.port,
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
        self.host.end()

    def talk(self, order: str) -> tuple[dict, float]:
        """The tally, and the host's processor time."""
        before = self.host.cpu_seconds()
        self.crowd.obey(order)
        tally = self.crowd.obey("heard")
        return tally, self.host.cpu_seconds() - before
