"""Chooses the accidents to a room, and the times between them, from a seed."""

import signal
import time

from soak import Soak

PLUGIN = """-- Version {version}
return {{ on_message = function() room.store.said = (room.store.said or 0) + 1 end }}
"""
# Mean seconds between two of them.
PAUSE = 0.12


class Accidents:
    def __init__(self, trial: Soak) -> None:
        self.trial = trial
        self.random = trial.random
        self.stopped = 0
        self.versions = 0
        self.kinds = {
            "worker SIGKILL": (5, lambda: self.to_worker(signal.SIGKILL)),
            "worker SIGSEGV": (3, lambda: self.to_worker(signal.SIGSEGV)),
            "worker SIGSTOP": (2, self.stop_worker),
            "worker SIGCONT": (4, self.continue_worker),
            "administrator SIGKILL": (1, trial.kill_administrator),
            "host SIGKILL": (3, lambda: self.to_host(signal.SIGKILL)),
            "host SIGSEGV": (2, lambda: self.to_host(signal.SIGSEGV)),
            "host SIGTERM": (2, self.end_host),
            "host SIGUSR2": (3, self.upgrade),
            "plugin saved": (2, self.save_plugin),
            # Without it no plugin has a hook for lines, and the host would not ask the worker.
            "plugin deleted": (2, self.delete_plugin),
            # No accident: nothing may have grown until now.
            "look": (2, trial.measure),
        }

    def happen_for(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.trial.go_on_for(self.random.expovariate(1 / PAUSE))
            self.one()

    def one(self) -> None:
        names = list(self.kinds)
        name = self.random.choices(names, [self.kinds[each][0] for each in names])[0]
        if self.kinds[name][1]():
            self.trial.note(name)
            self.trial.done[name] += 1

    def to_worker(self, number: int) -> bool:
        return self.trial.is_calm() and self.trial.signal_worker(number) > 0

    def stop_worker(self) -> bool:
        if not self.trial.is_calm():
            return False
        self.stopped = self.trial.signal_worker(signal.SIGSTOP)
        return self.stopped > 0

    def continue_worker(self) -> bool:
        worker, self.stopped = self.stopped, 0
        if worker:
            self.trial.continue_worker_process(worker)
        return worker > 0

    def to_host(self, number: int) -> bool:
        self.stopped = 0
        self.trial.kill_host(number)
        return True

    def end_host(self) -> bool:
        self.stopped = 0
        self.trial.end_host_by_sigterm()
        return True

    def upgrade(self) -> bool:
        self.trial.host.process.send_signal(signal.SIGUSR2)
        return True

    def save_plugin(self) -> bool:
        self.versions += 1
        fresh = self.trial.host.plugins / ".count.new"
        fresh.write_text(PLUGIN.format(version=self.versions))
        fresh.rename(fresh.with_name("count.lua"))
        return True

    def delete_plugin(self) -> bool:
        plugin = self.trial.host.plugins / "count.lua"
        there = plugin.exists()
        plugin.unlink(missing_ok=True)
        return there
