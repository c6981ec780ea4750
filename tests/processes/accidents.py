#!/usr/bin/env python3
"""A room survives faults of its machine: clocks that jump (libfaketime), disks that are full or read-only."""

import contextlib
import ctypes
import os
import sqlite3
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

import harness.host
from harness import side_by_side
from harness.member import Member, joined
from harness.process import PATIENCE, wait_until

FAKETIME = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))), None)
DAY = 86400
LINES = 80  # Retention is applied every 32 entries.

CLONE_NEWNS = 0x20000
MS_RDONLY, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 32, 4096, 16384, 1 << 18
libc = ctypes.CDLL(None, use_errno=True)


def mount(source: str, target: str, kind: str, flags: int, data: str = "") -> None:
    if libc.mount(source.encode(), target.encode(), kind.encode(), flags, data.encode()) != 0:
        raise OSError(ctypes.get_errno(), f"mount {target}")


def may_mount() -> bool:
    """Moves this program into a mount namespace of its own, once."""
    if os.geteuid() != 0 or libc.unshare(CLONE_NEWNS) != 0:
        return False
    try:
        mount("", "/", "", MS_REC | MS_PRIVATE)
        return True
    except OSError:
        return False


class Host(harness.host.Host):
    """clock: a file with the clock's error. A host that does not start has no port."""

    def __init__(self, data: Path, *options: str | Path, clock: Path | None = None) -> None:
        fake = {"LD_PRELOAD": str(FAKETIME), "FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"} if clock else {}
        super().__init__("--data", data, "--rate-limit", "off", *options, env={**os.environ, **fake})

    def await_listening(self) -> None:
        if self.console.wait_for("listening on "):
            self.port = int(self.console.next_line().rpartition(":")[2])
        else:
            self.process.wait(PATIENCE)

    def command(self, line: str, expected: str) -> None:
        self.type(line)
        self.console.expect(expected)

    def answer_to_login(self, name: str) -> str:
        stranger = Member(name, self.port)
        try:
            return stranger.login()
        finally:
            stranger.close()

    def shown_key(self) -> str:
        return self.console.line("key is")


def entries(data: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(f"file:{data}/room.db?mode=ro", uri=True)) as database:
        return [text for (text,) in database.execute("SELECT text FROM entries ORDER BY number")]


def words(tag: str) -> list[str]:
    return [f"{tag}-{number}" for number in range(LINES)]


def speak(host: Host, data: Path, tag: str) -> None:
    member = joined("ann", host.port)
    member.say(*words(tag))
    last = words(tag)[-1]
    wait_until(lambda: last in entries(data), f"{last} is on disk")
    leave(member)


def leave(member: Member) -> None:
    member.send_goodbye()
    member.close()


# The clock's error in days: at each start, and while the host runs.
CLOCKS = {
    "right": [[0], [0]],
    "a year ahead while it runs": [[0, 400]],
    "a year ahead while it runs, and back": [[0, 400, 0]],
    "a year back while it runs": [[0, -400]],
    "a year back while it runs, and right again": [[0, -400, 0]],
    "to and fro": [[0, 400, -400, 400, -400, 0]],
    "a year ahead at the next start": [[0], [400]],
    "a year ahead at a start, then right": [[0], [400], [0]],
    "a year ahead at a start, set right while it runs": [[0], [400, 0], [0]],
    "a year back at the next start": [[0], [-400]],
    "a year back at a start, then right": [[0], [-400], [0]],
    "a year back at a start, set right while it runs": [[0], [-400, 0], [0]],
    "a year ahead at the first start, then right": [[400], [0]],
    "a year ahead at the first start, set right while it runs": [[400, 0], [0]],
    "a year back at the first start, then right": [[-400], [0]],
    "a year back at the first start, set right while it runs": [[-400, 0], [0]],
    "1970 at the first start, set right while it runs": [["1970-01-01 00:01:00", 0], [0]],
    "2000 at each start, set right while it runs": [["2000-01-01 00:01:00", 0], ["2000-01-01 00:01:00", 0], [0]],
    "1970 at the second start, never set": [[0], ["1970-01-01 00:01:00"]],
    "ten years ahead at each second start": [[0], [3650], [0], [3650], [0]],
}


@unittest.skipUnless(FAKETIME, "needs faketime")
class Clocks(unittest.TestCase):
    """No line, no ban and no log of the talk is lost."""

    def play(self, runs: list) -> None:
        with tempfile.TemporaryDirectory(prefix="moonroom-") as folder:
            data, clock, plugins = Path(folder) / "data", Path(folder) / "clock", Path(folder) / "plugins"
            plugins.mkdir()
            (plugins / "chatlog.lua").symlink_to(Path("plugins/gallery/chatlog.lua").resolve())
            said, banned = [], False

            def show(when) -> None:
                fresh = clock.with_suffix(".new")
                fresh.write_text(when if isinstance(when, str) else f"{when * DAY:+d}")
                fresh.rename(clock)

            for run, shows in enumerate(runs):
                show(shows[0])
                with Host(data, "--keep-days", "30", "--plugins", plugins, clock=clock) as host:
                    if not banned:
                        host.command("/ban eve 7d", "eve")
                        banned = True
                    for step, when in enumerate(shows):
                        show(when)
                        tag = f"run{run}-step{step}"
                        speak(host, data, tag)
                        said += words(tag)
                        self.assertNotEqual(host.answer_to_login("eve"), "OK", f"the ban is gone in {tag}")
                        self.assertEqual(set(said) - set(entries(data)), set(), f"lost in {tag}")
                logs = "".join(path.read_text() for path in (data / "logs").glob("chat_*.log"))
                self.assertEqual([line for line in said if line not in logs], [], "missing in the chatlog")
            # Minutes have passed, not days: the wrong clock does not lengthen the ban.
            with contextlib.closing(sqlite3.connect(data / "room.db")) as database:
                self.assertEqual(database.execute("SELECT count(*) FROM bans").fetchone(), (1,))


for name, runs in CLOCKS.items():
    setattr(Clocks, f"test_{name}".replace(" ", "_").replace(",", ""), lambda self, runs=runs: self.play(runs))


DISK_IS_OURS = False


@contextlib.contextmanager
def small_disk(folder: Path, size: str = "1m"):
    disk = folder / "disk"
    disk.mkdir()
    mount("tmpfs", str(disk), "tmpfs", 0, f"size={size}")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def fill(disk: Path) -> Path:
    filler = disk / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)
    return filler


class Disks(unittest.TestCase):
    """A start on a disk that refuses writes: the room goes on with the data on disk, and stores data again later."""

    def setUp(self) -> None:
        if not DISK_IS_OURS:
            self.skipTest("may not mount")
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="moonroom-")))

    if sys.version_info < (3, 11):
        def enterContext(self, context):
            value = context.__enter__()
            self.addCleanup(context.__exit__, None, None, None)
            return value

    def go_on(self, data: Path, before: list[str], mend, banned: bool) -> None:
        """Starts there, talks, repairs the disk, and expects all lines on disk and after another start."""
        with Host(data) as host:
            self.assertTrue(host.port, f"no start: {host.log.text()}")
            if banned:
                self.assertNotEqual(host.answer_to_login("eve"), "OK", "the ban is gone")
            member = joined("ann", host.port)
            member.say(*words("meanwhile"))
            wait_until(lambda: "goes on from memory" in host.log.text(), "the log tells")
            host.command("/stats", "changes wait")
            mend()
            last = words("meanwhile")[-1]

            def kept() -> bool:
                member.say("and on")
                with contextlib.suppress(sqlite3.Error):
                    return last in entries(data)
                return False

            wait_until(kept, "all is on disk")
            leave(member)
            key = host.shown_key()
            wait_until(lambda: (data / "identity.pem").exists(), "the key is on disk")
        self.assertEqual(set(before + words("meanwhile")) - set(entries(data)), set())
        with Host(data) as host:
            self.assertEqual(host.shown_key(), key)
            if banned:
                self.assertNotEqual(host.answer_to_login("eve"), "OK", "the ban is gone after the next start")

    def live_before(self, data: Path, crash: bool) -> list[str]:
        with Host(data) as host:
            host.command("/ban eve 7d", "eve")
            speak(host, data, "before")
            if crash:
                host.process.kill()
        return words("before")

    def test_full_from_the_beginning(self) -> None:
        with small_disk(self.folder) as disk:
            filler = fill(disk)
            self.go_on(disk / "data", [], filler.unlink, False)

    def test_full_with_an_empty_folder(self) -> None:
        with small_disk(self.folder) as disk:
            (disk / "data").mkdir(0o700)
            filler = fill(disk)
            self.go_on(disk / "data", [], filler.unlink, False)

    def test_full_later(self) -> None:
        for crash in (False, True):
            with self.subTest(crash=crash), small_disk(Path(tempfile.mkdtemp(dir=self.folder)), "2m") as disk:
                before = self.live_before(disk / "data", crash)
                filler = fill(disk)
                self.go_on(disk / "data", before, filler.unlink, True)

    def test_full_later_without_index(self) -> None:
        with small_disk(self.folder, "2m") as disk:
            before = self.live_before(disk / "data", True)
            (disk / "data/room.db-shm").unlink()
            filler = fill(disk)
            self.go_on(disk / "data", before, filler.unlink, True)

    def test_read_only(self) -> None:
        for crash in (False, True):
            for index in (True, False):
                with self.subTest(crash=crash, index=index):
                    root = Path(tempfile.mkdtemp(dir=self.folder))
                    data = root / "data"
                    before = self.live_before(data, crash)
                    if not index:
                        (data / "room.db-shm").unlink(missing_ok=True)
                    mount(str(data), str(data), "", MS_BIND)
                    mount("", str(data), "", MS_REMOUNT | MS_BIND | MS_RDONLY)
                    try:
                        self.go_on(data, before, lambda: mount("", str(data), "", MS_REMOUNT | MS_BIND), True)
                    finally:
                        subprocess.run(["umount", "-l", data], check=True)

    def test_read_only_from_the_beginning(self) -> None:
        for made in (True, False):
            with self.subTest(made=made), small_disk(Path(tempfile.mkdtemp(dir=self.folder))) as disk:
                data = disk / "data"
                if made:
                    data.mkdir(0o700)
                mount("", str(disk), "", MS_REMOUNT | MS_BIND | MS_RDONLY)
                self.go_on(data, [], lambda: mount("", str(disk), "", MS_REMOUNT | MS_BIND), False)

    def test_a_disk_that_is_mounted_late(self) -> None:
        """Another room's data appears where this one could not write: the two are not mixed."""
        with small_disk(self.folder) as disk:
            data = disk / "data"
            before = self.live_before(data, False)
            original = data / "room.db"
            hidden = original.rename(data / "hidden")
            mount("", str(disk), "", MS_REMOUNT | MS_BIND | MS_RDONLY)
            with Host(data) as host:
                member = joined("ann", host.port)
                member.say("hello")
                mount("", str(disk), "", MS_REMOUNT | MS_BIND)
                hidden.rename(original)
                wait_until(lambda: member.say("x") or "was not there when the host started" in host.log.text(),
                           "the log tells")
            self.assertEqual(set(before) - set(entries(data)), set())
            self.assertNotIn("hello", entries(data))

    def expect_no_start(self, data: Path, expected: str) -> None:
        with Host(data) as host:
            self.assertEqual(host.port, 0, "it started")
            self.assertEqual(host.process.returncode, 1)
            self.assertIn(expected, host.log.everything())

    def test_errors_that_prevent_a_start(self) -> None:
        """A second host, a foreign or unreadable key, and other errors that waiting cannot repair."""
        data = self.folder / "data"
        self.live_before(data, False)
        with Host(data) as first:
            self.assertTrue(first.port)
            self.expect_no_start(data, "in use by another host")
        key = data / "identity.pem"
        good = key.read_bytes()
        key.write_bytes(b"no key")
        self.expect_no_start(data, "is no Ed25519 key")
        key.unlink()
        key.mkdir()
        self.expect_no_start(data, "identity.pem")
        key.rmdir()
        key.write_bytes(good)
        key.chmod(0o644)
        self.expect_no_start(data, "is open to other users")
        key.chmod(0o600)
        with contextlib.closing(sqlite3.connect(data / "room.db")) as database:
            version = database.execute("PRAGMA user_version").fetchone()[0]
            database.execute("PRAGMA user_version = 999")
        self.expect_no_start(data, "newer version")
        with contextlib.closing(sqlite3.connect(data / "room.db")) as database:
            database.execute(f"PRAGMA user_version = {version}")
        (self.folder / "file").write_text("")
        self.expect_no_start(self.folder / "file", "cannot be made")
        (self.folder / "odd").mkdir()
        (self.folder / "odd/lock").mkdir()
        self.expect_no_start(self.folder / "odd", "lock")

    def test_a_damaged_file_is_set_aside(self) -> None:
        for damage in (b"", b"no database at all" * 1000, b"SQLite format 3\0" + b"x" * 8000):
            with self.subTest(damage=damage[:16]):
                data = Path(tempfile.mkdtemp(dir=self.folder)) / "data"
                self.live_before(data, False)
                for path in data.glob("room.db*"):
                    path.unlink()
                (data / "room.db").write_bytes(damage)
                with Host(data) as host:
                    self.assertTrue(host.port, host.log.text())
                    speak(host, data, "after")
                self.assertEqual(entries(data)[-LINES - 1:-1] or entries(data), words("after"))


def main() -> int:
    global DISK_IS_OURS
    DISK_IS_OURS = may_mount()
    return side_by_side.main(__doc__, jobs=6)


if __name__ == "__main__":
    sys.exit(main())
