"""A host with its console at the end of a pipe. A test can kill it and start it again with the same port and data."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from harness import programs
from harness.process import PATIENCE, Output, children_of, command_of, state_of, wait_until

DEFAULTS = {"--wording": "en", "--data": ":memory:", "--listen": "127.0.0.1:0"}


class Host:
    """Options that are not given have the value of `defaults`. `more` goes to subprocess.Popen.

    A test ends the host with `end`, or uses it with `with`.
    """

    def __init__(self, *options: str | Path, defaults: dict[str, str | Path] | None = None, merged: bool = False,
                 launched: bool = True, program: Path | None = None, **more) -> None:
        """merged: the log is part of the console's output. Without `launched`, no process is started yet."""
        self.options = list(map(str, options))
        for option, value in (DEFAULTS if defaults is None else defaults).items():
            if option not in self.options:
                self.options += [option, str(value)]
        self.program = program or programs.path_of("moonroomd")
        self.merged, self.more = merged, more
        self.port = 0
        self.ending = False
        self.process: subprocess.Popen | None = None
        if launched:
            self.launch()
            self.await_listening()

    def __enter__(self) -> "Host":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    # ── Starts ───────────────────────────────────────────────────────────────────────────────────

    def launch(self) -> None:
        """Returns at once."""
        errors = subprocess.STDOUT if self.merged else subprocess.PIPE
        self.process = subprocess.Popen([self.program, *self.options],
                                        **({"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": errors} | self.more))
        self.console = Output(self.process.stdout)
        self.log = Output(self.process.stderr) if self.process.stderr else self.console

    def await_listening(self) -> None:
        if not self.console.wait_for("listening on "):
            self.end()
            raise AssertionError(f"the host did not start: {self.log.everything()}")
        address, _, port = self.console.next_line().rpartition(":")
        self.address, self.port = address.strip("[]"), int(port)
        if "--listen" in self.options:
            self.options[self.options.index("--listen") + 1] = f"{address}:{port}"

    def start(self) -> None:
        """After an end: a host with the same port and data."""
        self.ending = False
        self.launch()
        self.await_listening()

    def restart(self, number: int = signal.SIGKILL) -> None:
        """The next host after the end of this one by a signal."""
        self.process.send_signal(number)
        self.process.wait(PATIENCE)
        self.start()

    # ── The console ──────────────────────────────────────────────────────────────────────────────

    @property
    def data(self) -> Path:
        return Path(self.options[self.options.index("--data") + 1])

    def type(self, line: str) -> None:
        self.ending = self.ending or line == "/quit"
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def by_console(self, lines: str) -> subprocess.CompletedProcess:
        """A second console, attached to the host, with these lines as its input."""
        return programs.run("moonroomd", "console", "--data", self.data, input=lines, text=True, timeout=120)

    # ── Its processes ────────────────────────────────────────────────────────────────────────────

    @property
    def pid(self) -> int:
        return self.process.pid

    def runs(self) -> bool:
        return self.process.poll() is None

    def children(self) -> list[int]:
        return children_of(self.pid)

    def children_that_are(self, what: str) -> list[int]:
        return [child for child in self.children() if what in command_of(child)]

    def worker(self) -> int:
        """0 while there is none."""
        return next(iter(self.children_that_are("plugin-worker")), 0)

    def running_worker(self) -> int:
        """A killed process counts until it has ended."""
        return wait_until(self.worker, "the plugin worker is there")

    def administrator(self) -> int:
        """The first child; 0 when it has ended."""
        return next((child for child in self.children()[:1] if "plugin-worker" not in command_of(child)), 0)

    def jobs(self) -> list[int]:
        return self.children_that_are("job-worker")

    # ── Ends ─────────────────────────────────────────────────────────────────────────────────────

    def kill(self) -> None:
        """Its children exit by themselves."""
        self.process.kill()
        self.process.wait(PATIENCE)

    def end(self) -> str:
        """Ends the host if it runs. Returns a description of a wrong end, or nothing."""
        children = self.children()
        if not self.ending and self.runs():
            self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            return "the host did not end"
        finally:
            with contextlib.suppress(BrokenPipeError):
                if self.process.stdin:
                    self.process.stdin.close()
        left = [pid for pid in children if state_of(pid)]
        if status != 0:
            return f"the host ended with status {status}"
        return f"the host left children behind: {left}" if left else ""


class Folders:
    """Scripts and plugins for one host, in a folder that `remove` removes."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="moonroom-"))
        self.path.chmod(0o755)
        self.scripts, self.plugins = self.path / "scripts", self.path / "plugins"
        self.data = self.path / "data"
        shutil.copytree(programs.ROOT / "scripts", self.scripts)
        self.plugins.mkdir()

    def options(self) -> dict[str, Path]:
        return {"--scripts": self.scripts, "--plugins": self.plugins}

    def add_from_gallery(self, name: str) -> None:
        shutil.copy(programs.ROOT / f"plugins/gallery/{name}.lua", self.plugins)

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)


def write_at_once(place: Path, text: str) -> None:
    place.write_text(text)


def write_by_rename(place: Path, text: str) -> None:
    fresh = place.with_name(f".{place.name}.new")
    fresh.write_text(text)
    os.replace(fresh, place)
