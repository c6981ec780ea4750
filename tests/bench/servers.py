"""The servers to measure: how each is started, which processes it has, how it ends."""

import os
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

import processes

PATIENCE = 10.0
ROOT = Path(__file__).resolve().parents[2]
THREE_OF_THE_GALLERY = ("welcome", "profanity", "chatlog")

# Gets a folder of its own, which is removed with the server, and a free port.
Command = Callable[[Path, int], list[str]]


@dataclass(frozen=True)
class Kind:
    """A server by its name in the tables."""

    name: str
    program: Path
    command: Command
    # The protocol for the generator.
    language: str = "text"
    # It prints its port; otherwise it gets a port, and has started when that port answers.
    says_port: bool = True
    # Part of the command line of each worker process; empty for a server without workers.
    worker: str = ""
    # Its protocol echoes lines to their author.
    echoes: bool = False


def floor(folder: Path, name: str, way: str, language: str) -> Kind:
    program = folder / "bench_floor"
    return Kind(f"floor: {name}", program, lambda *_: [str(program), way], language)


def moonroom(folder: Path, name: str, scripts: tuple[str, ...] = (), plugins: tuple[str, ...] = (),
             stored: bool = False, language: str = "text") -> Kind:
    """With only those scripts, or all; nothing is stored on disk except with `stored`."""
    program = folder / "moonroomd"

    def command(own: Path, _: int) -> list[str]:
        chosen = [ROOT / "scripts" / f"{script}.lua" for script in scripts]
        fill(own / "scripts", chosen or sorted(ROOT.glob("scripts/*.lua")))
        shutil.copytree(ROOT / "scripts/wording", own / "scripts/wording")
        fill(own / "plugins", [ROOT / f"plugins/gallery/{plugin}.lua" for plugin in plugins])
        return [str(program), "--listen", "127.0.0.1:0", "--rate-limit", "off",
                "--log-level", "warn", "--max-members", "20000",
                "--scripts", str(own / "scripts"), "--plugins", str(own / "plugins"),
                "--data", str(own / "data") if stored else ":memory:"]

    return Kind(f"moonroom: {name}", program, command, language, worker="plugin-worker")


def fill(folder: Path, files: list[Path]) -> None:
    folder.mkdir()
    for file in files:
        shutil.copy(file, folder)


def own_kinds(folder: Path) -> list[Kind]:
    """Moonroom, the floors below it, and the naive room; `folder` has the programs."""
    naive = Path(__file__).with_name("naive_room.py")
    return [
        floor(folder, "sendmmsg", "single", "text"),
        floor(folder, "GSO", "segmented", "text"),
        floor(folder, "packed", "packed", "packed"),
        floor(folder, "packed + GSO", "packed-segmented", "merged"),
        moonroom(folder, "relay.lua only", scripts=("relay",)),
        moonroom(folder, "default scripts"),
        moonroom(folder, "and 3 plugins, store", plugins=THREE_OF_THE_GALLERY, stored=True),
        moonroom(folder, "sessions", language="session"),
        Kind("naive Python", Path(sys.executable), lambda *_: [sys.executable, str(naive)]),
    ]


@dataclass
class Server:
    """A running server, pinned to `cpus` with all its children. Use it with `with`."""

    kind: Kind
    cpus: set[int]
    folder: tempfile.TemporaryDirectory = field(init=False)
    process: subprocess.Popen = field(init=False)
    port: int = field(init=False)
    pids: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="moonroom-bench-")
        own = Path(self.folder.name)
        # A peer can drop its privileges.
        own.chmod(0o755)
        wanted = 0 if self.kind.says_port else processes.free_port()
        # A peer's output is not read, and a full pipe would block it.
        said = subprocess.PIPE if self.kind.says_port else subprocess.DEVNULL
        self.process = subprocess.Popen(
            self.kind.command(own, wanted), stdin=subprocess.DEVNULL, stdout=said,
            stderr=None if self.kind.says_port else said, bufsize=0,
            preexec_fn=lambda: os.sched_setaffinity(0, self.cpus))
        try:
            self.port = self._read_port() if self.kind.says_port else self._await_port(wanted)
            self.pids = [self.process.pid, *self._await_workers()]
        except BaseException:
            self.end()
            raise

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """A worker exits with its parent, so only the parent gets the signal."""
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
        self.folder.cleanup()

    def _read_port(self) -> int:
        end = time.monotonic() + PATIENCE
        while select.select([self.process.stdout], [], [], max(0.0, end - time.monotonic()))[0]:
            line = self.process.stdout.readline().decode()
            if found := re.search(r"listening on \S*:(\d+)", line):
                return int(found[1])
            if not line:
                break
        raise RuntimeError(f"{self.kind.name} did not say where it listens")

    def _await_port(self, port: int) -> int:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            if processes.answers(port):
                return port
            time.sleep(0.01)
        raise RuntimeError(f"{self.kind.name} does not listen on port {port}")

    def _await_workers(self) -> list[int]:
        end = time.monotonic() + PATIENCE
        while self.kind.worker and time.monotonic() < end:
            # Not the administrator's process, which ends with its input.
            found = [child for child in processes.children_of(self.process.pid)
                     if self.kind.worker in processes.command_line(child)]
            if found:
                return found
            time.sleep(0.01)
        if self.kind.worker:
            raise RuntimeError(f"{self.kind.name} started no worker")
        return []
