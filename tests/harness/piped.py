"""A program that a test types into and reads from through pipes."""

import contextlib
import subprocess
from pathlib import Path

from harness.process import PATIENCE, Output


class Piped:
    def __init__(self, *command: str | Path, environment: dict[str, str] | None = None, merged: bool = False) -> None:
        """merged: the errors are part of the output."""
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment,
                                        stderr=subprocess.STDOUT if merged else subprocess.PIPE)
        self.output = Output(self.process.stdout)
        self.errors = Output(self.process.stderr) if self.process.stderr else self.output

    def type(self, line: str) -> None:
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def sees(self, text: str) -> None:
        self.output.expect(text)

    def end(self) -> tuple[int, str, str]:
        """Waits until the program ends by itself; returns its status, the rest of its output, and its errors."""
        status = self.process.wait(PATIENCE)
        self.output.everything()
        return status, self.output.unseen(), self.errors.everything()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
