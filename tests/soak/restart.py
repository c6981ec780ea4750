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

sys.path.append(str(Path(__file__).resolve().parents[1]))

from crowd import NO_HOST, Crowd
from harness import programs
from harness.process import wait_until
from host import Host

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

    def __init__(self, members: int) -> None:
        self.host = Host()
        self.crowd = Crowd(self.host.port, members, 1, random.Random(1))
        self.speaker, self.listener = self.crowd.members[:2]
        for member in self.crowd.members[2:]:
            member.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, UNHEARD)

    def begin(self) -> None:
        self.host.launch()
        wait_until(self.host.listens, "the host listens")
        self.crowd.join()
        self.talk_until_heard(0)

    def talk_until_heard(self, life: int) -> None:
        """Sends a line now and then until one arrives."""
        mark, next_line = len(self.speaker.said), 0.0

        def heard() -> bool:
            nonlocal next_line
            if time.monotonic() >= next_line:
                next_line = time.monotonic() + BETWEEN_LINES
                self.speaker.say_next(life)
            self.listener.listen(life)
            return self.listener.latest.get(self.speaker.name, 0) > mark
        wait_until(heard, "a line is heard", pause=0)

    def one(self, life: int) -> float:
        """Seconds."""
        for _ in range(LINES):
            self.talk_until_heard(life)
        self.crowd.listen(life, SETTLING)
        began = time.monotonic()
        self.host.process.send_signal(signal.SIGKILL)
        self.host.reap()
        self.host.launch()
        self.talk_until_heard(NO_HOST)
        took = time.monotonic() - began
        self.crowd.listen(life, SETTLING)
        return took

    def close(self) -> None:
        self.crowd.close()
        self.host.remove()


def measure(members: int, rounds: int) -> None:
    silence = Silence(members)
    try:
        silence.begin()
        times = [1000 * silence.one(life) for life in range(rounds)]
        print(f"{members} members: median {statistics.median(times):.0f} ms, "
              f"worst of {rounds} {max(times):.0f} ms", flush=True)
    finally:
        silence.close()


def main() -> int:
    parser = programs.add_bin(argparse.ArgumentParser(description=__doc__))
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--members", type=int, nargs="+", default=[10, 1000])
    options = parser.parse_args()
    programs.use(options)
    for members in options.members:
        measure(members, options.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
