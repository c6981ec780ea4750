"""The servers that are measured: how each is started, which processes it has, how it ends."""

import os
import re
import select
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 5.0
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Kind:
    """A server by its name in the tables, and what starts it on a free port."""

    name: str
    command: list[str]
    # What stands in the command line of each worker process; empty for a server without.
    worker: str = ""
    # It keeps what is said on disk, in a folder of its own for each run.
    keeps: bool = False

    @property
    def program(self) -> Path:
        return Path(self.command[0])


def kinds(folder: Path) -> list[Kind]:
    room = ["--scripts", str(ROOT / "scripts"), "--plugins", str(ROOT / "plugins")]
    quiet = ["--rate-limit", "off", "--log-level", "warn"]
    moonroom = [str(folder / "moonroomd"), "--listen", "127.0.0.1:0", *room, *quiet]
    return [
        Kind("floor", [str(folder / "bench_floor")]),
        Kind("moonroom", [*moonroom, "--data", ":memory:"], worker="plugin-worker"),
        Kind("stored", moonroom, worker="plugin-worker", keeps=True),
        Kind("python", [sys.executable, str(Path(__file__).with_name("naive_room.py"))]),
    ]


class Server:
    """A running server, pinned to `cpus` with all its children; to be used with `with`."""

    def __init__(self, kind: Kind, cpus: set[int]):
        self.kind = kind
        self.data = tempfile.TemporaryDirectory(prefix="moonroom-") if kind.keeps else None
        folder = ["--data", self.data.name] if self.data else []
        self.process = subprocess.Popen([*kind.command, *folder], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE,
                                        preexec_fn=lambda: os.sched_setaffinity(0, cpus))
        try:
            self.port = self._read_port()
            self.workers = self._wait_for_workers()
        except BaseException:
            self.end()
            raise

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def pid(self) -> int:
        return self.process.pid

    def end(self) -> None:
        """A worker dies with its parent, so only that one is told."""
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        if self.data:
            self.data.cleanup()

    def _read_port(self) -> int:
        end = time.monotonic() + PATIENCE
        while select.select([self.process.stdout], [], [], max(0.0, end - time.monotonic()))[0]:
            line = self.process.stdout.readline().decode()
            if found := re.search(r"listening on \S*:(\d+)", line):
                return int(found[1])
            if not line:
                break
        raise RuntimeError(f"{self.kind.name} did not say where it listens")

    def _wait_for_workers(self) -> list[int]:
        end = time.monotonic() + PATIENCE
        while self.kind.worker and time.monotonic() < end:
            # Not the administrator's process, which ends with its input.
            found = [child for child in children_of(self.pid)
                     if self.kind.worker in command_line(child)]
            if found:
                return found
            select.select([], [], [], 0.01)
        if self.kind.worker:
            raise RuntimeError(f"{self.kind.name} started no worker")
        return []


def children_of(parent: int) -> list[int]:
    return [pid for pid in map(int, filter(str.isdecimal, os.listdir("/proc")))
            if parent_of(pid) == parent]


def parent_of(pid: int) -> int:
    """0 when the process has ended meanwhile."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0
    # The name before may hold anything; behind its bracket stand the state and the parent.
    return int(text.rpartition(")")[2].split()[1])


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""
