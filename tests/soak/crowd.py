"""Members with bare sockets. Some send numbered lines, and all receive all the time."""

import select
import socket
import time
from dataclasses import dataclass

import harness.member

# Far more than the lines in flight need.
BUFFER = 1 << 22
# Lines of one sender that some members have not received.
MOST_UNHEARD = 10
BUSY = "the room is busy, try again in a moment"
# Seconds, longer than any delay of a host: later the line counts as lost.
SILENCE = 8.0
# Sent while no host was known to listen.
NO_HOST = -1


@dataclass
class Said:
    life: int
    when: float
    sent: bool


@dataclass
class Heard:
    life: int
    when: float
    line: str


class Member(harness.member.Member):
    def __init__(self, name: str, port: int) -> None:
        super().__init__(name, port)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        self.socket.setblocking(False)
        # The sent lines by number, from 1; the received lines in order.
        self.said: list[Said] = []
        self.received: list[Heard] = []
        self.answers: list[str] = []
        # The number of the latest line received from each sender.
        self.latest: dict[str, int] = {}
        self.settled = 0

    def try_send(self, text: str) -> bool:
        """False when no host listens there: then an earlier line was lost, too."""
        try:
            self.send(text)
            return True
        except (ConnectionRefusedError, BlockingIOError):
            return False

    def say_next(self, life: int) -> None:
        self.said.append(Said(life, time.monotonic(), True))
        self.said[-1].sent = self.try_send(f"C {self.name} {self.name} {len(self.said)}")

    def has_been_silent(self) -> bool:
        return bool(self.said) and time.monotonic() > self.said[-1].when + SILENCE

    def listen(self, life: int) -> None:
        while True:
            try:
                self.take(self.socket.recv(4096).decode(), life)
            except BlockingIOError:
                return
            except ConnectionRefusedError:
                continue

    def take(self, text: str, life: int) -> None:
        speaker, _, line = text.partition(": ")
        number = line.removeprefix(f"{speaker} ")
        if not line or not number.isdecimal():
            self.answers.append(text)
            return
        self.received.append(Heard(life, time.monotonic(), text))
        self.latest[speaker] = int(number)


class Crowd:
    def __init__(self, port: int, members: int, speakers: int, random) -> None:
        self.members = [Member(name_of(number), port) for number in range(members)]
        self.speakers = self.members[:speakers]
        self.random = random
        self.poller = select.epoll()
        self.by_descriptor = {member.socket.fileno(): member for member in self.members}
        for descriptor in self.by_descriptor:
            self.poller.register(descriptor, select.EPOLLIN)
        self.next_line_at = 0.0

    def join(self) -> None:
        for member in self.members:
            member.try_send(f"L {member.name}")
            until = time.monotonic() + 10
            while "OK" not in member.answers:
                if time.monotonic() > until:
                    raise AssertionError(f"{member.name} is not let in: {member.answers}")
                self.listen(0, 0.01)
        for member in self.members:
            member.answers.clear()

    def listen(self, life: int, wait: float = 0) -> None:
        """Receives all datagrams that are there or arrive soon."""
        while ready := self.poller.poll(wait):
            for descriptor, _ in ready:
                self.by_descriptor[descriptor].listen(life)
            wait = 0

    def talk(self, life: int) -> None:
        """Now and then one member or all send one line or a few, so that the host has turns of all sizes."""
        if time.monotonic() < self.next_line_at:
            return
        # The account finds lost lines; the sender goes on.
        self.write_off([speaker for speaker in self.speakers if speaker.has_been_silent()])
        self.next_line_at = time.monotonic() + self.random.uniform(0, 0.004)
        for speaker in self.random.choice([self.speakers, self.random.sample(self.speakers, 1)]):
            for _ in range(min(self.random.choice([1, 1, 3, MOST_UNHEARD]), MOST_UNHEARD - self.unheard(speaker))):
                speaker.say_next(life)

    def unheard(self, speaker: Member) -> int:
        """Lines that some members have not received and that can still arrive."""
        everywhere = min(member.latest.get(speaker.name, 0) for member in self.members if member is not speaker)
        speaker.settled = max(speaker.settled, everywhere)
        return len(speaker.said) - speaker.settled

    def all_is_heard(self) -> bool:
        return all(self.unheard(speaker) == 0 for speaker in self.speakers)

    def marks(self) -> list[int]:
        """The number of lines that each member has sent."""
        return [len(speaker.said) for speaker in self.speakers]

    def is_heard_after(self, marks: list[int]) -> bool:
        """All members have received a line that was sent later."""
        return all(any(member.latest.get(speaker.name, 0) > mark
                       for speaker, mark in zip(self.speakers, marks) if speaker is not member)
                   for member in self.members)

    def write_off(self, speakers: list[Member]) -> None:
        """Stops waiting for lines that have not arrived by now; they can be lost."""
        for speaker in speakers:
            speaker.settled = len(speaker.said)

    def close(self) -> None:
        for member in self.members:
            member.close()
        self.poller.close()


def name_of(number: int) -> str:
    letters = ""
    while True:
        number, letter = divmod(number, 26)
        letters = chr(ord("a") + letter) + letters
        if number == 0:
            return letters
        number -= 1
