"""A host that ends again and again, and always starts with the same address and data."""

import os
import random
import signal
import socket
import subprocess
import tempfile
from pathlib import Path

from processes import children_of, identity_of, is_worker, signal_to

ROOT = Path(__file__).resolve().parent.parent.parent
# Below the range of ephemeral ports, so that no other program gets it while the host is away.
PORTS = range(20000, 32000)
# More entries than any run has, because the account needs all lines.
KEPT = 1_000_000_000
# SIGSEGV must kill the host, also when a sanitizer would report it first.
SANITIZER = "handle_segv=0:" + os.environ.get("ASAN_OPTIONS", "")


def free_port() -> int:
    while True:
        port = random.SystemRandom().choice(PORTS)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as trial:
            try:
                trial.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


class Host:
    def __init__(self, programs: Path) -> None:
        self.program = programs / "moonroomd"
        self._folder = tempfile.TemporaryDirectory(prefix="moonroom-")
        self.folder = Path(self._folder.name)
        self.plugins, self.data = self.folder / "plugins", self.folder / "data"
        self.console, self.log = self.folder / "console", self.folder / "log"
        self.plugins.mkdir()
        self.port = free_port()
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        """Returns at once; `listens` tells when the host is ready."""
        with self.console.open("wb") as console, self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [self.program, "--listen", f"127.0.0.1:{self.port}", "--data", self.data, "--keep", str(KEPT),
                 "--plugins", self.plugins, "--scripts", ROOT / "scripts", "--wording", "en", "--rate-limit", "off"],
                stdin=subprocess.PIPE, stdout=console, stderr=log, env={**os.environ, "ASAN_OPTIONS": SANITIZER})

    @property
    def pid(self) -> int:
        return self.process.pid

    def listens(self) -> bool:
        with self.console.open("rb") as console:
            return b"listening on" in console.read(4096)

    def runs(self) -> bool:
        return self.process.poll() is None

    def worker(self) -> int:
        """0 while there is none."""
        return next((pid for pid in children_of(self.pid) if is_worker(pid)), 0)

    def administrator(self) -> int:
        """The first child; 0 when it has been killed."""
        return next((pid for pid in children_of(self.pid)[:1] if not is_worker(pid)), 0)

    def family(self) -> list[tuple[int, str]]:
        return [identity_of(pid) for pid in [self.pid, *children_of(self.pid)]]

    def unread(self) -> int:
        """Bytes that wait in its socket; none without a socket."""
        place = f"0100007F:{self.port:04X}"
        for line in Path("/proc/net/udp").read_text().splitlines():
            fields = line.split()
            if fields[1] == place:
                return int(fields[4].partition(":")[2], 16)
        return 0

    def signal(self, number: int) -> None:
        signal_to(self.pid, number)

    def reap(self) -> int:
        """The exit status, once the host has ended."""
        status = self.process.wait()
        self.process.stdin.close()
        return status

    def export(self) -> str:
        """The content of the store, one JSON object a line."""
        file = self.folder / "export"
        subprocess.run([self.program, "export", file, "--format", "json", "--data", self.data],
                       stdout=subprocess.DEVNULL, check=True)
        return file.read_text()

    def remove(self) -> None:
        if self.process and self.runs():
            self.signal(signal.SIGKILL)
            self.reap()
        self._folder.cleanup()
