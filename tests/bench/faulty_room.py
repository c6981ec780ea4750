#!/usr/bin/env python3
"""A room that drops, doubles, corrupts, cuts or echoes one delivery in a hundred, to test
whether the generator finds exactly those: faulty_room.py BENCH_LOAD."""

import json
import random
import subprocess
import sys
from collections import Counter
from socket import AF_INET, SOCK_DGRAM, SOL_SOCKET, SO_RCVBUF, socket
from threading import Thread

FAULTS = ("drop", "double", "spoil", "cut", "echo")
MEMBERS = 10


class FaultyRoom(Thread):
    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.socket = socket(AF_INET, SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.setsockopt(SOL_SOCKET, SO_RCVBUF, 1 << 20)
        self.members: list[tuple[str, int]] = []
        self.made: Counter[str] = Counter()
        self.chance = random.Random(1)

    def run(self) -> None:
        while True:
            data, author = self.socket.recvfrom(2048)
            if data.startswith(b"L "):
                if author not in self.members:
                    self.members.append(author)
                self.socket.sendto(b"OK", author)
            else:
                for member in self.members:
                    if member != author:
                        self.deliver(data, member, author)

    def deliver(self, data: bytes, member: tuple[str, int], author: tuple[str, int]) -> None:
        fault = self.chance.choice(FAULTS) if self.chance.random() < 0.01 else ""
        self.made[fault] += 1
        if fault == "spoil":
            data = data[:-1] + b"?"
        if fault == "cut":
            data = data[:-3]
        if fault != "drop":
            self.socket.sendto(data, member)
        if fault == "double":
            self.socket.sendto(data, member)
        if fault == "echo":
            self.socket.sendto(data, author)


def talk(program: str, port: int) -> Counter[str]:
    """The generator's findings over many short talks: each ends soon after the first lost line."""
    found: Counter[str] = Counter()
    orders = [f"join {MEMBERS}"] + 20 * ["talk 8 8 mixed 0 0.1 0.3"]
    with subprocess.Popen([program, "--port", str(port)], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True) as crowd:
        answers, _ = crowd.communicate("\n".join(orders) + "\n", timeout=100)
    for answer in answers.splitlines()[1:]:
        found.update({fault: count for fault, count in json.loads(answer).items()
                      if isinstance(count, int)})
    return found


def main() -> int:
    room = FaultyRoom()
    room.start()
    found = talk(sys.argv[1], room.socket.getsockname()[1])
    made = room.made
    expected = {
        "lost": made["drop"] + made["spoil"] + made["cut"],
        "doubled": made["double"],
        "wrong": made["spoil"] + made["cut"],
        "echoes": made["echo"],
        "overtaken": 0,
        "late": 0,
    }
    for fault, count in expected.items():
        print(f"{fault}: {count} made, {found[fault]} found")
    few = min(made[fault] for fault in FAULTS) == 0
    return 1 if few or any(found[fault] != count for fault, count in expected.items()) else 0


sys.exit(main())
