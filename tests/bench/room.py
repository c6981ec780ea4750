"""A server with a crowd of members: they talk for a moment, and are silent until the next talk."""

import os
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from harness.process import cpu_seconds, proportional_bytes
from servers import Kind, Members, Server


# The figure is for idle members: a server can free the memory that it needed to announce joins to a
# big room.
BIG_ROOM, MOMENT_OF_REST = 1000, 1.5


@dataclass(frozen=True)
class Load:
    """The load: the number of senders, and the lines in flight of each."""

    speakers: int
    window: int
    lengths: str

    def in_flight(self, members: int) -> int:
        return min(self.speakers, members) * self.window


@dataclass(frozen=True)
class Memory:
    """Memory of one process of the server, in bytes: with an empty room, and for each member."""

    empty: float
    member: float


class Room:
    """Use it with `with`. `memory` has one entry for each process of the server."""

    def __init__(self, kind: Kind, members: int, cpus: tuple[set[int], set[int]]):
        self.kind = kind
        self.members = members
        self.cpus = cpus
        self.server = Server(kind, cpus[0])
        with ExitStack() as undo:
            undo.callback(self.server.end)
            self.crowd = Members(self.server, cpus[1])
            undo.callback(self.crowd.stop)
            self.memory = self._fill()
            undo.pop_all()

    def __enter__(self) -> "Room":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def talk(self, load: Load, warm_up: float, seconds: float) -> tuple[dict, float]:
        """The generator's output, and the share of the processors that other processes used."""
        before, start = self._taken_by_others(), time.monotonic()
        order = f"talk {load.speakers} {load.window} {load.lengths} {warm_up} {seconds}"
        result = self.crowd.obey(order)
        taken, spent = self._taken_by_others() - before, time.monotonic() - start
        return result, max(0.0, taken / spent / len(self.cpus[0] | self.cpus[1]))

    def end(self) -> None:
        self.crowd.stop()
        self.server.end()

    def _fill(self) -> list[Memory]:
        """Leaves out the first tenth of the members, which includes one-time allocations."""
        first = max(self.members // 10, 2)
        empty = self._resident()
        self.crowd.obey(f"join {first}")
        few = self._resident()
        self.crowd.obey(f"join {self.members}")
        rest = max(self.members - first, 1)
        return [Memory(nobody, (all_of_them - some) / rest)
                for nobody, some, all_of_them in zip(empty, few, self._resident())]

    def _taken_by_others(self) -> float:
        own = sum(map(cpu_seconds, [*self.server.pids, self.crowd.process.pid]))
        return busy_seconds(self.cpus[0] | self.cpus[1]) - own

    def _resident(self) -> list[int]:
        if self.members >= BIG_ROOM:
            time.sleep(MOMENT_OF_REST)
        return [proportional_bytes(pid) for pid in self.server.pids]


def busy_seconds(cpus: set[int]) -> float:
    """Time of those processors in use by any process, to a hundredth of a second."""
    ticks = 0
    for line in Path("/proc/stat").read_text().splitlines():
        name, *fields = line.split()
        if name in {f"cpu{cpu}" for cpu in cpus}:
            user, nice, system, _, _, interrupts, soft, steal = map(int, fields[:8])
            ticks += user + nice + system + interrupts + soft + steal
    return ticks / os.sysconf("SC_CLK_TCK")
