"""A host to talk to: the real program with folders of its own, its console at the end of a pipe."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 10.0  # Seconds; only a failure ever waits that long.


class Output:
    """The output of a program, which a test awaits piece by piece."""

    def __init__(self, stream) -> None:
        self._text = ""
        self._seen = 0
        self._ended = False
        self._news = threading.Condition()
        threading.Thread(target=self._read, args=(stream,), daemon=True).start()

    def _read(self, stream) -> None:
        while chunk := os.read(stream.fileno(), 65536):
            with self._news:
                self._text += chunk.decode(errors="replace")
                self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()

    def wait_for(self, text: str, patience: float = PATIENCE) -> bool:
        """True once `text` has appeared after the previously awaited text."""
        with self._news:
            self._news.wait_for(lambda: text in self._text[self._seen:] or self._ended, patience)
            place = self._text.find(text, self._seen)
            if place < 0:
                return False
            self._seen = place + len(text)
            return True

    def unseen(self) -> str:
        with self._news:
            return self._text[self._seen:]

    def everything(self) -> str:
        with self._news:
            self._news.wait_for(lambda: self._ended, PATIENCE)
            return self._text


class Folders:
    """Scripts and plugins for one host."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="moonroom-"))
        shutil.copytree(ROOT / "scripts", self.path / "scripts")
        (self.path / "plugins").mkdir()

    def remove_script(self, name: str) -> None:
        (self.path / f"scripts/{name}.lua").unlink()

    def add(self, place: str, text: str) -> None:
        (self.path / place).write_text(text)

    def save(self, place: str, text: str) -> None:
        fresh = self.path / f"{place}~"
        fresh.write_text(text)
        fresh.rename(self.path / place)

    def remove_file(self, place: str) -> None:
        (self.path / place).unlink()

    def add_from_gallery(self, name: str) -> None:
        shutil.copy(ROOT / f"plugins/gallery/{name}.lua", self.path / "plugins")

    def remove(self) -> None:
        shutil.rmtree(self.path)


class Host:
    def __init__(self, programs: Path, folders: Folders, options: list[str]) -> None:
        defaults = {"--listen": "127.0.0.1:0", "--data": ":memory:",
                    "--scripts": str(folders.path / "scripts"),
                    "--plugins": str(folders.path / "plugins")}
        for option, value in defaults.items():
            if option not in options:
                options = options + [option, value.replace("FOLDER", str(folders.path))]
        options = [option.replace("FOLDER", str(folders.path)) for option in options]
        self.ending = False
        self.process = subprocess.Popen([programs / "moonroomd", *options], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.console = Output(self.process.stdout)
        self.log = Output(self.process.stderr)
        if not self.console.wait_for("listening on "):
            raise RuntimeError(f"the host did not start: {self.log.everything()}")
        self.console.wait_for("\n", 1.0)
        line = re.search(r"listening on (.*):(\d+)\n", self.console._text)
        self.address, self.port = line[1].strip("[]"), int(line[2])

    def type(self, line: str) -> None:
        self.ending = self.ending or line == "/quit"
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def children(self) -> list[int]:
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()] if path.exists() else []

    def end(self) -> str:
        """Ends the host if it still runs; returns a description of a wrong end, or nothing."""
        children = self.children()
        if not self.ending and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return "the host did not end"
        left = [pid for pid in children if Path(f"/proc/{pid}").exists()]
        if status != 0:
            return f"the host ended with status {status}"
        return f"the host left children behind: {left}" if left else ""
