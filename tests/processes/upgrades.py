#!/usr/bin/env python3
"""A room survives upgrades to bad programs and bad configurations, while two members talk.

Each attempt is made by the command or by SIGUSR2. Afterwards no line is lost or doubled, the process
is the same, its console answers, and the reason has been told. The long form counts lines lost over
many upgrades: ./dev soak upgrades.
"""

import argparse
import contextlib
import os
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness import programs
from harness.host import Folders, Host
from harness.member import Member
from harness.process import PATIENCE, signal_to, wait_until

PAUSE = 0.005  # Seconds between two lines of one member.


class Talker(Member):
    """A member who sends a numbered line each 5 ms and receives, in its own thread."""

    def __init__(self, port: int, name: str, other: str) -> None:
        super().__init__(name, port)
        self.other = other
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        self.join()
        self.said = 0
        self.numbers: list[int] = []
        self.odd: list[str] = []
        self.talking = True
        self.threads = [threading.Thread(target=each, daemon=True) for each in (self.talk, self.listen)]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def talk(self) -> None:
        while self.talking:
            self.said += 1
            self.say(str(self.said))
            time.sleep(PAUSE)

    def listen(self) -> None:
        with contextlib.suppress(OSError):  # The socket is closed.
            while data := self.receive():
                line = data.decode()
                who, _, text = line.partition(": ")
                if who == self.other and text.isdecimal():
                    self.numbers.append(int(text))
                elif "joined" not in line:
                    self.odd.append(line)

    def stop(self) -> None:
        self.talking = False
        self.threads[0].join(PATIENCE)


class Room(Folders):
    """A host whose program and configuration are files of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.good = programs.path_of("moonroomd")
        self.program = self.path / "bin/moonroomd"
        self.program.parent.mkdir()
        self.config = self.path / "moonroom.conf"
        shutil.copy(self.good, self.program)
        self.config.write_text(self.good_config("127.0.0.1:0"))
        self.host = Host("--config", self.config, defaults={}, program=self.program, stdin=subprocess.DEVNULL)
        self.port, self.process = self.host.port, self.host.process
        self.config.write_text(self.good_config(f"127.0.0.1:{self.port}"))
        self.talkers = [Talker(self.port, "ada", "bob"), Talker(self.port, "bob", "ada")]

    def good_config(self, listen: str) -> str:
        return (f'listen = "{listen}"\ndata = "{self.data}"\nplugins = "{self.plugins}"\n'
                f'scripts = "{self.scripts}"\nwording = "en"\nrate-limit = "off"\n')

    def logged(self) -> str:
        return self.host.log.text()

    def by_command(self) -> str:
        """The reason of a refused upgrade; empty after a successful one."""
        done = programs.run("moonroomd", "--data", self.data, "upgrade", text=True)
        assert done.returncode in (0, 1), done
        return done.stderr if done.returncode else ""

    def by_signal(self) -> str:
        seen = len(self.logged())
        signal_to(self.process.pid, signal.SIGUSR2)
        ends = ("the upgrade is refused", " failed: ", " done: ")
        wait_until(lambda: any(end in self.logged()[seen:] for end in ends), "the upgrade has come to its end")
        news = self.logged()[seen:]
        return "" if ends[2] in news else news

    def restore(self) -> None:
        for path in (self.program, self.config):
            remove(path)
        shutil.copy(self.good, self.program)
        self.config.write_text(self.good_config(f"127.0.0.1:{self.port}"))

    def answers(self) -> bool:
        done = programs.run("moonroomd", "console", "--data", self.data, input="/who\n", text=True)
        return "2 in the room" in done.stdout

    def check_lines(self) -> list[str]:
        wrong = []
        for talker in self.talkers:
            talker.stop()
        for talker, other in zip(self.talkers, reversed(self.talkers)):
            with contextlib.suppress(AssertionError):
                wait_until(lambda t=talker, o=other: len(t.numbers) >= o.said, "all is heard")
            expected = list(range(1, other.said + 1))
            lost = len(set(expected) - set(talker.numbers))
            doubled = len(talker.numbers) - len(set(talker.numbers))
            print(f"  {talker.name} heard {len(talker.numbers)} of {other.said}: {lost} lost, {doubled} doubled")
            if talker.numbers != expected:
                wrong.append(f"{talker.name}: {lost} lost, {doubled} doubled, or out of order")
            if talker.odd:
                wrong.append(f"{talker.name} was told {talker.odd[:3]}")
        return wrong

    def end(self) -> None:
        self.host.end()
        for talker in self.talkers:
            talker.close()
        self.remove()


def remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


# ── Programs ─────────────────────────────────────────────────────────────────────────────────────


def replace(room: Room, content: bytes, mode: int = 0o755) -> None:
    fresh = room.program.with_name("fresh")
    fresh.write_bytes(content)
    fresh.chmod(mode)
    fresh.replace(room.program)


def patched(room: Room, old: bytes, new: bytes) -> None:
    content = room.good.read_bytes()
    assert old in content and len(old) == len(new), old
    replace(room, content.replace(old, new))


def cut(room: Room, part: float) -> None:
    """Size of the loaded part; debug information can follow, which the program does not need."""
    content = room.good.read_bytes()
    at, size, count = struct.unpack_from("<32xQ14xHH", content)
    heads = [struct.unpack_from("<I4xQ16xQ", content, at + number * size) for number in range(count)]
    replace(room, content[:int(part * max(offset + length for kind, offset, length in heads if kind == 1))])


def with_bytes(room: Room, offset: int, new: bytes) -> None:
    content = bytearray(room.good.read_bytes())
    content[offset:offset + len(new)] = new
    replace(room, bytes(content))


def copy_of(name: str):
    return lambda room: replace(room, Path(shutil.which(name)).resolve().read_bytes())


def gone(room: Room) -> None:
    room.program.unlink()


def in_place(make):
    def change(room: Room) -> None:
        room.program.unlink()
        make(room.program)
    return change


BAD_PROGRAMS = {
    "missing": (gone, "No such file"),
    "empty": (lambda room: replace(room, b""), "it is empty"),
    "cut in its code": (lambda room: cut(room, 0.5), "moonroomd"),
    "cut near its end": (lambda room: cut(room, 0.999), "moonroomd"),
    "cut to its head": (lambda room: replace(room, room.good.read_bytes()[:200]), "moonroomd"),
    "not executable": (lambda room: replace(room, room.good.read_bytes(), 0o644), "Permission denied"),
    "a directory": (in_place(lambda path: path.mkdir()), "no regular file"),
    "a FIFO": (in_place(os.mkfifo), "no regular file"),
    "a link to nothing": (in_place(lambda path: path.symlink_to("/no/such/program")), "No such file"),
    "a link to a device": (in_place(lambda path: path.symlink_to("/dev/null")), "no regular file"),
    "a script": (lambda room: replace(room, b"#!/bin/sh\nexit 0\n"), "cannot be executed"),
    "noise": (lambda room: replace(room, bytes(range(7, 256)) * 40), "cannot be executed"),
    "for another machine": (lambda room: with_bytes(room, 18, b"\xf7\x00"), "cannot be executed"),
    "crashes": (lambda room: with_bytes(room, 24, b"\x10" + b"\0" * 7), "signal"),
    "lacks a library": (lambda room: patched(room, b"libuv.so.1\0", b"libux.so.1\0"), "libux.so.1"),
    "lacks its loader": (lambda room: patched(room, b"/ld-linux-x86-64.so.2\0", b"/ld-linux-x86-64.so.9\0"),
                         "cannot be executed"),
    "an older version": (lambda room: patched(room, b"--preflight\0", b"--proof-not\0"), "--preflight"),
    "says nothing and is content": (copy_of("true"), "no moonroomd"),
    "talks and is content": (copy_of("echo"), "no moonroomd"),
    "fails": (copy_of("false"), "exit status 1"),
}

# Errors that only a start finds, after the check: the earlier program is executed again.
LATE_PROGRAMS = {"cannot open the store": (
    lambda room: patched(room, b"PRAGMA journal_size_limit", b"PRAGMX journal_size_limit"), "did not start")}

# Takes as long as the host waits for a check.
ENDLESS_PROGRAMS = {"never ends": (copy_of("yes"), "did not come to an end")}

# ── Configurations ───────────────────────────────────────────────────────────────────────────────


def option(name: str, value: str):
    """The option has another value; the others stay."""
    def change(room: Room) -> None:
        lines = [line for line in room.config.read_text().splitlines() if not line.startswith(f"{name} =")]
        room.config.write_text("\n".join([*lines, f"{name} = {value}", ""]))
    return change


def busy_metrics(room: Room) -> None:
    room.taken = socket.create_server(("127.0.0.1", 0))
    option("metrics", f'"127.0.0.1:{room.taken.getsockname()[1]}"')(room)


def config_is(make):
    def change(room: Room) -> None:
        room.config.unlink()
        make(room.config)
    return change


def newer_store(room: Room) -> None:
    set_version(room, 99)
    disk_is_well(room)


def disk_is_well(room: Room) -> None:
    """The host can read the file during the change; then it says so, and the test tries again."""
    time.sleep(0.1)
    wait_until(lambda: room.logged().count("goes on from memory") == room.logged().count("is to be kept again"),
               "the disk takes what is to be kept")


def set_version(room: Room, version: int | None = None) -> int:
    with contextlib.closing(sqlite3.connect(room.data / "room.db", timeout=5)) as database:
        before = database.execute("PRAGMA user_version").fetchone()[0]
        if version is not None:
            database.execute(f"PRAGMA user_version = {version}")
            database.commit()
    return before


def moved(path):
    """The file or folder is missing during the attempt."""
    def change(room: Room) -> None:
        room.away = (path(room), room.path / "away")
        shutil.move(*room.away)
    return change


def open_key(room: Room) -> None:
    (room.data / "identity.pem").chmod(0o644)


def broken_script(room: Room) -> None:
    script = room.scripts / "relay.lua"
    room.before = (script, script.read_text())
    script.write_text("return {")


BAD_CONFIGS = {
    "listen: nonsense": (option("listen", '"no port"'), "names no host"),
    "listen: another port": (option("listen", '"127.0.0.1:1"'), "takes a restart"),
    "listen: another address": (option("listen", '"0.0.0.0:0"'), "takes a restart"),
    "data: another folder": (option("data", '"/tmp/moonroom-other"'), "takes a restart"),
    "data: in memory": (option("data", '":memory:"'), "takes a restart"),
    "wording: unknown": (option("wording", '"klingon"'), "klingon"),
    "scripts: missing": (option("scripts", '"/no/such/scripts"'), "/no/such/scripts"),
    "plugins: missing": (option("plugins", '"/no/such/plugins"'), "/no/such/plugins"),
    "plugins: a file": (option("plugins", '"/etc/hostname"'), "/etc/hostname"),
    "scripts: a file": (option("scripts", '"/etc/hostname"'), "/etc/hostname"),
    "an unknown option": (option("colour", '"red"'), "colour"),
    "keep: too few": (option("keep", "5"), "keep"),
    "keep-days: none": (option("keep-days", "0"), "keep-days"),
    "rate-limit: no rate": (option("rate-limit", '"often"'), "rate-limit: 'often'"),
    "login-limit: no rate": (option("login-limit", '"20/x"'), "login-limit: '20/x'"),
    "classic: unknown": (option("classic", '"maybe"'), "classic"),
    "max-members: none": (option("max-members", "0"), "max-members"),
    "idle-limit: negative": (option("idle-limit", "-1"), "idle-limit"),
    "hook-budget: none": (option("hook-budget", "0"), "hook-budget"),
    "plugin-memory: too much": (option("plugin-memory", "100000"), "plugin-memory"),
    "jobs: none": (option("jobs", "0"), "jobs"),
    "log-level: unknown": (option("log-level", '"loud"'), "log-level"),
    "log-format: unknown": (option("log-format", '"xml"'), "log-format"),
    "password: a blank": (option("password", '" secret"'), "password"),
    "metrics: nonsense": (option("metrics", '"nowhere"'), "metrics: 'nowhere'"),
    "metrics: taken": (busy_metrics, "--metrics"),
    "config: missing": (config_is(lambda path: None), ""),
    "config: a directory": (config_is(lambda path: path.mkdir()), ""),
    "config: noise": (config_is(lambda path: path.write_bytes(bytes(range(256)))), ""),
    "key: missing": (moved(lambda room: room.data / "identity.pem"), "identity.pem"),
    "key: others can read it": (open_key, "identity.pem"),
    "store: of a newer version": (newer_store, "newer"),
    "scripts: the folder has gone": (moved(lambda room: room.scripts), "scripts"),
    "scripts: relay.lua is broken": (broken_script, "relay.lua"),
}


def undo(room: Room, version: int) -> None:
    room.restore()
    if taken := room.__dict__.pop("taken", None):
        taken.close()
    if away := room.__dict__.pop("away", None):
        shutil.move(away[1], away[0])
    if before := room.__dict__.pop("before", None):
        before[0].write_text(before[1])
    if set_version(room) != version:
        set_version(room, version)
        disk_is_well(room)
    (room.data / "identity.pem").chmod(0o600)


# ── Runs ─────────────────────────────────────────────────────────────────────────────────────────


def attempt(room: Room, name: str, make, words: str, way) -> list[str]:
    version = set_version(room)
    make(room)
    began = time.monotonic()
    why = way()
    took = time.monotonic() - began
    undo(room, version)
    wrong = []
    if not why:
        wrong.append(f"{name}: the upgrade happened")
    if words not in why:
        wrong.append(f"{name}: {words!r} is not told: {why.strip()!r}")
    if room.process.poll() is not None:
        raise AssertionError(f"{name}: the host has ended: {room.logged()[-2000:]}")
    shown = " ".join(why.strip().split())[-150:]
    print(f"  {name} ({way.__name__}, {took:.2f} s): …{shown}", flush=True)
    return wrong


def succeed(room: Room, way) -> list[str]:
    why = way()
    return [f"a good upgrade {way.__name__}: {why}"] if why else []


def try_all(room: Room, table: dict, ways) -> list[str]:
    wrong = []
    for number, (name, (make, words)) in enumerate(table.items()):
        wrong += attempt(room, name, make, words, ways[number % len(ways)])
    return wrong


def play(room: Room, arguments) -> list[str]:
    ways = [room.by_command, room.by_signal]
    wrong = []
    if arguments.upgrades:
        bad = list(BAD_PROGRAMS.items())
        for number in range(arguments.upgrades):
            if number % 10 == 5:
                name, (make, words) = bad[number // 10 % len(bad)]
                wrong += attempt(room, name, make, words, ways[number // 10 % 2])
            else:
                wrong += succeed(room, ways[number % 2])
        return wrong
    tables = [BAD_PROGRAMS, LATE_PROGRAMS, BAD_CONFIGS] + ([ENDLESS_PROGRAMS] if arguments.long else [])
    for table in tables:
        for order in ([ways, ways[::-1]] if arguments.long else [ways]):
            wrong += try_all(room, table, order)
        wrong += succeed(room, room.by_command)
        wrong += succeed(room, room.by_signal)
    return wrong


def main() -> int:
    parser = programs.add_bin(argparse.ArgumentParser(description=__doc__))
    parser.add_argument("--upgrades", type=int, default=0, help="so many upgrades, each tenth of a bad program")
    parser.add_argument("--long", action="store_true", help="everything both ways")
    arguments = parser.parse_args()
    programs.use(arguments)
    began = time.monotonic()
    room = Room()
    try:
        for talker in room.talkers:
            talker.start()
        wrong = play(room, arguments)
        if not room.answers():
            wrong.append("the console does not answer")
        wrong += room.check_lines()
    finally:
        room.end()
    for each in wrong:
        print(f"WRONG: {each}")
    print(f"{time.monotonic() - began:.0f} s; {1 if wrong else 0} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
