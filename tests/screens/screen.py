"""A program at its own terminal, and the terminal's screen."""

import os

from emulator import Cell, Emulator, Row
from harness.process import wait_until
from harness.pty import Pty


class Terminal(Pty):
    """Rows and columns, with everything that has scrolled out above."""

    def __init__(self, command: list, columns: int = 60, rows: int = 12, **environment: str) -> None:
        self.screen = Emulator(columns, rows)
        kept = {name: os.environ[name] for name in ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS") if name in os.environ}
        super().__init__(command, {"TERM": "xterm-256color", "LANG": "C.UTF-8", "TZ": "UTC", **kept, **environment}, columns, rows)

    def resize(self, columns: int, rows: int, breaks: bool = True) -> None:
        self.settle()
        self.screen.resize(columns, rows, breaks)
        self.set_size(columns, rows)

    def paste(self, text: str) -> None:
        self.type(f"\x1b[200~{text}\x1b[201~")

    def read(self, patience: float = 0.005) -> bytes:
        data = super().read(patience)
        self.screen.feed(data)
        return data

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
