"""The programs of a trial: a bad network, and a crowd of members."""

import json

from harness.commanded import Commanded
from harness.host import Host
from harness.programs import path_of


class Proxy(Commanded):
    def __init__(self, host: Host, weather: str) -> None:
        super().__init__([path_of("network_proxy"), "--host", f"127.0.0.1:{host.port}", *weather.split()])
        self.port = int(self.line().removeprefix("port "))

    def toll(self) -> dict:
        """Its counters of datagrams, at its end."""
        self.process.stdin.close()
        return json.loads(self.line())


class Crowd(Commanded):
    """Its status is 0 when all lines were received once and in order."""

    def __init__(self, port: int, *options: str, address: str = "127.0.0.1") -> None:
        super().__init__([path_of("network_crowd"), "--host", f"{address}:{port}", *options])
