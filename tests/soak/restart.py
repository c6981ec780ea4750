#!/usr/bin/env python3
"""Measures how long a room is silent when its host is killed and restarted: until a member receives a new line."""

import argparse
import random
import signal
import socket
import statistics
import sys
import time
from pathlib import Path

from crowd import LIMBO, Crowd
from host import Host

PATIENCE = 30.0  # Seconds; only a failure ever waits that long.
BETWEEN_LINES = 0.001
# Sent before each death, so that some lines may be committed but not yet sent to the members.
LINES = 5
# Receive buffer of a member who does not read, in bytes. A thousand members with much unread data would use up the system's
# memory for sockets, and then the system drops the datagrams of others.
UNHEARD = 4096
# Time for the host to record that those have been sent.
SETTLING = 0.05


class Silence:
    """One member sends and one receives; the others are idle."""

    def __init__(self, programs: Path, members: int) -> None:
        self.host = Host(programs)
        self.crowd = Crowd(self.host.port, members, 1, random.Random(1))
        self.speaker, self.listener = self.crowd.members[:2]
        for member in self.crowd.members[2:]:
            member.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, UNHEARD)

    def begin(self) -> None:
        self.host.start()
        self.until(self.host.listens, "the host listens")
        self.crowd.join()
        self.talk_until_heard(0)

    def until(self, condition, what: str) -> None:
        until = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > until:
                raise AssertionError(f"never came true: {what}")

    def talk_until_heard(self, life: int) -> None:
        """Sends a line now and then until one arrives."""
        mark, next_line = len(self.speaker.said), 0.0

        def heard() -> bool:
            nonlocal next_line
            if time.monotonic() >= next_line:
                next_line = time.monotonic() + BETWEEN_LINES
                self.speaker.say(life)
            self.listener.listen(life)
            return self.listener.latest.get(self.speaker.name, 0) > mark
        self.until(heard, "a line is heard")

    def one(self, life: int) -> float:
        """Seconds."""
        for _ in range(LINES):
            self.talk_until_heard(life)
        self.crowd.listen(life, SETTLING)
        began = time.monotonic()
        self.host.signal(signal.SIGKILL)
        self.host.reap()
        self.host.start()
        self.talk_until_heard(LIMBO)
        took = time.monotonic() - began
        self.crowd.listen(life, SETTLING)
        return took

    def close(self) -> None:
        self.crowd.close()
        self.host.remove()


def measure(programs: Path, members: int, rounds: int) -> None:
    silence = Silence(programs, members)
    try:
        silence.begin()
        times = [1000 * silence.one(life) for life in range(rounds)]
        print(f"{members} members: median {statistics.median(times):.0f} ms, "
              f"worst of {rounds} {max(times):.0f} ms", flush=True)
    finally:
        silence.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=Path, default=Path("build/release/bin"), help="where moonroomd is")
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--members", type=int, nargs="+", default=[10, 1000])
    options = parser.parse_args()
    for members in options.members:
        measure(options.bin.resolve(), members, options.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
