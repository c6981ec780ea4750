"""Rooms for the tests: a fake one that a test controls, and the real one."""

import os
import re
import select
import signal
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from screen import PATIENCE, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent


class FakeRoom:
    """A socket that sends the answers that a test gives it."""

    def __init__(self, port: int = 0) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", port))
        self.socket.settimeout(PATIENCE)
        self.port = self.socket.getsockname()[1]
        self.guest = None

    def hears(self) -> str:
        data, self.guest = self.socket.recvfrom(8192)
        return data.decode()

    def expects(self, text: str) -> None:
        heard = self.hears()
        if heard != text:
            raise AssertionError(f"the room should hear {text!r}, but heard {heard!r}")

    def says(self, text: str | bytes) -> None:
        self.socket.sendto(text if isinstance(text, bytes) else text.encode(), self.guest)

    def admits(self, name: str) -> None:
        self.expects(f"L {name}")
        self.says("OK")

    def lets_go(self, name: str) -> None:
        self.expects(f"Q {name}")
        self.says("EXIT")

    def close(self) -> None:
        self.socket.close()


class RealRoom:
    """A host with its own data, which a test can kill and start again."""

    def __init__(self, programs: Path, *options: str, plugins: Iterable[str] = ()) -> None:
        """`plugins` are from the gallery."""
        self.folder = tempfile.TemporaryDirectory(prefix="moonroom-")
        self.data, live = Path(self.folder.name) / "data", Path(self.folder.name) / "plugins"
        live.mkdir()
        for name in plugins:
            shutil.copy(ROOT / f"plugins/gallery/{name}.lua", live)
        self.command = [programs / "moonroomd", "--wording", "en", "--scripts", ROOT / "scripts",
                        "--plugins", live, *options]
        self.port = 0
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen([*self.command, "--data", self.data, "--listen", f"127.0.0.1:{self.port}"],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        said = ""

        def says(pattern: str) -> re.Match | None:
            nonlocal said
            if select.select([self.process.stdout], [], [], 0.01)[0]:
                said += os.read(self.process.stdout.fileno(), 65536).decode()
            return re.search(pattern, said)
        wait_until(lambda: says(r"listening on 127.0.0.1:(\d+)\n"), lambda: f"the host listens: {said}")
        self.port = int(says(r"listening on 127.0.0.1:(\d+)\n")[1])
        wait_until(lambda: says(r"SHA256:\S{43}"), lambda: f"the host shows its key: {said}")
        self.fingerprint = says(r"SHA256:\S{43}")[0]

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=PATIENCE)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=PATIENCE)
        self.folder.cleanup()


class Guest:
    """A member of a real room, with a bare socket."""

    def __init__(self, room: RealRoom, name: str) -> None:
        self.name = name
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.connect(("127.0.0.1", room.port))
        self.socket.settimeout(PATIENCE)
        self.answer = self.ask(f"L {name}")

    def ask(self, request: str) -> str:
        self.socket.send(request.encode())
        return self.hears()

    def says_goodbye(self) -> None:
        self.socket.send(f"Q {self.name}".encode())

    def says(self, text: str) -> None:
        self.socket.send(f"C {self.name} {text}".encode())

    def hears(self) -> str:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if data := self.socket.recv(65536):  # An empty one is a probe.
                return data.decode()
        raise AssertionError(f"{self.name} hears nothing")

    def close(self) -> None:
        self.socket.close()
