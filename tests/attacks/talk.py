"""Two honest members who talk in numbered lines and check the delivery of each line."""

import re
import socket
import threading
import time

from harness.host import Host
from harness.member import Member
from harness.process import PATIENCE

# A storm of posts must not push honest lines out of a full buffer.
BUFFER = 1 << 22
# Control characters and invalid UTF-8. Plugins may post line feeds.
UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\udc80-\udcff]")
LINE = re.compile(r"(\w+): line (\d+)\b.*", re.DOTALL)


def line(number: int) -> str:
    return f"line {number}, kept as it is: äöü 你好"


class Talker(Member):
    """A member who receives all the time."""

    def __init__(self, name: str, host: Host) -> None:
        super().__init__(name, host.port)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        self.said: list[float] = []
        self.arrived: list[tuple[float, str]] = []
        self.news = threading.Condition()
        self.listener_thread = threading.Thread(target=self.listen, daemon=True)

    def join(self) -> "Talker":
        super().join()
        self.socket.settimeout(None)
        self.listener_thread.start()
        return self

    def listen(self) -> None:
        try:
            while data := self.socket.recv(65536):
                with self.news:
                    self.arrived.append((time.monotonic(), data.decode(errors="surrogateescape")))
                    self.news.notify_all()
        except OSError:
            pass  # The socket is closed.

    def say_next(self) -> None:
        self.said.append(time.monotonic())
        self.say(line(len(self.said)))

    def lines_of(self, other: "Talker") -> list[tuple[float, str]]:
        found = [(when, text, LINE.fullmatch(text)) for when, text in list(self.arrived)]
        return [(when, text) for when, text, match in found if match and match[1] == other.name]

    def hears(self, text: str) -> bool:
        """True once exactly this text has arrived."""
        with self.news:
            return self.news.wait_for(lambda: any(text == each for _, each in self.arrived), PATIENCE)

    def close(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.listener_thread.join(PATIENCE)
        super().close()


class Talk:
    def __init__(self, host: Host) -> None:
        self.ada, self.bob = Talker("ada", host), Talker("bob", host)
        self.echoes = 0

    def begin(self) -> None:
        self.ada.join()
        self.bob.join()

    def go_on(self, lines: int) -> None:
        for _ in range(lines):
            self.ada.say_next()
            self.bob.say_next()

    def complete(self) -> None:
        """Each line arrives once, unchanged, in order."""
        for listener, speaker in ((self.ada, self.bob), (self.bob, self.ada)):
            expected = [f"{speaker.name}: {line(n + 1)}" for n in range(len(speaker.said))]
            with listener.news:
                listener.news.wait_for(lambda: len(listener.lines_of(speaker)) >= len(expected), PATIENCE)
            compare(listener.name, expected, [text for _, text in listener.lines_of(speaker)])

    def check_echo(self) -> None:
        """The honest plugin answers."""
        for talker in (self.ada, self.bob):
            self.echoes += 1
            talker.say(f"/echo {self.echoes}")
            if not talker.hears(f"echo {self.echoes}"):
                raise AssertionError(f"the honest plugin does not answer {talker.name}; heard at last: {talker.arrived[-3:]}")

    def check_join_and_leave(self, carol: Member) -> None:
        """A member joins and leaves, and the others are told."""
        carol.join()
        self.all_hear(f"{carol.name} joined the room")
        carol.send_goodbye()
        self.all_hear(f"{carol.name} left the room")

    def all_hear(self, text: str) -> None:
        for talker in (self.ada, self.bob):
            if not talker.hears(text):
                raise AssertionError(f"{talker.name} should hear {text!r}; heard at last: {talker.arrived[-3:]}")

    def check_heard(self) -> None:
        """No text that a client could take for the end, and no control characters."""
        for talker in (self.ada, self.bob):
            for _, text in list(talker.arrived):
                if text == "EXIT" or UNFIT.search(text):
                    raise AssertionError(f"{talker.name} should never hear {text!r}")

    def longest_hold(self) -> float:
        """The longest delay of a line, in seconds."""
        late = [0.0]
        for listener, speaker in ((self.ada, self.bob), (self.bob, self.ada)):
            late += [when - said for said, (when, _) in zip(speaker.said, listener.lines_of(speaker))]
        return max(late)

    def close(self) -> None:
        self.ada.close()
        self.bob.close()


def compare(listener: str, expected: list[str], heard: list[str]) -> None:
    for number, (wanted, got) in enumerate(zip(expected, heard)):
        if wanted != got:
            raise AssertionError(f"{listener} should hear as line {number + 1}\n    {wanted!r}\nbut heard\n    {got!r}")
    if len(expected) != len(heard):
        raise AssertionError(f"{listener} should hear {len(expected)} lines, but heard {len(heard)}")
