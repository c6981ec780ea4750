"""A program at its own terminal, and the terminal's screen."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from pathlib import Path

from emulator import Cell, Emulator, Row

PATIENCE = 10.0  # Seconds; only a failure ever waits that long.


def wait_until(condition, what) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > until:
            raise AssertionError(f"never came true: {what() if callable(what) else what}")
        time.sleep(0.001)


def state_of(pid: int) -> str:
    """As ps shows it; empty when there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return ""


def children_of(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()] if path.exists() else []


class Terminal:
    """Rows and columns, with everything that has scrolled out above."""

    def __init__(self, command: list, columns: int = 60, rows: int = 12, **environment: str) -> None:
        self.screen = Emulator(columns, rows)
        self.bytes = b""
        self.master, slave = pty.openpty()
        self.size(columns, rows)
        self.before = termios.tcgetattr(slave)
        kept = {name: os.environ[name] for name in ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS") if name in os.environ}
        self.process = subprocess.Popen(
            [str(word) for word in command], stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
            env={"TERM": "xterm-256color", "LANG": "C.UTF-8", "TZ": "UTC", **kept, **environment})
        self.slave = slave

    def size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def resize(self, columns: int, rows: int, breaks: bool = True) -> None:
        self.settle()
        self.screen.resize(columns, rows, breaks)
        self.size(columns, rows)

    def type(self, keys: str) -> None:
        data = keys.encode()
        while data:
            data = data[os.write(self.master, data):]

    def paste(self, text: str) -> None:
        self.type(f"\x1b[200~{text}\x1b[201~")

    def read(self, patience: float = 0.005) -> bool:
        """Reads available output; true when there was some."""
        if not select.select([self.master], [], [], patience)[0]:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError:  # No process has the terminal open any more.
            return False
        self.bytes += data
        self.screen.feed(data)
        return True

    def settle(self) -> None:
        while self.read():
            pass

    def rows(self) -> list[str]:
        """Without the status row, empty rows at the end and trailing blanks."""
        rows = [row.text() for row in self.screen.rows if not self.is_status(row)]
        while rows and not rows[-1]:
            rows.pop()
        return rows

    @staticmethod
    def is_status(row: Row) -> bool:
        return bool(row.cells) and row.cells[0].style.reverse

    def status(self) -> str:
        """Empty when there is none."""
        return next((row.text() for row in self.screen.rows if self.is_status(row)), "")

    def has_status(self, text: str) -> None:
        def there() -> bool:
            self.read()
            return self.status() == text
        wait_until(there, lambda: f"the status is {text!r}, not {self.status()!r}, on\n" + "\n".join(self.rows()))

    def scrolled(self) -> list[str]:
        """The scroll-back."""
        return [row.text() for row in self.screen.above]

    def everything(self) -> list[str]:
        return self.scrolled() + self.rows()

    def cursor(self) -> tuple[int, int]:
        """Rows are counted as in `rows`."""
        above = sum(self.is_status(row) for row in self.screen.rows[:self.screen.y])
        return self.screen.y - above, self.screen.x

    def shows(self, *rows: str) -> None:
        """The last rows of the screen are these, exactly."""
        def there() -> bool:
            self.read()
            return self.rows()[-len(rows):] == list(rows)
        wait_until(there, lambda: "the screen ends with\n" + "\n".join(rows) + "\nbut is\n" + "\n".join(self.rows()))

    def sees(self, text: str) -> None:
        def there() -> bool:
            self.read()
            return any(text in row for row in self.rows())
        wait_until(there, lambda: f"{text!r} on\n" + "\n".join(self.rows()))

    def cell(self, row: int, column: int) -> Cell:
        return self.screen.rows[row].cells[column]

    def ends(self) -> int:
        def ended() -> bool:
            self.read()
            return self.process.poll() is not None
        wait_until(ended, "the program ends")
        self.settle()
        return self.process.returncode

    def modes_are_as_before(self) -> bool:
        return termios.tcgetattr(self.slave) == self.before

    def close(self) -> None:
        for pid in [*children_of(self.process.pid), self.process.pid]:
            if self.process.poll() is None and pid > 1:
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        os.close(self.master)
        os.close(self.slave)
