"""A host that ends again and again, and always starts with the same address and data."""

import os
import signal
import tempfile
from pathlib import Path

import harness.host
from harness import programs
from harness.network import free_port, unread_bytes
from harness.process import identity_of

# More entries than any run has, because the account needs all lines.
KEPT = 1_000_000_000
# SIGSEGV must kill the host, also when a sanitizer would report it first.
SANITIZER = "handle_segv=0:" + os.environ.get("ASAN_OPTIONS", "")


class Host(harness.host.Host):
    """A test starts it with `launch`; `listens` tells when it is ready."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="moonroom-")
        self.folder = Path(self._folder.name)
        self.plugins = self.folder / "plugins"
        self.plugins.mkdir()
        port = free_port()
        super().__init__("--listen", f"127.0.0.1:{port}", "--data", self.folder / "data", "--keep", str(KEPT), "--plugins", self.plugins,
                         "--scripts", programs.ROOT / "scripts", "--rate-limit", "off", launched=False,
                         env={**os.environ, "ASAN_OPTIONS": SANITIZER})
        self.port = port

    def listens(self) -> bool:
        return "listening on" in self.console.text()

    def family(self) -> list[tuple[int, str]]:
        return [identity_of(pid) for pid in [self.pid, *self.children()]]

    def unread(self) -> int:
        return unread_bytes(self.port)

    def reap(self) -> int:
        """The exit status, once the host has ended."""
        status = self.process.wait()
        self.process.stdin.close()
        return status

    def export(self) -> str:
        """The content of the store, one JSON object a line."""
        file = self.folder / "export"
        programs.run("moonroomd", "export", file, "--format", "json", "--data", self.data, check=True)
        return file.read_text()

    def remove(self) -> None:
        if self.process and self.runs():
            self.process.send_signal(signal.SIGKILL)
            self.reap()
        self._folder.cleanup()
