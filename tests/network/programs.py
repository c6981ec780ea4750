"""The programs of a trial: a host that can be killed and restarted, a bad network, a crowd."""

import json
import os
import random
import select
import socket
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# Below the ephemeral ports: the system assigns none of them while the host is away.
PORTS = range(20000, 32000)
# Seconds; reached only on failure.
PATIENCE = 30.0


def free_port() -> int:
    while True:
        port = random.SystemRandom().choice(PORTS)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as trial:
            try:
                trial.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


def start(command: list) -> subprocess.Popen:
    """Unbuffered, so that its output can be awaited."""
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)


def reap(process: subprocess.Popen) -> int:
    """Calling it twice does no harm."""
    if process.poll() is None:
        process.kill()
    status = process.wait(PATIENCE)
    for stream in (process.stdin, process.stdout):
        if stream:
            stream.close()
    return status


def line_of(process: subprocess.Popen, patience: float) -> str:
    """The next line of its output; an error when none comes in time or it has ended."""
    if not select.select([process.stdout], [], [], patience)[0]:
        raise AssertionError(f"{Path(process.args[0]).name} says nothing for {patience:.0f} s")
    line = process.stdout.readline()
    if not line:
        raise AssertionError(f"{Path(process.args[0]).name} has ended with {process.wait(PATIENCE)}")
    return line.decode()


class Host:
    def __init__(self, programs: Path, *options: str, address: str = "127.0.0.1") -> None:
        self.program = programs / "moonroomd"
        self.options = options
        self.address = address
        self.port = free_port()
        self._folder = tempfile.TemporaryDirectory(prefix="moonroom-")
        self.folder = Path(self._folder.name)
        self.log, self.console = self.folder / "log", self.folder / "console"
        (self.folder / "plugins").mkdir()
        self.process: subprocess.Popen | None = None
        try:
            self.start()
        except BaseException:
            self.end()
            raise

    def start(self) -> None:
        """Returns when the host listens. Its output goes into a file, so that a full pipe cannot block it."""
        with self.log.open("ab") as log, self.console.open("wb") as console:
            self.process = subprocess.Popen(
                [self.program, "--listen", f"{self.address}:{self.port}", "--data", self.folder / "data",
                 "--plugins", self.folder / "plugins", "--scripts", ROOT / "scripts", "--wording", "en",
                 "--rate-limit", "off", *self.options], stdin=subprocess.PIPE, stdout=console, stderr=log)
        until = time.monotonic() + PATIENCE
        while b"listening on" not in self.console.read_bytes():
            if time.monotonic() > until or self.process.poll() is not None:
                raise AssertionError(f"the host does not listen: {self.log.read_text()[-500:]}")
            time.sleep(0.002)

    def kill(self) -> None:
        """Kills it at once; its children exit by themselves."""
        reap(self.process)

    def cpu_seconds(self) -> float:
        """Of all threads of the process that has the socket, to the nanosecond."""
        # The clock number of another process, as clock_getcpuclockid(3) computes it.
        return time.clock_gettime(~self.process.pid << 3 | 2)

    def resident_bytes(self) -> int:
        fields = Path(f"/proc/{self.process.pid}/statm").read_text().split()
        return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")

    def end(self) -> None:
        if self.process:
            reap(self.process)
        self._folder.cleanup()


class Proxy:
    def __init__(self, programs: Path, host: Host, weather: str) -> None:
        self.process = start([programs / "network_proxy", "--host", f"127.0.0.1:{host.port}", *weather.split()])
        self.port = int(line_of(self.process, PATIENCE).removeprefix("port "))

    def end(self) -> dict:
        """Its counters of datagrams."""
        self.process.stdin.close()
        return json.loads(line_of(self.process, PATIENCE))

    def stop(self) -> None:
        reap(self.process)


class Crowd:
    def __init__(self, programs: Path, port: int, *options: str, address: str = "127.0.0.1") -> None:
        self.process = start([programs / "network_crowd", "--host", f"{address}:{port}", *options])

    def begin(self, order: str) -> None:
        self.process.stdin.write(f"{order}\n".encode())
        self.process.stdin.flush()

    def answer(self, patience: float = 600.0) -> dict:
        return json.loads(line_of(self.process, patience))

    def obey(self, order: str) -> dict:
        self.begin(order)
        return self.answer()

    def end(self) -> int:
        """0 when all lines were received once and in order."""
        self.process.stdin.close()
        return self.process.wait(PATIENCE)

    def stop(self) -> None:
        reap(self.process)
