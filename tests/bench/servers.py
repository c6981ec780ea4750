"""The servers to measure: how each is started, which processes it has, how it ends."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

from harness.commanded import Commanded
from harness.network import free_port
from harness.process import PATIENCE, Output, children_of, command_of, wait_until
from harness.programs import ROOT, path_of

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


def floor(name: str, way: str, language: str) -> Kind:
    program = path_of("bench_floor")
    return Kind(f"floor: {name}", program, lambda *_: [str(program), way], language)


def moonroom(name: str, scripts: tuple[str, ...] = (), plugins: tuple[str, ...] = (),
             stored: bool = False, language: str = "text") -> Kind:
    """With only those scripts, or all; nothing is stored on disk except with `stored`."""
    program = path_of("moonroomd")

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


def own_kinds() -> list[Kind]:
    """Moonroom, the floors below it, and the naive room."""
    naive = Path(__file__).with_name("naive_room.py")
    return [
        floor("sendmmsg", "single", "text"),
        floor("GSO", "segmented", "text"),
        floor("packed", "packed", "packed"),
        floor("packed + GSO", "packed-segmented", "merged"),
        moonroom("relay.lua only", scripts=("relay",)),
        moonroom("default scripts"),
        moonroom("and 3 plugins, store", plugins=THREE_OF_THE_GALLERY, stored=True),
        moonroom("sessions", language="session"),
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
        wanted = 0 if self.kind.says_port else free_port(socket.SOCK_STREAM)
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
        self.folder.cleanup()

    def _read_port(self) -> int:
        output = Output(self.process.stdout)
        output.expect("listening on ")
        return int(output.next_line().rpartition(":")[2])

    def _await_port(self, port: int) -> int:
        wait_until(lambda: answers(port) or self.process.poll() is not None, f"{self.kind.name} listens on port {port}", 0.01)
        return port

    def _await_workers(self) -> list[int]:
        """Without the administrator's process, which ends with its input."""
        def workers() -> list[int]:
            return [child for child in children_of(self.process.pid) if self.kind.worker in command_of(child)]
        return wait_until(workers, f"{self.kind.name} has a worker", 0.01) if self.kind.worker else []


def answers(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Members(Commanded):
    """A crowd of members in one process, bench_load. `names` is the beginning of their names."""

    def __init__(self, server: Server, cpus: set[int], names: str = "m") -> None:
        pids = [word for pid in server.pids for word in ("--pid", pid)]
        super().__init__([path_of("bench_load"), "--port", server.port, "--language", server.kind.language, "--names", names, *pids],
                         cpus)
