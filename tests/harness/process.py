"""Processes of this machine: waiting for a condition, the data of proc(5), signals to one process at a time."""

import os
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

PATIENCE = 30.0  # Seconds; only a failure takes that long.
GONE = (FileNotFoundError, ProcessLookupError)


def wait_until(condition: Callable[[], object], what: str | Callable[[], str], pause: float = 0.002):
    """Returns the first true value of the condition. `what` describes the condition after a failure."""
    until = time.monotonic() + PATIENCE
    while not (value := condition()):
        if time.monotonic() > until:
            raise AssertionError(f"never came true: {what() if callable(what) else what}")
        time.sleep(pause)
    return value


# ── proc(5); a process that has ended has no children, no state and no memory ────────────────────


def children_of(pid: int) -> list[int]:
    """Oldest first."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except GONE:
        return []


def fields_of(pid: int) -> list[str]:
    """Of the file `stat`, from the state on. The name before the state can contain any character."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except GONE:
        return []


def state_of(pid: int) -> str:
    """One letter, as ps shows it."""
    return "".join(fields_of(pid)[:1])


def identity_of(pid: int) -> tuple[int, str]:
    """A process number can be reused; together with the start time it is unique."""
    return pid, "".join(fields_of(pid)[19:20])


def still_runs(who: tuple[int, str]) -> bool:
    """A zombie counts as gone, because the system reaps an orphan at any time."""
    return who[1] != "" and identity_of(who[0]) == who and state_of(who[0]) != "Z"


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except GONE:
        return ""


def descriptors_of(pid: int) -> list[str]:
    """The file of each descriptor."""
    folder, found = Path(f"/proc/{pid}/fd"), []
    try:
        for link in os.listdir(folder):
            found.append(os.readlink(folder / link))
    except GONE:
        pass  # The process, or a descriptor, has just ended.
    return found


def resident_bytes(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except GONE:
        return 0


def proportional_bytes(pid: int) -> int:
    """Resident memory, with the process's share of shared pages."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def cpu_seconds(pid: int) -> float:
    """Of all threads, to the nanosecond."""
    # The clock number of another process, as clock_getcpuclockid(3) computes it.
    return time.clock_gettime(~pid << 3 | 2)


# ── Signals and ends ─────────────────────────────────────────────────────────────────────────────


def signal_to(pid: int, number: int) -> bool:
    """False when there is no such process. Never signals a group or all processes."""
    if pid <= 1:
        raise AssertionError(f"no process to signal: {pid}")
    try:
        os.kill(pid, number)
        return True
    except ProcessLookupError:
        return False


def reap(process: subprocess.Popen) -> int:
    """Kills the process if it runs, and closes its streams. A second call has no effect."""
    if process.poll() is None:
        process.kill()
    status = process.wait(PATIENCE)
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream:
            try:
                stream.close()
            except BrokenPipeError:
                pass
    return status


# ── Output ───────────────────────────────────────────────────────────────────────────────────────


class Output:
    """The output of a program. A thread reads it all the time, so a full pipe cannot block the program.

    `expect` and `next_line` consume the text up to what they find; `text` and `line` consume nothing.
    """

    def __init__(self, stream) -> None:
        self._text = ""
        self._consumed = 0
        self._ended = False
        self._news = threading.Condition()
        threading.Thread(target=self._read, args=(stream,), daemon=True).start()

    def _read(self, stream) -> None:
        with stream:
            while chunk := os.read(stream.fileno(), 65536):
                with self._news:
                    self._text += chunk.decode(errors="replace")
                    self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()

    def wait_for(self, text: str) -> bool:
        """False when the output ends without this text, or time is up. Consumes the text."""
        with self._news:
            self._news.wait_for(lambda: text in self._text[self._consumed:] or self._ended, PATIENCE)
            place = self._text.find(text, self._consumed)
            if place >= 0:
                self._consumed = place + len(text)
            return place >= 0

    def expect(self, text: str) -> None:
        if not self.wait_for(text):
            raise AssertionError(f"{text!r} does not follow in the output: {self.unseen()[-500:]!r}")

    def next_line(self) -> str:
        """The rest of the line, without its end."""
        begin = self._consumed
        self.expect("\n")
        return self._text[begin:self._consumed - 1]

    def unseen(self) -> str:
        with self._news:
            return self._text[self._consumed:]

    def text(self) -> str:
        with self._news:
            return self._text

    def line(self, *words: str) -> str:
        """The first whole line with all these words that `forget` has not removed; empty when there is none."""
        lines = self.text().splitlines(keepends=True)
        return next((line[:-1] for line in lines if line.endswith("\n") and all(word in line for word in words)), "")

    def await_line(self, *words: str) -> str:
        with self._news:
            self._news.wait_for(lambda: self.line(*words) or self._ended, PATIENCE)
        if found := self.line(*words):
            return found
        raise AssertionError(f"no line with {words} in\n{self.text()}")

    def forget(self) -> None:
        """Removes all whole lines that have arrived."""
        with self._news:
            self._text, self._consumed = self._text.rpartition("\n")[2], 0

    def everything(self) -> str:
        """All output of a program that ends."""
        with self._news:
            self._news.wait_for(lambda: self._ended, PATIENCE)
            return self._text
