#!/usr/bin/env python3
"""Sessions over a router whose link to the client carries only small packets and drops others without an ICMP message.
Needs root and network namespaces; skipped without them (status 77)."""

import argparse
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness import programs
from harness.client import JsonClient
from harness.process import Output, reap, wait_until

LONG = 4000
SKIPPED = 77


def ip(*words: str, where: int | None = None) -> None:
    inside = ["nsenter", "-t", str(where), "-n"] if where else []
    subprocess.run([*inside, "ip", *words], check=True, capture_output=True, timeout=10)


class Place:
    """A network namespace behind the router, kept by a process that does nothing."""

    def __init__(self, name: str, number: int) -> None:
        self.link = f"to-{name}"
        self.address = f"10.7.{number}.2"
        self.keeper = subprocess.Popen(["unshare", "--net", "sleep", "600"], stdout=subprocess.DEVNULL)
        self.pid = self.keeper.pid
        try:
            self.connect(f"10.7.{number}.1")
        except BaseException:
            # No other code would close it.
            self.close()
            raise

    def connect(self, router: str) -> None:
        own = os.readlink("/proc/self/ns/net")
        wait_until(lambda: os.readlink(f"/proc/{self.pid}/ns/net") != own, "the namespace is there")
        ip("link", "add", self.link, "type", "veth", "peer", "name", "out", "netns", str(self.pid))
        ip("addr", "add", f"{router}/24", "dev", self.link)
        ip("link", "set", self.link, "up")
        ip("addr", "add", f"{self.address}/24", "dev", "out", where=self.pid)
        ip("link", "set", "out", "up", where=self.pid)
        ip("link", "set", "lo", "up", where=self.pid)
        ip("route", "add", "default", "via", router, where=self.pid)

    def prefix(self) -> list[str]:
        """A command that runs another one here."""
        return ["nsenter", "-t", str(self.pid), "-n"]

    def close(self) -> None:
        # A namespace ends some time after its last process; the link's name is needed before.
        subprocess.run(["ip", "link", "del", self.link], capture_output=True, timeout=10)
        self.keeper.kill()
        self.keeper.wait()


class Member(JsonClient):
    def __init__(self, place: Place, host: str, name: str, home: str) -> None:
        places = {"XDG_CONFIG_HOME": f"{home}/{name}", "XDG_STATE_HOME": f"{home}/{name}"}
        super().__init__(host, "--name", name, environment={**os.environ, **places}, prefix=place.prefix())
        self.state("entered")

    def hears(self, text: str) -> None:
        self.await_event("heard", text=text)


class Narrow(unittest.TestCase):
    def setUp(self) -> None:
        home = tempfile.TemporaryDirectory(prefix="moonroom-")
        self.addCleanup(home.cleanup)
        self.home = home.name
        self.near, self.far = Place("host", 1), Place("guest", 2)
        for place in (self.near, self.far):
            self.addCleanup(place.close)

    def carry(self, size: int) -> None:
        """Sets the limit of the link at the router: larger packets are dropped in both directions."""
        ip("link", "set", self.far.link, "mtu", str(size))

    def open(self) -> tuple[Member, Member]:
        host = subprocess.Popen([*self.near.prefix(), programs.path_of("moonroomd"), "--listen", f"{self.near.address}:8888",
                                 "--data", f"{self.home}/data", "--wording", "en"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(reap, host)
        Output(host.stdout).expect("listening")
        members = []
        for place, name in ((self.near, "ada"), (self.far, "bob")):
            members.append(Member(place, f"{self.near.address}:8888", name, self.home))
            self.addCleanup(members[-1].kill)
        return members[0], members[1]

    def talk(self, ada: Member, bob: Member, word: str) -> None:
        for text in (word, word * (LONG // len(word)), word + " again"):
            bob.give(say=text)
            ada.hears(text)
            ada.give(say=text)
            bob.hears(text)

    def test_long_lines_arrive_whatever_the_path_carries(self):
        for size in (1500, 1200, 576):
            with self.subTest(size):
                self.carry(size)
                ada, bob = self.open() if size == 1500 else self.newcomers(size)
                self.talk(ada, bob, f"x{size}")

    def newcomers(self, size: int) -> tuple[Member, Member]:
        members = [Member(place, f"{self.near.address}:8888", f"{name}{size}", self.home)
                   for place, name in ((self.near, "ada"), (self.far, "bob"))]
        for member in members:
            self.addCleanup(member.kill)
        return members[0], members[1]

    def test_a_path_that_becomes_narrow_is_noticed(self):
        self.carry(1500)
        ada, bob = self.open()
        self.talk(ada, bob, "wide")
        self.carry(576)
        self.talk(ada, bob, "narrow")
        self.carry(1500)
        self.talk(ada, bob, "wide again")


def enter_namespace() -> None:
    """Runs this program again in a network namespace of its own, which is the router."""
    trial = subprocess.run(["unshare", "--net", "unshare", "--net", "true"], capture_output=True, check=False)
    if os.geteuid() != 0 or trial.returncode != 0:
        print("needs root and network namespaces: skipped")
        sys.exit(SKIPPED)
    os.execvp("unshare", ["unshare", "--net", sys.executable, *sys.argv, "--inside"])


if __name__ == "__main__":
    parser = programs.add_bin(argparse.ArgumentParser(description=__doc__))
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    arguments, rest = parser.parse_known_args()
    if not arguments.inside:
        enter_namespace()
    programs.use(arguments)
    try:
        Path("/proc/sys/net/ipv4/ip_forward").write_text("1")
    except OSError:
        print("packets cannot be forwarded here: skipped")
        sys.exit(SKIPPED)
    unittest.main(argv=[sys.argv[0], *rest])
