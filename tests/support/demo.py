#!/usr/bin/env python3
"""Plays a short conversation in a room: demo.py BIN, the folder with moonroomd and moonroom.

Three programs talk to each other on a free port. The demo shows the input and output of each behind
its name. Every step waits for its effect, so the demo fails if the room does.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from queue import Empty, Queue

PATIENCE = 10.0
COLOURED = sys.stdout.isatty() and "NO_COLOR" not in os.environ


class Program:
    """A program of the demo: types lines, and waits for expected output."""

    def __init__(self, name: str, colour: int, *command: str | Path):
        self.label = f"\033[{colour}m{name:>5}\033[0m" if COLOURED else f"{name:>5}"
        self.seen: Queue[str] = Queue()
        # A separate known_hosts, because the demo's host has a new key each time.
        self.home = tempfile.TemporaryDirectory(prefix="moonroom-")
        places = {"XDG_CONFIG_HOME": self.home.name, "XDG_STATE_HOME": self.home.name}
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True, encoding="utf-8",
                                        bufsize=1, env={**os.environ, **places})
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self.seen.put(line.rstrip("\n"))

    def show(self, sign: str, line: str) -> None:
        print(f"{self.label} {sign} {line}", flush=True)

    def types(self, line: str) -> None:
        self.show(">", line)
        self.process.stdin.write(line + "\n")

    def sees(self, part: str) -> str:
        """Shows output up to a line that contains `part`; returns that line."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                line = self.seen.get(timeout=max(0.0, end - time.monotonic()))
            except Empty:
                raise SystemExit(f"demo: {self.label} did not see '{part}'") from None
            self.show("|", line)
            if part in line:
                return line

    def leaves(self, status: int) -> None:
        if self.process.wait(PATIENCE) != status:
            raise SystemExit(f"demo: {self.label} ended with {self.process.returncode}")


class Demo:
    """All programs. `end` ends them."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.programs: list[Program] = []
        self.host = self.start("host", 35, "moonroomd", "--listen", "127.0.0.1:0",
                               "--data", ":memory:")
        self.address = self.host.sees("listening on ").split()[-1]

    def start(self, name: str, colour: int, program: str, *arguments: str) -> Program:
        self.programs.append(Program(name, colour, self.folder / program, *arguments))
        return self.programs[-1]

    def client(self, name: str, colour: int, wanted: str = "") -> Program:
        return self.start(name, colour, "moonroom", "--name", wanted or name, self.address)

    def end(self) -> None:
        for program in self.programs:
            program.process.kill()
            program.process.wait()


def title(text: str) -> None:
    print(f"\n{text}", flush=True)


def play(demo: Demo) -> None:
    host = demo.host

    title("Ada joins, then Bob.")
    ada = demo.client("ada", 36)
    wait_for_first_member(host)
    bob = demo.client("bob", 33)
    ada.sees("bob")

    title("A line goes to the other members.")
    ada.types("大家好！Hello, everybody.")
    bob.sees("大家好！Hello, everybody.")
    bob.types("你好，ada 👋")
    ada.sees("你好，ada 👋")

    title("The administrator sends a line to all, and lists the members.")
    host.types("十点关门。We close at ten.")
    ada.sees("十点关门。We close at ten.")
    bob.sees("十点关门。We close at ten.")
    host.types("/who")
    host.sees("2 in the room")

    title("A name that is taken is refused.")
    eve = demo.client("eve", 31, wanted="ada")
    eve.sees("refused")
    eve.leaves(4)

    title("Bob leaves; the room closes.")
    bob.types("/quit")
    bob.leaves(0)
    ada.sees("bob")
    host.types("/quit")
    ada.sees("closed")
    ada.leaves(3)
    host.leaves(0)


def wait_for_first_member(host: Program) -> None:
    """A client prints nothing when it has joined, so this asks the host until it has the member."""
    host.process.stdin.write("/who\n")
    while "1 in the room" not in (line := host.seen.get(timeout=PATIENCE)):
        if "nobody" in line:
            host.process.stdin.write("/who\n")


def main() -> int:
    demo = Demo(Path(sys.argv[1]))
    try:
        play(demo)
    finally:
        demo.end()
    return 0


sys.exit(main())
