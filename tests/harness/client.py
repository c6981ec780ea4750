"""The client program as another program uses it: JSON in both directions."""

import json
import queue
import subprocess
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from harness import programs
from harness.process import PATIENCE, reap


class JsonClient:
    """`prefix` is a command that runs the client, for example in another network namespace."""

    def __init__(self, *words: str | Path, environment: dict[str, str], prefix: Sequence[str] = (),
                 note: Callable[[dict], object] = lambda event: None) -> None:
        """note: a function that gets each event."""
        self.program = subprocess.Popen([*prefix, programs.path_of("moonroom"), *words, "--json"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
        self.events: queue.Queue = queue.Queue()
        # While it is cleared, the client's output is not read.
        self.reads = threading.Event()
        self.reads.set()
        self.note = note
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.program.stdout:
            event = json.loads(line)
            self.note(event)
            self.events.put(event)
            self.reads.wait()
        self.events.put(None)

    def next_event(self) -> dict | None:
        """None after the end of the client."""
        try:
            return self.events.get(timeout=PATIENCE)
        except queue.Empty:
            raise AssertionError("the client tells nothing") from None

    def await_event(self, kind: str, **fields) -> dict:
        passed = []
        while event := self.next_event():
            passed.append(event)
            if event["event"] == kind and fields.items() <= event.items():
                return event
        raise AssertionError(f"no {kind} {fields}, but {passed[-5:]}")

    def state(self, state: str) -> dict:
        return self.await_event("connection", state=state)

    def give(self, **order) -> None:
        self.program.stdin.write(json.dumps(order).encode() + b"\n")
        self.program.stdin.flush()

    def end(self) -> int:
        """The status of a client that ends by itself."""
        return self.program.wait(PATIENCE)

    def kill(self) -> None:
        reap(self.program)
