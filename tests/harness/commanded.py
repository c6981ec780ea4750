"""A program that obeys commands: one a line on its standard input, each answered by one line of JSON."""

import json
import os
import select
import subprocess
from pathlib import Path

from harness.process import PATIENCE, reap

# Ten thousand members that join in sequence receive 50 million notices of it.
LONG = 900.0


class Commanded:
    """Use it with `with`, or end it."""

    def __init__(self, command: list, cpus: set[int] | None = None) -> None:
        # Unbuffered: a second answer in a buffer would be invisible to `select`.
        self.process = subprocess.Popen(list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0,
                                        preexec_fn=(lambda: os.sched_setaffinity(0, cpus)) if cpus else None)
        self.name = Path(str(command[0])).name

    def __enter__(self) -> "Commanded":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def line(self, patience: float = PATIENCE) -> str:
        if not select.select([self.process.stdout], [], [], patience)[0]:
            raise AssertionError(f"{self.name} prints nothing for {patience:.0f} s")
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError(f"{self.name} has ended with {self.process.wait(PATIENCE)}")
        return line.decode()

    def begin(self, order: str) -> None:
        self.process.stdin.write(f"{order}\n".encode())

    def answer(self) -> dict:
        """The answer to the oldest unanswered order."""
        return json.loads(self.line(LONG))

    def obey(self, order: str) -> dict:
        self.begin(order)
        return self.answer()

    def end(self) -> int:
        """Its status after the end of its input."""
        self.process.stdin.close()
        return self.process.wait(PATIENCE)

    def stop(self) -> None:
        reap(self.process)
