#!/usr/bin/env python3
"""Files of every kind in the folders of Lua files, before a start, during a start, and while the
room talks. The test checks from outside: the room runs, all other plugins work, the log names the file and a reason, its removal
is noticed, and no line waits for it. Device nodes are made in a folder of the test; /dev is never touched."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness import programs
from harness.host import Folders, Host
from harness.member import joined
from harness.process import wait_until
from harness.programs import ROOT

# The allowed additional delay of a line. Other load on the machine delays lines now and then;
# a file that blocks the host would delay them each time.
LONGEST_MS = 50.0
TRIES = 5
# A user who owns nothing here.
STRANGER = 65534

GOOD = "return { filter_message = function(m) if m.text == '%s?' then return '%s!' end end }"


# ── Kinds of files ────────────────────────────────────────────────────────────────────────────────

def node(kind: int, major: int, minor: int):
    def make(place: Path) -> None:
        os.mknod(place, kind | 0o666, os.makedev(major, minor))
    return make


def bind_socket(place: Path) -> None:
    # Names of sockets are short.
    here = os.open(place.parent, os.O_RDONLY | os.O_DIRECTORY)
    with socket.socket(socket.AF_UNIX) as mine:
        mine.bind(f"/proc/self/fd/{here}/{place.name}")
    os.close(here)


def sparse(place: Path) -> None:
    with place.open("wb") as file:
        file.truncate(1 << 40)


def unreadable(place: Path) -> None:
    place.write_text("return {}")
    place.chmod(0)


def circle_of_two(place: Path) -> None:
    other = place.with_name(f".{place.name}.other")
    place.symlink_to(other.name)
    with contextlib.suppress(FileExistsError):
        other.symlink_to(place.name)


def link_to(make):
    """A link to a file of that kind that lies elsewhere."""
    def make_link(place: Path) -> None:
        folder = Path(tempfile.mkdtemp(dir=place.parent.parent, prefix="away-"))
        folder.chmod(0o755)
        away = folder / "target"
        make(away)
        place.symlink_to(away)
    return make_link


def writes(content: bytes):
    return lambda place: place.write_bytes(content)


# The file, and the expected text about it; True if making it needs root.
KINDS = {
    "fifo": (os.mkfifo, "a pipe", False),
    "socket": (bind_socket, "a socket", False),
    "folder": (Path.mkdir, "a folder", False),
    "zero": (node(stat.S_IFCHR, 1, 5), "a device", True),
    "null": (node(stat.S_IFCHR, 1, 3), "a device", True),
    "random": (node(stat.S_IFCHR, 1, 8), "a device", True),
    "terminal": (node(stat.S_IFCHR, 5, 0), "a device", True),
    "disk": (node(stat.S_IFBLK, 7, 250), "a device", True),
    "no driver": (node(stat.S_IFCHR, 250, 250), "a device", True),
    "sparse giant": (sparse, "larger than 256 KiB", False),
    "300 KB": (writes(b"-" * 300_000), "larger than 256 KiB", False),
    "UTF-16": (writes("return {}".encode("utf-16")), "UTF-16", False),
    "UTF-16 without a mark": (writes("return {}".encode("utf-16-le")), "UTF-16", False),
    "zeros": (writes(bytes(4000)), "UTF-16", False),
    "bytecode": (writes(b"\x1bLJ\x02\0\0"), "compiled Lua", False),
    "noise": (writes(bytes(range(1, 256)) * 20), "strange.lua:1:", False),
    "dangling": (lambda place: place.symlink_to("nowhere"), "leads nowhere", False),
    "circle": (lambda place: place.symlink_to(place.name), "in a circle", False),
    "circle of two": (circle_of_two, "in a circle", False),
    "its own folder": (lambda place: place.symlink_to("."), "a folder", False),
    "memory of the kernel": (lambda place: place.symlink_to("/proc/self/pagemap"), "", False),
    "maps": (lambda place: place.symlink_to("/proc/self/smaps"), "", False),
    "standard input": (lambda place: place.symlink_to("/proc/self/fd/0"), "", False),
}
for each in ("fifo", "socket", "folder", "zero", "null", "random", "disk", "sparse giant", "300 KB"):
    KINDS[f"link to {each}"] = (link_to(KINDS[each][0]), KINDS[each][1], KINDS[each][2])
    KINDS[f"link to link to {each}"] = (link_to(link_to(KINDS[each][0])), KINDS[each][1], KINDS[each][2])
NOT_FOR_ROOT = {"unreadable": (unreadable, "not allowed", False), "link to unreadable": (link_to(unreadable), "not allowed", False)}


def can_make_nodes(folder: Path) -> bool:
    try:
        KINDS["zero"][0](folder / "probe")
        (folder / "probe").unlink()
    except OSError:
        return False
    return True


def remove(place: Path) -> None:
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    else:
        place.unlink()


# ── A room ────────────────────────────────────────────────────────────────────────────────────────

class Talk:
    """Two members: one sends a line every few milliseconds, the other measures its delay."""

    def __init__(self, host: Host) -> None:
        self.ada, self.bob = joined("ada", host.port), joined("bob", host.port)
        assert self.ada.hear() == "bob joined the room"
        self.number = 0

    def say(self, text: str) -> str:
        self.bob.say(text)
        return self.ada.hear()

    def alive(self, *plugins: str) -> None:
        for name in plugins:
            heard = self.say(f"{name}?")
            assert heard == f"bob: {name}!", f"{name} does not live: {heard}"

    def slowest_ms(self, seconds: float) -> float:
        slowest = 0.0
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.number += 1
            began = time.monotonic()
            heard = self.say(f"line {self.number}")
            slowest = max(slowest, (time.monotonic() - began) * 1000)
            assert heard == f"bob: line {self.number}", heard
            time.sleep(0.002)
        return slowest

    def held_ms(self, change, seconds: float) -> float:
        """The additional delay of the slowest line during the action and for some time after it."""
        calm = self.slowest_ms(min(seconds, 0.1))
        changing = threading.Thread(target=change)
        changing.start()
        slowest = self.slowest_ms(seconds)
        changing.join()
        return slowest - calm

    def end(self) -> None:
        self.ada.close()
        self.bob.close()


class StrangeFiles(unittest.TestCase):
    def setUp(self) -> None:
        folders = Folders()
        self.addCleanup(folders.remove)
        self.root, self.plugins = folders.path, folders.plugins
        for name in ("first", "zlast"):
            (self.plugins / f"{name}.lua").write_text(GOOD % (name, name))
        self.nodes = can_make_nodes(self.root)

    def host(self, *options: str | Path, **more) -> Host:
        host = Host("--rate-limit", "off", "--scripts", self.root / "scripts", "--plugins", self.plugins, *options,
                    merged=True, **more)
        self.addCleanup(host.end)
        return host

    def talk(self, host: Host) -> Talk:
        talk = Talk(host)
        self.addCleanup(talk.end)
        return talk

    def kinds(self) -> dict:
        return {name: kind for name, kind in KINDS.items() if self.nodes or not kind[2]}

    def make_all(self, kinds: dict) -> dict[str, str]:
        """One plugin of each kind: the expected text by file name."""
        said = {}
        for number, (kind, (make, words, _)) in enumerate(kinds.items()):
            place = self.plugins / ("strange.lua" if kind == "noise" else f"k{number}.lua")
            make(place)
            said[place.name] = words
        return said

    def see_all(self, host: Host, said: dict[str, str]) -> None:
        for name, words in said.items():
            if words:
                host.console.await_line(f"plugins/{name}", words)
        host.type("/plugin list")
        for name, words in said.items():
            if words:
                host.console.await_line(f"plugins/{name}", "failed")

    def test_before_a_start(self):
        said = self.make_all(self.kinds())
        host = self.host()
        self.see_all(host, said)
        talk = self.talk(host)
        talk.alive("first", "zlast")
        (self.plugins / "first.lua").unlink()
        host.console.await_line("plugins/first.lua is gone")
        talk.alive("zlast")

    def test_before_a_start_as_an_ordinary_user(self):
        if os.geteuid() != 0:
            self.skipTest("takes a root to become somebody else")
        said = self.make_all({**self.kinds(), **NOT_FOR_ROOT})
        host = self.host(preexec_fn=lambda: os.setuid(STRANGER))
        self.see_all(host, said)
        self.talk(host).alive("first", "zlast")

    def test_of_settings_words_and_scripts(self):
        for kind in ("fifo", "circle", "300 KB", "link to folder"):
            with self.subTest(kind):
                wording = self.root / "scripts" / "wording"
                places = (self.plugins / "config.lua", self.root / "scripts" / "odd.lua", wording / "mine.lua",
                          wording / "notes-000.lua")
                (wording / "notes-000.lua").unlink()
                for place in places:
                    KINDS[kind][0](place)
                host = self.host("--wording", "mine")
                for path in ("plugins/config.lua", "scripts/odd.lua", "wording/mine.lua", "wording/notes-000.lua"):
                    host.console.await_line(path, KINDS[kind][1])
                self.addCleanup(joined("bob", host.port).close)
                host.end()
                for place in places:
                    remove(place)
                shutil.copy(ROOT / "scripts/wording" / "notes-000.lua", wording)

    def test_while_it_starts(self):
        place = self.plugins / "strange.lua"
        stop = threading.Event()

        def churn() -> None:
            kinds = [kind for name, kind in self.kinds().items() if not name.startswith("link to")]
            while not stop.is_set():
                for make, _, _ in kinds:
                    with contextlib.suppress(OSError):
                        make(place)
                    with contextlib.suppress(OSError):
                        remove(place)
        busy = threading.Thread(target=churn)
        busy.start()
        try:
            for _ in range(3):
                host = self.host()
                self.talk(host).alive("first", "zlast")
                host.end()
                self.assertEqual(host.process.returncode, 0)
        finally:
            stop.set()
            busy.join()

    def test_in_a_room_that_talks(self):
        host = self.host()
        talk = self.talk(host)
        place = self.plugins / "strange.lua"
        held = []
        for kind, (make, words, _) in self.kinds().items():
            waits = []
            while len(waits) < TRIES and min(waits, default=LONGEST_MS) >= LONGEST_MS:
                host.console.forget()
                waits.append(talk.held_ms(lambda: make(place), 0.12))  # noqa: B023
                if words:
                    host.console.await_line("plugins/strange.lua", words)
                waits[-1] = max(waits[-1], talk.held_ms(lambda: remove(place), 0.08))
                host.console.await_line("plugins/strange.lua is gone")
            if min(waits) >= LONGEST_MS:
                held.append(f"{kind}: {waits}")
        self.assertEqual(held, [])
        talk.alive("first", "zlast")

    def test_one_that_runs_goes_on_while_its_file_cannot_be_read(self):
        host = self.host()
        talk = self.talk(host)
        place = self.plugins / "first.lua"
        place.unlink()
        os.mkfifo(place)
        host.console.await_line("plugins/first.lua", "a pipe", "the version before it goes on")
        talk.alive("first")
        # Files deleted meanwhile are gone, too.
        (self.plugins / "zlast.lua").unlink()
        host.console.await_line("plugins/zlast.lua is gone")
        place.unlink()
        host.console.await_line("plugins/first.lua is gone")
        place.write_text(GOOD % ("first", "first"))
        host.console.await_line("plugins/first.lua is live")
        talk.alive("first")

    def test_names_of_every_byte(self):
        names = [bytes([byte]) for byte in range(1, 256) if byte not in b"/."]
        names += [b"a" + name for name in names] + [b"\xed\xa0\x80", "副本".encode(), "\u202egnp".encode(), b"\xc2\x85"]
        folder = os.fsencode(self.plugins)
        for form in ("text", "json"):
            with self.subTest(form):
                host = self.host("--log-format", form)
                talk = self.talk(host)
                # The limit of a folder, less the files that are there.
                for start in range(0, len(names), 100):
                    some = names[start:start + 100]
                    for name in some:
                        with open(os.path.join(folder, name + b".lua"), "wb") as file:
                            file.write(b"room.log('made') return { on_load = function() room.log('hello') end }")
                    (self.plugins / "mark.lua").write_text("return {}")
                    host.console.await_line("plugins/mark.lua is live")
                    host.type("/plugin list")
                    talk.alive("first", "zlast")
                    for name in [*some, b"mark"]:
                        os.unlink(os.path.join(folder, name + b".lua"))
                    host.console.await_line("plugins/mark.lua is gone")
                    self.no_control(host, form)
                    host.console.forget()
                host.end()
                self.assertEqual(host.process.returncode, 0)

    def no_control(self, host: Host, form: str) -> None:
        for line in host.console.text().splitlines():
            self.assertFalse([c for c in line if ord(c) < 32 or 0x7f <= ord(c) < 0xa0 or 0x202a <= ord(c) <= 0x202e], line)
            if form == "json" and line.startswith("{"):
                json.loads(line)

    def test_a_hundred_thousand_files(self):
        host = self.host()
        talk = self.talk(host)
        elsewhere = self.root / "many"
        elsewhere.mkdir()
        for number in range(100_000):
            os.close(os.open(elsewhere / f"m{number}.lua", os.O_CREAT | os.O_WRONLY))
        for name in ("first", "zlast"):
            shutil.copy(self.plugins / f"{name}.lua", elsewhere)
        slowest = []
        for _ in range(TRIES):
            host.console.forget()

            def fill() -> None:
                self.plugins.rename(self.root / "few")
                elsewhere.rename(self.plugins)

            def restore() -> None:
                self.plugins.rename(elsewhere)
                (self.root / "few").rename(self.plugins)
            slowest.append(talk.held_ms(fill, 1.0))
            host.console.await_line("100002 files of Lua, and 128 are read")
            talk.alive("first", "zlast")
            slowest[-1] = max(slowest[-1], talk.held_ms(restore, 0.5))
            host.console.await_line("is gone")
            if slowest[-1] < LONGEST_MS:
                break
        self.assertLess(min(slowest), LONGEST_MS)
        talk.alive("first", "zlast")

    def test_many_plugins_at_once(self):
        host = self.host()
        talk = self.talk(host)
        heavy = self.root / "heavy"
        heavy.mkdir()
        for number in range(100):
            (heavy / f"p{number}.lua").write_text("return { on_leave = function() end }" + "\n-- %d" % number)
        # The largest allowed size, all of it code.
        (heavy / "large.lua").write_text("local t = {}\n" + "t[#t + 1] = 'word'\n" * 12_000 + "return {}")
        slowest = []
        for _ in range(TRIES):
            host.console.forget()
            slowest.append(talk.held_ms(lambda: [shutil.copy(each, self.plugins) for each in heavy.iterdir()], 0.5))
            host.console.await_line("plugins/p99.lua is live")
            slowest[-1] = max(slowest[-1], talk.held_ms(
                lambda: [(self.plugins / each.name).unlink() for each in heavy.iterdir()], 0.3))
            host.console.await_line("plugins/p99.lua is gone")
            if slowest[-1] < LONGEST_MS:
                break
        self.assertLess(min(slowest), LONGEST_MS)

    def test_folders_that_are_replaced_and_links_that_change(self):
        host = self.host()
        talk = self.talk(host)
        new = self.plugins / "new.lua"

        def becomes_live(version: str, change) -> None:
            change()
            wait_until(lambda: talk.say("new?") == f"bob: {version}", f"{version} is live")

        def replaced() -> None:
            self.plugins.rename(self.root / "old")
            shutil.copytree(self.root / "old", self.plugins)
            new.write_text(GOOD % ("new", "replaced"))
        becomes_live("replaced!", replaced)
        becomes_live("edited!", lambda: new.write_text(GOOD % ("new", "edited")))

        def made_again() -> None:
            shutil.rmtree(self.plugins)
            self.plugins.mkdir()
            new.write_text(GOOD % ("new", "again"))
        becomes_live("again!", made_again)

        away = self.root / "away"
        away.mkdir()
        target = away / "target.lua"
        target.write_text(GOOD % ("new", "linked"))
        new.unlink()
        becomes_live("linked!", lambda: new.symlink_to(target))
        becomes_live("target!", lambda: target.write_text(GOOD % ("new", "target")))
        hidden = away / "other.lua"
        hidden.write_text(GOOD % ("new", "moved"))
        becomes_live("moved!", lambda: hidden.rename(target))

        whole = self.root / "whole"
        whole.mkdir()
        (whole / "new.lua").write_text(GOOD % ("new", "whole"))

        def folder_is_a_link() -> None:
            shutil.rmtree(self.plugins)
            self.plugins.symlink_to(whole)
        becomes_live("whole!", folder_is_a_link)
        becomes_live("inside!", lambda: (whole / "new.lua").write_text(GOOD % ("new", "inside")))
        other = self.root / "other"
        other.mkdir()
        (other / "new.lua").write_text(GOOD % ("new", "elsewhere"))

        def link_changes() -> None:
            (self.root / "fresh").symlink_to(other)
            (self.root / "fresh").rename(self.plugins)
        becomes_live("elsewhere!", link_changes)

    def test_a_folder_that_comes_later(self):
        shutil.rmtree(self.plugins)
        host = self.host()
        host.console.await_line("cannot read the folder", "--plugins")
        talk = self.talk(host)
        self.plugins.mkdir()
        (self.plugins / "late.lua").write_text(GOOD % ("late", "late"))
        wait_until(lambda: talk.say("late?") == "bob: late!", "it is live")

    def test_tools_look_at_the_others(self):
        said = self.make_all(self.kinds())
        shutil.copy(self.plugins / "first.lua", self.root / "good.lua")
        (self.root / "good_test.lua").write_text(
            "test('answers', function(room) local a, b = room:join('ann'), room:join('bob') a:forgets() a:say('first?') end)")
        where = ["--scripts", self.root / "scripts", "--plugins", self.plugins, "--wording", "en"]

        def run(*words) -> subprocess.CompletedProcess:
            return programs.run("moonroomd", *where, *words)
        alone = run("check", self.root / "good.lua")
        self.assertEqual((alone.returncode, alone.stdout), (0, b"1 file: nothing wrong\n"), alone)
        tested = run("test", self.root / "good_test.lua")
        self.assertEqual(tested.returncode, 0, tested)
        for tool in ("check", "plugins"):
            shown = run(tool)
            self.assertEqual(shown.returncode, 1 if tool == "check" else 0, shown)
            for name, words in said.items():
                self.assertIn(words, next(line for line in shown.stdout.decode().splitlines() if name in line or not words))
        self.assertIn(b"plugins/first.lua", shown.stdout)
        for name, words in said.items():
            if words:
                named = run("check", self.plugins / name)
                self.assertEqual(named.returncode, 1)
                self.assertIn(words, named.stdout.decode())
        # `new` never writes through a link.
        (self.plugins / "made.lua").symlink_to(self.root / "outside.lua")
        self.assertEqual(run("new", "made").returncode, 1)
        self.assertFalse((self.root / "outside.lua").exists())
        self.assertEqual(run("new", "fresh").returncode, 0)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *programs.read_arguments(__doc__)])
