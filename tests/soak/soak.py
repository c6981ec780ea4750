"""A room, the accidents to its host, and measurements before and after them."""

import random
import signal
import time
from collections import Counter
from collections.abc import Callable

from account import Account, account
from crowd import NO_HOST, Crowd
from host import Host
from harness.process import PATIENCE, children_of, command_of, descriptors_of, resident_bytes, signal_to, state_of, still_runs

# A room keeps its latest 1,000 entries, and allocators keep what they once had.
MOST_GROWTH = 32 << 20


class Soak:
    def __init__(self, members: int, speakers: int, seed: int) -> None:
        self.random = random.Random(seed)
        # The share of starts after a kill that are killed again before the host listens.
        self.failed_starts = 0.0
        self.host = Host()
        self.crowd = Crowd(self.host.port, members, speakers, self.random)
        self.life = 0
        self.ends: list[str] = []
        self.done: Counter[str] = Counter()
        # Events with their times, to find the cause of a failure.
        self.events: list[str] = []
        # Seconds from the signal until one member, or all members, received a new line.
        self.first_heard: list[float] = []
        self.heard_by_all: list[float] = []
        # Descriptors and bytes of memory of hosts that did not end.
        self.descriptors: list[int] = []
        self.memory: list[int] = []
        self.marks_of_worker = [0] * speakers
        self.family: set[tuple[int, str]] = set()

    def begin(self) -> None:
        self.host.launch()
        self.await_host()
        self.crowd.join()
        self.go_on_until(self.is_calm, "the room is there")
        self.measure()

    def note(self, words: str) -> None:
        self.events.append(f"{time.monotonic():.3f} life {self.life}: {words}")

    # ── Running ───────────────────────────────────────────────────────────────────────────────

    def go_on(self, life: int, wait: float = 0.001) -> None:
        self.crowd.talk(life)
        self.crowd.listen(self.life, wait)

    def go_on_for(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.go_on(self.life)

    def go_on_until(self, condition: Callable[[], bool], what: str, life: int | None = None,
                    talk: bool = True) -> None:
        until = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > until:
                raise AssertionError(f"never came true: {what}")
            if talk:
                self.crowd.talk(self.life if life is None else life)
            self.crowd.listen(self.life, 0.001)

    def is_calm(self) -> bool:
        """The last accident to the worker is over: the host would blame a line for two accidents."""
        return self.crowd.is_heard_after(self.marks_of_worker)

    def measure(self) -> None:
        marks = self.crowd.marks()
        self.go_on_until(lambda: self.is_calm() and self.crowd.is_heard_after(marks), "everybody is heard again")
        pid = self.host.pid
        self.family.update(self.host.family())
        self.go_on_until(lambda: not any(state_of(child) == "Z" for child in children_of(pid)), "all are reaped")
        if self.host.administrator():
            usual = self.descriptors[0] if self.descriptors else self.open_descriptors()
            self.go_on_until(lambda: self.open_descriptors() <= usual, f"no more than {usual} descriptors")
            self.descriptors.append(self.open_descriptors())
        self.memory.append(resident_bytes(pid))

    def open_descriptors(self) -> int:
        """Without the store's files, because the first checkpoint opens a second reader."""
        return sum("/room.db" not in name for name in descriptors_of(self.host.pid))

    # ── Accidents to the host ───────────────────────────────────────────────────────────────────

    def kill_host(self, number: int) -> None:
        """Ends the host by a signal that it cannot handle."""
        family, marks, began = self.host.family(), self.crowd.marks(), time.monotonic()
        self.note(f"the host gets {signal.Signals(number).name}")
        self.host.process.send_signal(number)
        self.come_back("died", family, marks, began)

    def end_host_by_sigterm(self) -> None:
        """Ends the host by SIGTERM, once it has read all lines."""
        self.go_on_until(lambda: self.host.unread() == 0, "everything is read", talk=False)
        family, marks, began = self.host.family(), self.crowd.marks(), time.monotonic()
        self.note("the host gets SIGTERM")
        self.host.process.send_signal(signal.SIGTERM)
        self.come_back("ended", family, marks, began)

    def come_back(self, end: str, family: list[tuple[int, str]], marks: list[int], began: float) -> None:
        self.ends.append(end)
        self.go_on_until(lambda: not self.host.runs(), "the host has ended", NO_HOST)
        status = self.host.reap()
        self.note(f"it {end} with status {status}")
        self.check_status(end, status)
        self.crowd.listen(self.life)
        self.life += 1
        self.host.launch()
        if end == "died" and self.random.random() < self.failed_starts:
            self.go_on_without_host_for(self.random.uniform(0, 0.05))
            family += self.host.family()
            self.note("the host gets SIGKILL at its start")
            self.host.process.send_signal(signal.SIGKILL)
            self.done["host SIGKILL at its start"] += 1
            return self.come_back("died", family, marks, began)
        self.await_host()
        self.note(f"process {self.host.pid} listens")
        self.crowd.write_off(self.crowd.speakers)
        self.marks_of_worker = self.crowd.marks()
        self.serve_again(marks, began)
        self.go_on_until(lambda: not any(map(still_runs, family)), "no process is left")

    def go_on_without_host_for(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.go_on(NO_HOST)

    def await_host(self) -> None:
        def listens() -> bool:
            if not self.host.runs():
                raise AssertionError("the host did not come back")
            return self.host.listens()
        self.go_on_until(listens, "the host listens", NO_HOST, talk=self.life > 0)

    def serve_again(self, marks: list[int], began: float) -> None:
        def somebody_hears() -> bool:
            return any(member.latest.get(speaker.name, 0) > mark for member in self.crowd.members
                       for speaker, mark in zip(self.crowd.speakers, marks))
        self.go_on_until(somebody_hears, "a line is heard again")
        self.first_heard.append(time.monotonic() - began)
        self.go_on_until(lambda: self.crowd.is_heard_after(marks), "everybody is heard again")
        self.heard_by_all.append(time.monotonic() - began)

    def check_status(self, end: str, status: int) -> None:
        # A host that is ended during an upgrade has no handler for the signal yet.
        allowed = (0, -signal.SIGTERM) if end == "ended" else (-signal.SIGKILL, -signal.SIGSEGV)
        if status not in allowed:
            raise AssertionError(f"a host that {end} has the status {status}")

    # ── Accidents to its children ───────────────────────────────────────────────────────────────

    def signal_worker(self, number: int) -> int:
        """Sends the signal to the worker; returns its process id, or 0 without a worker."""
        worker = self.host.worker()
        if worker and signal_to(worker, number):
            self.marks_of_worker = self.crowd.marks()
            self.note(f"worker {worker} gets {signal.Signals(number).name}")
            return worker
        return 0

    def continue_worker_process(self, worker: int) -> None:
        """Continues the worker unless it has been replaced."""
        if worker in self.host.children() and "plugin-worker" in command_of(worker):
            signal_to(worker, signal.SIGCONT)

    def kill_administrator(self) -> bool:
        pid = self.host.administrator()
        return pid > 0 and signal_to(pid, signal.SIGKILL)

    # ── The end ─────────────────────────────────────────────────────────────────────────────────

    def end(self) -> Account:
        self.measure()
        # The account reports lines that do not arrive.
        until = time.monotonic() + PATIENCE / 3
        while not self.crowd.all_is_heard() and time.monotonic() < until:
            self.crowd.listen(self.life, 0.01)
        self.family.update(self.host.family())
        self.host.process.send_signal(signal.SIGTERM)
        self.go_on_until(lambda: not self.host.runs(), "the host has ended", talk=False)
        self.ends.append("ended")
        self.check_status("ended", self.host.reap())
        self.go_on_until(lambda: not any(map(still_runs, self.family)), "no process is left", talk=False)
        self.crowd.listen(self.life)
        result = account(self.crowd, self.host.export(), self.ends)
        if self.memory[-1] > self.memory[0] + MOST_GROWTH:
            result.complain(f"memory grew from {self.memory[0] >> 10} to {self.memory[-1] >> 10} KiB")
        return result

    def close(self) -> None:
        self.crowd.close()
        self.host.remove()
