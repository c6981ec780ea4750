"""A crowd of members in one process, bench_load, that obeys orders."""

import json
import os
import select
import subprocess
from pathlib import Path

from servers import Server

# Ten thousand members that join in sequence receive 50 million notices of it.
PATIENCE = 900.0


class Members:
    """Use it with `with`, or end it. `names` is the beginning of their names."""

    def __init__(self, programs: Path, server: Server, cpus: set[int], names: str = "m"):
        self.kind = server.kind
        command = [str(programs / "bench_load"), "--port", str(server.port),
                   "--language", server.kind.language, "--names", names]
        for pid in server.pids:
            command += ["--pid", str(pid)]
        # Unbuffered: a second answer in a buffer would be invisible to `select`.
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        bufsize=0,
                                        preexec_fn=lambda: os.sched_setaffinity(0, cpus))

    def __enter__(self) -> "Members":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()

    def order(self, words: str, patience: float = PATIENCE) -> dict:
        self.begin(words)
        return self.answer(words, patience)

    def begin(self, words: str) -> None:
        self.process.stdin.write(f"{words}\n".encode())

    def answer(self, words: str, patience: float = PATIENCE) -> dict:
        """The answer to the oldest unanswered order."""
        if not select.select([self.process.stdout], [], [], patience)[0]:
            raise RuntimeError(f"{self.kind.name}: no end of '{words}'")
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.kind.name}: '{words}' failed")
        return json.loads(line)
