"""A program at a terminal of its own."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios

from harness.process import children_of, signal_to, wait_until


class Pty:
    """`bytes` is the program's output as far as it has been read."""

    def __init__(self, command: list, environment: dict[str, str], columns: int = 80, rows: int = 24) -> None:
        self.bytes = b""
        self.master, self.slave = pty.openpty()
        self.set_size(columns, rows)
        self.before = termios.tcgetattr(self.slave)
        self.process = subprocess.Popen(list(map(str, command)), stdin=self.slave, stdout=self.slave, stderr=self.slave,
                                        start_new_session=True, env=environment,
                                        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))

    def set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, keys: str) -> None:
        data = keys.encode()
        while data:
            data = data[os.write(self.master, data):]

    def read(self, patience: float = 0.005) -> bytes:
        """Reads available output; nothing when there is none."""
        if not select.select([self.master], [], [], patience)[0]:
            return b""
        try:
            data = os.read(self.master, 65536)
        except OSError:  # No process has the terminal open any more.
            return b""
        self.bytes += data
        return data

    def await_bytes(self, text: str) -> None:
        """Waits for the text, and discards the output up to it."""
        def there() -> bool:
            self.read()
            return text.encode() in self.bytes
        wait_until(there, lambda: f"{text!r} at the terminal: {self.bytes[-300:]!r}", pause=0)
        self.bytes = self.bytes.partition(text.encode())[2]

    def ends(self) -> int:
        """The status of a program that ends by itself."""
        def ended() -> bool:
            self.read()
            return self.process.poll() is not None
        wait_until(ended, "the program ends")
        while self.read():
            pass
        return self.process.returncode

    def modes_are_as_before(self) -> bool:
        return termios.tcgetattr(self.slave) == self.before

    def close(self) -> None:
        for pid in [*children_of(self.process.pid), self.process.pid]:
            if self.process.poll() is None:
                signal_to(pid, signal.SIGKILL)
        self.process.wait()
        os.close(self.master)
        os.close(self.slave)
