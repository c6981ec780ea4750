#!/usr/bin/env python3
"""The processes of the host and the client: all exist, none is left behind, and a dead one is replaced."""

import argparse
import contextlib
import fcntl
import json
import os
import pty
import select
import signal
import socket
import subprocess
import sys
import tempfile
import termios
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "harness"))

import side_by_side

PATIENCE = 30.0  # Seconds; only a failure ever waits that long.
PROGRAMS = Path("build/release/bin")


def wait_until(condition, what: str) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > until:
            raise AssertionError(f"never came true: {what}")
        time.sleep(0.002)


def children_of(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()] if path.exists() else []


def newest_child_of(pid: int) -> int:
    """0 when the administrator's process is the only child."""
    return (children_of(pid)[1:] or [0])[-1]


def state_of(pid: int) -> str:
    """As ps shows it; empty when there is no such process."""
    path = Path(f"/proc/{pid}/stat")
    try:
        return path.read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return ""


def unread(port: int) -> int:
    """Bytes that wait in a socket of this machine."""
    fields = [line.split() for line in Path("/proc/net/udp").read_text().splitlines()]
    return next(int(each[4].partition(":")[2], 16) for each in fields if each[1] == f"0100007F:{port:04X}")


def signal_to(pid: int, number: int) -> None:
    """A signal to one process: never to a group, never to all."""
    if pid <= 1:
        raise AssertionError(f"no process to signal: {pid}")
    os.kill(pid, number)


def command_of(pid: int) -> str:
    """Empty when there is no such process."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def at_once(place: Path, text: str) -> None:
    place.write_text(text)


def by_rename(place: Path, text: str) -> None:
    fresh = place.with_name(f".{place.name}.new")
    fresh.write_text(text)
    fresh.rename(place)


def in_pieces(place: Path, text: str) -> None:
    with place.open("w") as file:
        for letter in text:
            file.write(letter)
            file.flush()


def line_with(stream, words: bytes) -> str:
    """The first line with these words; fails when the stream ends without."""
    for line in stream:
        if words in line:
            return line.decode()
    raise AssertionError(f"it never said {words!r}")


class Host:
    """A host that listens on a free port; its console is a pipe, or the given one."""

    def __init__(self, *options: str, stdin=subprocess.PIPE, **more) -> None:
        data = [] if "--data" in options else ["--data", ":memory:"]
        place = [] if "--listen" in options else ["--listen", "127.0.0.1:0"]
        self.process = subprocess.Popen(
            [PROGRAMS / "moonroomd", "--wording", "en", *place, *data, *options],
            stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)
        try:
            line = line_with(self.process.stdout, b"listening on")
            self.port = int(line.rpartition(":")[2])
            wait_until(lambda: self.worker() > 0, "the plugin worker is there")
        except BaseException:
            # No other process knows it.
            self.process.kill()
            raise

    def worker(self) -> int:
        return next(iter(self.children_that_are("plugin-worker")), -1)

    def jobs(self) -> list[int]:
        return self.children_that_are("job-worker")

    def children_that_are(self, what: str) -> list[int]:
        return [child for child in children_of(self.process.pid) if what in command_of(child)]

    def running_worker(self) -> int:
        """A killed process counts until it has ended."""
        found = []
        wait_until(lambda: found.append(self.worker()) or found[-1] > 0, "the plugin worker is there")
        return found[-1]

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(PATIENCE)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream:
                stream.close()


class Member:
    def __init__(self, host: Host, name: str) -> None:
        self.name = name
        self.heard: list[str] = []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.connect(("127.0.0.1", host.port))
        self.socket.settimeout(PATIENCE)
        self.socket.send(f"L {name}".encode())
        assert self.hear() == "OK"

    def say(self, text: str) -> None:
        self.socket.send(f"C {self.name} {text}".encode())

    def hear(self) -> str:
        self.heard.append(self.socket.recv(4096).decode())
        return self.heard[-1]

    def hear_new(self) -> str:
        """The next line that has not arrived before. After a crash a host can repeat lines of the host before it."""
        known = self.heard[:]
        while (line := self.hear()) in known:
            pass
        return line


class HostProcesses(unittest.TestCase):
    def host(self, *options: str, **more) -> Host:
        host = Host(*options, **more)
        self.addCleanup(host.end)
        return host

    def pair(self, host: Host) -> tuple[Member, Member]:
        ada, bob = Member(host, "ada"), Member(host, "bob")
        self.assertEqual(ada.hear(), "bob joined the room")
        self.addCleanup(ada.socket.close)
        self.addCleanup(bob.socket.close)
        return ada, bob

    def test_an_administrator_and_a_plugin_worker_and_no_zombie(self):
        host = self.host()
        self.assertEqual(len(children_of(host.process.pid)), 2)
        for _ in range(3):
            old = host.worker()
            signal_to(old, signal.SIGKILL)
            wait_until(lambda: host.worker() not in (-1, old), "another worker")
            self.assertEqual(state_of(old), "")
        self.assertNotIn("Z", [state_of(pid) for pid in children_of(host.process.pid)])

    def test_nothing_is_left_however_the_host_ends(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGKILL):
            host = self.host()
            children = children_of(host.process.pid)
            host.process.send_signal(number)
            host.process.wait(PATIENCE)
            wait_until(lambda: not any(state_of(pid) for pid in children), f"all gone after {number}")

    def stopped_newborn(self, host: Host) -> int:
        """Replaces the worker, and stops the new one at its start."""
        old = host.worker()
        signal_to(old, signal.SIGKILL)
        # Without a pause, to stop it before it has done anything.
        until = time.monotonic() + PATIENCE
        while (worker := newest_child_of(host.process.pid)) in (0, old):
            self.assertLess(time.monotonic(), until)
        signal_to(worker, signal.SIGSTOP)
        wait_until(lambda: state_of(worker) == "T", "it is stopped")
        return worker

    def test_a_worker_that_is_stopped_at_its_birth_dies_with_its_host(self):
        for _ in range(20):
            # A session of its own, as for a service: the process that inherits the worker is outside it.
            host = self.host(start_new_session=True)
            worker = self.stopped_newborn(host)
            # The host does not wait for it.
            stranger = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self.addCleanup(stranger.close)
            stranger.settimeout(PATIENCE)
            stranger.sendto(b"Q nobody", ("127.0.0.1", host.port))
            self.assertEqual(stranger.recv(4096), b"EXIT")
            signal_to(host.process.pid, signal.SIGKILL)
            host.process.wait(PATIENCE)
            wait_until(lambda: state_of(worker) in ("", "Z"), "it dies with its host")

    def test_what_a_host_has_read_is_judged_also_when_its_worker_never_comes_up(self):
        host = self.host("--data", str(self.plugins() / "data"))
        ada, bob = self.pair(host)
        self.stopped_newborn(host)
        bob.say("before")
        wait_until(lambda: unread(host.port) == 0, "it is read")
        host.process.terminate()
        self.assertEqual(ada.hear(), "bob: before")

    def test_members_are_told_when_the_host_is_ended(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            host = self.host()
            ada, _ = self.pair(host)
            host.process.send_signal(number)
            self.assertEqual(ada.hear(), "the room is closing")
            self.assertEqual(ada.hear(), "EXIT")
            self.assertEqual(host.process.wait(PATIENCE), 0)

    def test_no_line_is_lost_when_workers_are_killed(self):
        plugins = self.plugins()
        for wanted, source in (("asked", "return { filter_message = function() end }"),
                               ("not asked", "return {}")):
            with self.subTest(wanted):
                (plugins / "look.lua").write_text(source)
                self.talk_while_workers_die(self.host("--rate-limit", "off", "--plugins", str(plugins)))

    def talk_while_workers_die(self, host):
        ada, bob = self.pair(host)
        for batch in range(30):
            for number in range(20):
                bob.say(f"{batch} {number}")
                if number == batch % 20:
                    # The worker of the last batch can be just ending.
                    with contextlib.suppress(ProcessLookupError):
                        signal_to(host.running_worker(), signal.SIGKILL)
            for number in range(20):
                self.assertEqual(ada.hear(), f"bob: {batch} {number}")

    def plugins(self) -> Path:
        folder = tempfile.TemporaryDirectory(prefix="moonroom-")
        self.addCleanup(folder.cleanup)
        return Path(folder.name)

    def test_a_saved_file_is_live_soon_however_it_is_saved(self):
        plugins = self.plugins()
        host = self.host("--plugins", str(plugins), "--rate-limit", "off")
        ada, bob = self.pair(host)
        place = plugins / "stamp.lua"
        waits = []
        for version, save in enumerate([at_once, by_rename, in_pieces] * 5):
            save(place, f"return {{ filter_message = function() return 'v{version}' end }}")
            began = time.monotonic()
            answer = ""
            while answer != f"bob: v{version}":
                bob.say("?")
                answer = ada.hear()
                self.assertLess(time.monotonic() - began, PATIENCE)
            waits.append(time.monotonic() - began)
        # The median, because a busy machine delays some.
        self.assertLess(sorted(waits)[len(waits) // 2], 0.2)

    def test_what_a_plugin_keeps_outlives_every_process(self):
        plugins = self.plugins()
        data = self.plugins() / "data"
        (plugins / "count.lua").write_text("""return { filter_message = function()
            room.store.said = (room.store.said or 0) + 1
            return "line " .. room.store.said
        end }""")
        said = 0
        host = self.host("--plugins", str(plugins), "--data", str(data))
        ada, bob = self.pair(host)
        for end in (signal.SIGKILL, signal.SIGTERM, signal.SIGKILL):
            for _ in range(3):
                said += 1
                bob.say("?")
                self.assertEqual(ada.hear_new(), f"bob: line {said}")
                signal_to(host.running_worker(), signal.SIGKILL)
            host.process.send_signal(end)
            host.process.wait(PATIENCE)
            host = self.host("--plugins", str(plugins), "--data", str(data), "--listen", f"127.0.0.1:{host.port}")

    def test_nobody_in_the_room_notices_a_restart(self):
        data = str(self.plugins() / "data")
        host = self.host("--data", data)
        ada, bob = self.pair(host)
        bob.say("before")
        self.assertEqual(ada.hear(), "bob: before")
        for end in (signal.SIGKILL, signal.SIGTERM, signal.SIGKILL):
            host.process.send_signal(end)
            host.process.wait(PATIENCE)
            host = self.host("--data", data, "--listen", f"127.0.0.1:{host.port}")
            bob.say(f"after {end} of {host.process.pid}")
            self.assertEqual(ada.hear_new(), f"bob: after {end} of {host.process.pid}")
        # The name still belongs to bob.
        eve = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.addCleanup(eve.close)
        eve.connect(("127.0.0.1", host.port))
        eve.settimeout(PATIENCE)
        eve.send(b"L bob")
        self.assertEqual(eve.recv(4096).decode(), "this name is taken")

    def test_a_plugin_knows_what_it_knew_and_why_it_begins(self):
        data = str(self.plugins() / "data")
        plugins = self.plugins()
        (plugins / "teller.lua").write_text("""
            local it, n = "", 0
            return {
              on_load = function(saved, why)
                n = saved or 0
                it = why .. " " .. tostring(saved) .. " " .. #room.members() .. " " .. tostring(room.store.n)
              end,
              on_unload = function() return n end,
              on_message = function(m)
                n = n + 1
                room.store.n = n
                if m.text:find("^?") then room.say(m.text .. " " .. it) end
              end }""")
        host = self.host("--data", data, "--plugins", str(plugins))
        ada, bob = self.pair(host)

        questions = iter(range(100))

        # After a start a host can repeat the last lines, so each line is different.
        def told(expected):
            question = f"?{next(questions)}"
            bob.say(question)
            self.assertEqual(ada.hear_new(), f"bob: {question}")
            self.assertEqual(ada.hear_new(), f"{question} {expected}")

        def again(end):
            host.process.send_signal(end)
            host.process.wait(PATIENCE)
            return self.host("--data", data, "--plugins", str(plugins), "--listen", f"127.0.0.1:{host.port}")

        told("new nil 0 nil")
        host = again(signal.SIGTERM)
        told("restart 1 2 1")
        subprocess.run([PROGRAMS / "moonroomd", "upgrade", "--data", data], stdout=subprocess.PIPE, check=True)
        told("upgrade 2 2 2")
        signal_to(host.running_worker(), signal.SIGKILL)
        told("crash nil 2 3")
        host = again(signal.SIGKILL)
        told("crash nil 2 1")
        host = again(signal.SIGTERM)
        told("restart 1 2 1")

    def test_who_died_while_the_host_was_away_leaves(self):
        data = str(self.plugins() / "data")
        host = self.host("--data", data)
        ada, bob = self.pair(host)
        host.process.kill()
        host.process.wait(PATIENCE)
        bob.socket.close()
        host = self.host("--data", data, "--listen", f"127.0.0.1:{host.port}")
        ada.say("are you there?")
        self.assertEqual(ada.hear_new(), "bob left the room")

    def test_an_upgrade_loses_no_line(self):
        data = str(self.plugins() / "data")
        host = self.host("--data", data, "--rate-limit", "off")
        ada, bob = self.pair(host)
        pid = host.process.pid
        # As many at a time as fit into ada's socket.
        for batch in range(20):
            for number in range(50):
                bob.say(f"{batch} {number}")
                if number == 2 * batch:
                    signal_to(pid, signal.SIGUSR2)
            for number in range(50):
                self.assertEqual(ada.hear(), f"bob: {batch} {number}")
        done = subprocess.run([PROGRAMS / "moonroomd", "upgrade", "--data", data], stdout=subprocess.PIPE, text=True)
        self.assertEqual(done.returncode, 0)
        self.assertIn(f"process {pid} is moonroomd", done.stdout)
        # It has waited for the next host.
        console = subprocess.run([PROGRAMS / "moonroomd", "console", "--data", data], input="/who\n",
                                 capture_output=True, text=True, timeout=PATIENCE)
        self.assertIn("2 in the room", console.stdout)
        bob.say("after")
        self.assertEqual(ada.hear(), "bob: after")
        wait_until(lambda: "Z" not in [state_of(child) for child in children_of(pid)], "all are reaped")

    def console(self, data: str, line: str) -> str:
        return subprocess.run([PROGRAMS / "moonroomd", "console", "--data", data], input=f"{line}\n",
                              capture_output=True, text=True, timeout=PATIENCE).stdout

    def test_signals_of_tools_and_pipes_without_a_reader_end_no_room(self):
        data = str(self.plugins() / "data")
        # The reader of the host's output ends first.
        host = self.host("--data", data, "--log-level", "debug", start_new_session=True)
        ada, bob = self.pair(host)
        for stream in (host.process.stdout, host.process.stderr):
            stream.close()
        pid = host.process.pid
        for number in (signal.SIGPIPE, signal.SIGUSR1):
            signal_to(pid, number)
        for _ in range(3):
            host.process.stdin.write(b"/who\n")
            host.process.stdin.flush()
            signal_to(host.running_worker(), signal.SIGKILL)
            bob.say("still here")
            self.assertEqual(ada.hear(), "bob: still here")
        signal_to(pid, signal.SIGHUP)
        wait_until(lambda: f"upgrade 1 done: process {pid}" in self.console(data, "/upgrade last"), "it is upgraded")
        bob.say("after")
        self.assertEqual(ada.hear(), "bob: after")

    def test_a_host_that_is_to_ignore_hang_ups_ignores_them(self):
        data = str(self.plugins() / "data")
        host = self.host("--data", data, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        ada, bob = self.pair(host)
        signal_to(host.process.pid, signal.SIGHUP)
        bob.say("hello")
        self.assertEqual(ada.hear(), "bob: hello")
        self.assertIn("upgrade 0 none", self.console(data, "/upgrade last"))

    def test_a_log_that_nobody_reads_holds_up_nobody(self):
        plugins = self.plugins()
        (plugins / "chatty.lua").write_text("return { on_message = function() room.log(('x'):rep(900)) end }")
        host = self.host("--plugins", str(plugins), "--rate-limit", "off")
        ada, bob = self.pair(host)
        for number in range(300):
            bob.say(f"{number}")
            self.assertEqual(ada.hear(), f"bob: {number}")

    def test_a_log_file_that_is_moved_or_deleted_is_made_anew(self):
        plugins, data = self.plugins(), self.plugins() / "data"
        (plugins / "keep.lua").write_text("return { on_message = function(m) room.log(m.text, 'kept') end }")
        host = self.host("--plugins", str(plugins), "--data", str(data))
        ada, bob = self.pair(host)
        logs = data / "logs"
        for number, remove in enumerate((lambda file: file.rename(file.with_suffix(".old")), Path.unlink)):
            for text in (f"{number} before", f"{number} after"):
                bob.say(text)
                self.assertEqual(ada.hear(), f"bob: {text}")
                wait_until(lambda t=text: any(t in each.read_text() for each in logs.glob("kept*.log")), text)
                if "before" in text:
                    remove(next(logs.glob("kept*.log")))

    def test_all_sockets_that_are_handed_over_are_listened_to(self):
        data = str(self.plugins() / "data")
        opened = [socket.socket(family, kind) for family, kind in (
            (socket.AF_INET, socket.SOCK_DGRAM), (socket.AF_INET, socket.SOCK_STREAM),
            (socket.AF_INET, socket.SOCK_DGRAM), (socket.AF_INET6, socket.SOCK_DGRAM))]
        for each in opened:
            self.addCleanup(each.close)
            each.bind(("::1" if each.family == socket.AF_INET6 else "127.0.0.1", 0))
        stream = opened.pop(1)
        numbers = [each.fileno() for each in (opened[0], stream, *opened[1:])]

        def hand_over() -> None:
            aside = [fcntl.fcntl(number, fcntl.F_DUPFD, 100) for number in numbers]
            for place, number in enumerate(aside):
                os.dup2(number, 3 + place)
                os.close(number)

        words = [PROGRAMS / "moonroomd", "--wording", "en", "--data", data]
        host = subprocess.Popen(["/bin/sh", "-c", 'LISTEN_PID=$$ exec "$0" "$@"', *words], stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, close_fds=False,
                                preexec_fn=hand_over, env={**os.environ, "LISTEN_FDS": str(len(numbers))})
        self.addCleanup(lambda: (host.terminate(), host.wait(PATIENCE), host.stderr.close()))
        line_with(host.stderr, b"none of UDP")
        members = []
        for number, each in enumerate(opened):
            member = socket.socket(each.family, socket.SOCK_DGRAM)
            self.addCleanup(member.close)
            member.settimeout(PATIENCE)
            member.connect(each.getsockname()[:2])
            member.send(f"L m{number}".encode())
            members.append(member)
            self.assertEqual(member.recv(4096), b"OK")
            for other in members[:-1]:
                self.assertEqual(other.recv(4096).decode(), f"m{number} joined the room")
        for life in range(3):
            for number, member in enumerate(members):
                member.send(f"C m{number} {life}".encode())
                for other in members:
                    if other is not member:
                        self.assertEqual(other.recv(4096).decode(), f"m{number}: {life}")
            done = subprocess.run([*words, "upgrade"], capture_output=True, text=True, timeout=30)
            self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_a_second_host_on_the_same_data_is_refused(self):
        data = str(self.plugins() / "data")
        host = self.host("--data", data)
        other = subprocess.run([PROGRAMS / "moonroomd", "--listen", "127.0.0.1:0", "--data", data],
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.assertEqual(other.returncode, 1)
        self.assertIn(str(host.process.pid), other.stderr)

    def test_a_job_that_hangs_holds_nobody_up_and_leaves_no_process(self):
        plugins = self.plugins()
        (plugins / "work.lua").write_text("""return {
            jobs = { loop = function() while true do end end },
            on_message = function(m)
              if m.text == "work" then room.job("loop", 1, function(_, wrong) room.say(wrong) end) end
            end }""")
        host = self.host("--plugins", str(plugins))
        ada, bob = self.pair(host)
        bob.say("work")
        self.assertEqual(ada.hear(), "bob: work")
        wait_until(lambda: host.jobs(), "the job runs")
        for number in range(5):
            bob.say(f"{number}")
            self.assertEqual(ada.hear(), f"bob: {number}")
        signal_to(host.jobs()[0], signal.SIGKILL)
        self.assertIn("killed by signal 9", ada.hear())
        wait_until(lambda: not host.jobs(), "no job is left")
        self.assertNotIn("Z", [state_of(pid) for pid in children_of(host.process.pid)])
        bob.say("work")
        wait_until(lambda: host.jobs(), "the job runs")
        job = host.jobs()[0]
        signal_to(host.process.pid, signal.SIGKILL)
        wait_until(lambda: not state_of(job), "a job dies with its host")

    def test_a_stopped_worker_is_replaced(self):
        host = self.host()
        ada, bob = self.pair(host)
        signal_to(host.running_worker(), signal.SIGSTOP)
        began = time.monotonic()
        bob.say("are you there?")
        self.assertEqual(ada.hear(), "bob: are you there?")
        self.assertLess(time.monotonic() - began, 5)

    def test_the_room_goes_on_without_standard_input(self):
        for stdin in (subprocess.DEVNULL, subprocess.PIPE):
            host = self.host(stdin=stdin)
            if host.process.stdin:
                host.process.stdin.close()
            wait_until(lambda: len(children_of(host.process.pid)) == 1, "the administrator has gone")
            ada, bob = self.pair(host)
            bob.say("hi")
            self.assertEqual(ada.hear(), "bob: hi")

    def test_closed_descriptors_do_no_harm(self):
        process = subprocess.Popen(
            ["sh", "-c", f"exec {PROGRAMS}/moonroomd --listen 127.0.0.1:0 --data :memory: <&- 2>&-"],
            stdout=subprocess.PIPE)
        line_with(process.stdout, b"listening on")
        process.terminate()
        self.assertEqual(process.wait(PATIENCE), 0)
        process.stdout.close()

    def test_a_mistake_is_one_sentence(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
            for options, words in (
                    (["--listen", f"127.0.0.1:{port}"], "is taken by another program"),
                    (["--scripts", "/no/such/folder"], "cannot read the folder"),
                    (["--wording", "klingon"], "there is no wording 'klingon'"),
                    (["--nonsense"], "--nonsense"),
                    (["--config", "/no/such/file"], "/no/such/file")):
                done = subprocess.run([PROGRAMS / "moonroomd", *options],
                                      stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE)
                self.assertIn(done.returncode, (1, 2))
                self.assertIn(words, done.stderr)
                self.assertEqual(done.stderr.count("\n"), 1, done.stderr)

    def test_version_and_help(self):
        for program in ("moonroomd", "moonroom"):
            for option, words in (("--version", program), ("--help", "Usage")):
                done = subprocess.run([PROGRAMS / program, option], capture_output=True, text=True, timeout=PATIENCE)
                self.assertEqual(done.returncode, 0)
                self.assertIn(words, done.stdout)

    def test_the_log_as_json(self):
        host = self.host("--log-format", "json")
        self.pair(host)  # Both were judged, so the worker runs no plugin now.
        signal_to(host.running_worker(), signal.SIGKILL)
        event = json.loads(host.process.stderr.readline())
        self.assertEqual(event["level"], "warning")
        self.assertIn("worker", event["message"])


# Owns the terminal, as a shell does, and reports how the program ended.
SHELL = 'trap : INT; trap "" HUP; "$@"; echo "status $?"; exec sleep 600'


class Typist:
    """A program at its own terminal: its output, and functions to type."""

    def __init__(self, *command: object) -> None:
        self.master, self.slave = pty.openpty()
        self.before = termios.tcgetattr(self.slave)
        self.screen = b""
        self.shell = subprocess.Popen(["sh", "-c", SHELL, "sh", *map(str, command)], stdin=self.slave,
                                      stdout=self.slave, stderr=self.slave, start_new_session=True,
                                      preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
                                      env={**os.environ, "TERM": "xterm", "NO_COLOR": "1"})

    def program(self) -> int:
        return children_of(self.shell.pid)[0]

    def type(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def read(self) -> None:
        if select.select([self.master], [], [], 0.05)[0]:
            self.screen += os.read(self.master, 65536)

    def sees(self, text: str) -> None:
        def there() -> bool:
            self.read()
            return text.encode() in self.screen
        wait_until(there, f"{text!r} on the screen {self.screen[-300:]!r}")
        self.screen = self.screen[self.screen.index(text.encode()) + len(text.encode()):]

    def modes_are_as_before(self) -> bool:
        return termios.tcgetattr(self.slave) == self.before

    def end(self) -> None:
        for child in children_of(self.shell.pid):
            signal_to(child, signal.SIGKILL)
        self.shell.kill()
        self.shell.wait()
        os.close(self.master)
        os.close(self.slave)


class Terminals(unittest.TestCase):
    def typist(self, *command: str) -> Typist:
        typist = Typist(*command)
        self.addCleanup(typist.end)
        return typist

    def console(self) -> tuple[Typist, int]:
        console = self.typist(PROGRAMS / "moonroomd", "--listen", "127.0.0.1:0", "--data", ":memory:",
                              "--wording", "en")
        console.sees("listening on 127.0.0.1:")
        wait_until(lambda: console.read() or b"\n" in console.screen, "the port")
        return console, int(console.screen.split(b"\r")[0])

    def test_the_console_shows_the_room_and_ctrl_c_ends_it(self):
        console, port = self.console()
        client = self.typist(PROGRAMS / "moonroom", f"127.0.0.1:{port}")
        client.sees("Name: ")
        client.type("administrator\r")
        client.sees("this name is the administrator's")
        client.sees("Name: ")
        client.type("张三\r")
        console.sees("张三 joined the room")
        client.sees("张三> ")
        client.type("你好\r")
        console.sees("张三: 你好")
        client.type("half a li")
        client.sees("half a li")
        console.type("welcome\r")
        client.sees("Administrator: welcome")
        client.sees("half a li")
        client.type("ne\r")
        console.sees("张三: half a line")
        children = children_of(console.program())
        console.type("\x03")
        console.sees("status 0")
        client.sees("status 3")
        wait_until(lambda: not any(state_of(pid) for pid in children), "no child is left")
        self.assertTrue(console.modes_are_as_before())
        self.assertTrue(client.modes_are_as_before())

    def test_a_killed_host_leaves_its_terminal_in_order(self):
        for typed, shown, last in (("hello", "hello", "status 137"), ("/top\r", "PROCESS", "\x1b[?1049l")):
            console, _ = self.console()
            console.type(typed)
            console.sees(shown)
            children = children_of(console.program())
            signal_to(console.program(), signal.SIGKILL)
            console.sees(last)
            wait_until(lambda: not any(state_of(pid) for pid in children), "no child is left")
            wait_until(console.modes_are_as_before, "the modes are as before")

    def test_ctrl_c_and_a_closed_terminal_say_goodbye(self):
        host = Host()
        self.addCleanup(host.end)
        watcher = Member(host, "watcher")
        self.addCleanup(watcher.socket.close)
        for leave in (lambda c: c.type("\x03"), lambda c: signal_to(c.program(), signal.SIGHUP),
                      lambda c: c.type("\x04"), lambda c: c.type("/quit\r")):
            client = self.typist(PROGRAMS / "moonroom", f"127.0.0.1:{host.port}", "--name", "ann")
            self.assertEqual(watcher.hear(), "ann joined the room")
            client.sees("ann> ")
            children = children_of(client.program())
            self.assertEqual(len(children), 1)
            leave(client)
            self.assertEqual(watcher.hear(), "ann left the room")
            client.sees("status 0")
            wait_until(lambda: not any(state_of(pid) for pid in children), "both processes are gone")


class Attached:
    """A piped console, attached to the host with this data."""

    def __init__(self, data: Path) -> None:
        self.heard = ""
        self.process = subprocess.Popen([PROGRAMS / "moonroomd", "console", "--data", data], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def type(self, line: str) -> None:
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def sees(self, text: str) -> None:
        """Waits for `text` after the previously awaited text; discards the output up to it."""
        def there() -> bool:
            if select.select([self.process.stdout], [], [], 0.05)[0]:
                self.heard += os.read(self.process.stdout.fileno(), 65536).decode()
            return text in self.heard
        wait_until(there, f"{text!r} on the console: {self.heard[-300:]!r}")
        self.heard = self.heard.partition(text)[2]

    def end(self) -> tuple[int, str, str]:
        """Waits until the console ends by itself; returns its status, the rest of its output, and its errors."""
        status = self.process.wait(PATIENCE)
        return status, self.heard + self.process.stdout.read().decode(), self.process.stderr.read().decode()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            stream.close()


# Two commands, one of which takes its time.
ECHO = """return { commands = {
  echo = { help = "says it again", run = function(call) return "echo " .. call.words[1] end },
  slow = { help = "says it late", run = function(call)
    local till = room.now() + 0.03
    for i = 1, 3e6 do till = till + i % 2 end
    return "slow " .. call.words[1]
  end } } }"""


class Consoles(unittest.TestCase):
    def folder(self) -> Path:
        folder = tempfile.TemporaryDirectory(prefix="moonroom-")
        self.addCleanup(folder.cleanup)
        return Path(folder.name)

    def setUp(self) -> None:
        self.data = self.folder() / "data"
        plugins = self.folder()
        (plugins / "echo.lua").write_text(ECHO)
        self.options = ["--data", str(self.data), "--plugins", str(plugins)]
        self.start()

    def start(self) -> None:
        self.host = Host(*self.options)
        self.addCleanup(self.host.end)

    def member(self, name: str) -> Member:
        member = Member(self.host, name)
        self.addCleanup(member.socket.close)
        return member

    def attach(self) -> Attached:
        console = Attached(self.data)
        self.addCleanup(console.kill)
        console.type("/bans")
        console.sees("nobody is kept out or muted\n")
        return console

    def console(self, text: str) -> subprocess.CompletedProcess:
        return subprocess.run([PROGRAMS / "moonroomd", "console", "--data", self.data], input=text, text=True,
                              capture_output=True, timeout=PATIENCE)

    def test_an_answer_is_for_one_and_the_room_is_for_all(self):
        first, second = self.attach(), self.attach()
        ada = self.member("ada")
        for console in (first, second):
            console.sees("ada joined the room\n")
        first.type("/who")
        first.sees("1 in the room\n")
        second.type("welcome")
        self.assertEqual(ada.hear(), "Administrator: welcome")
        ada.say("hi")
        for console in (first, second):
            console.sees("Administrator: welcome\nada: hi\n")
        signal_to(self.host.running_worker(), signal.SIGKILL)
        for console in (first, second):
            console.sees("worker")
        self.host.process.terminate()
        for console, unasked in ((first, "welcome"), (second, "in the room")):
            status, rest, errors = console.end()
            self.assertEqual((status, errors), (1, "moonroomd: the host is gone\n"))
            self.assertNotIn(unasked, rest)
        self.assertFalse((self.data / "console.sock").exists())

    def test_a_console_goes_on_with_the_next_host(self):
        ada, typist, piped = self.member("ada"), Typist(PROGRAMS / "moonroomd", "console", "--data", self.data), self.attach()
        self.addCleanup(typist.end)
        typist.sees("attached")
        typist.type("/bans\r")
        typist.sees("nobody is kept out or muted")
        for life in range(3):
            typist.type("half a li")
            typist.sees("half a li")
            if life == 0:
                signal_to(self.host.process.pid, signal.SIGUSR2)
            else:
                port = self.host.port
                self.host.process.send_signal([signal.SIGKILL, signal.SIGTERM][life - 1])
                self.host.process.wait(PATIENCE)
                self.host = Host(*self.options, "--listen", f"127.0.0.1:{port}")
                self.addCleanup(self.host.end)
            typist.sees("the host is gone; looking for the next one")
            typist.sees("attached again")
            typist.type(f"ne {life}\r")
            while ada.hear() != f"Administrator: half a line {life}":
                pass
            # The history has survived, and so has the piped console.
            typist.type("\x1b[A\x1b[A\r")
            typist.sees("nobody is kept out or muted")
            piped.type("/who")
            piped.sees("1 in the room\n")
        # A piped console does not repeat a command that the host had read before it died.
        signal_to(self.host.process.pid, signal.SIGSTOP)
        piped.type("/who")
        signal_to(typist.program(), signal.SIGSTOP)  # A host can accept a console while it dies.
        signal_to(self.host.process.pid, signal.SIGKILL)
        self.assertEqual(piped.end()[0::2], (1, "moonroomd: the host is gone\n"))
        self.host.process.wait(PATIENCE)
        signal_to(typist.program(), signal.SIGCONT)
        typist.sees("the host is gone; looking for the next one")
        typist.type("\x03")
        typist.sees("status 0")

    def test_the_processes_are_listed(self):
        first, second = self.attach(), self.attach()
        pids = [self.host.process.pid, *children_of(self.host.process.pid), first.process.pid, second.process.pid]
        first.type("/ps")
        for name, pid in zip(("relay", "admin", "plugins", "console", "console"), pids):
            first.sees(name)
            first.sees(str(pid))

    def test_a_file_of_lines_is_answered_to_its_end(self):
        ada = self.member("ada")
        done = self.console("/who\n\nhello\n/slow 7\n/xyzzy")
        self.assertEqual((done.returncode, done.stderr), (1, ""))
        places = [done.stdout.index(words) for words in ("1 in the room\n", "slow 7\n", "no command /xyzzy")]
        self.assertEqual(places, sorted(places))
        self.assertEqual(ada.hear(), "Administrator: hello")
        done = self.console("/who\n" * 3000)
        self.assertEqual(done.stdout.count("1 in the room\n"), 3000)
        self.assertNotIn("dropped", done.stdout)

    def test_a_plugin_answers_whoever_asked(self):
        first, second = self.attach(), self.attach()
        for number in range(20):
            first.type(f"/slow {number}")
            second.type(f"/echo {number}")
            self.host.process.stdin.write(f"/echo own{number}\n".encode())
            self.host.process.stdin.flush()
        for number in range(20):
            first.sees(f"slow {number}\n")
            second.sees(f"echo {number}\n")
            self.assertEqual(self.host.process.stdout.readline(), f"echo own{number}\n".encode())
        for console in (first, second):
            console.process.stdin.close()
            self.assertEqual(console.end(), (0, "", ""))

    def test_whoever_asked_and_has_gone_mixes_nobody_up(self):
        first, second = self.attach(), self.attach()
        for _ in range(5):
            hasty = self.attach()
            hasty.type("/slow hasty")
            first.type("/slow first")
            second.type("/echo second")
            hasty.kill()
            first.sees("slow first\n")
            second.sees("echo second\n")
        for console in (first, second):
            self.assertNotIn("hasty", console.heard)

    def test_a_console_that_is_stopped_holds_up_nobody(self):
        stopped, console = self.attach(), self.attach()
        ada, bob = self.member("ada"), self.member("bob")
        ada.hear()
        signal_to(stopped.process.pid, signal.SIGSTOP)
        for number in range(1000):
            console.type("x" * 1000)
            for member in (ada, bob):
                self.assertTrue(member.hear().endswith("x"))
            if number % 50 == 0:
                console.sees("x\n")
        console.type("/who")
        console.sees("2 in the room")
        signal_to(stopped.process.pid, signal.SIGCONT)
        stopped.sees("lines were dropped\n")
        stopped.type("/who")
        stopped.sees("2 in the room")

    def test_a_console_can_end_the_room(self):
        ada, console = self.member("ada"), self.attach()
        watching = self.attach()
        console.type("/quit")
        console.sees("the room is closing\n")
        self.assertEqual(ada.hear(), "the room is closing")
        self.assertEqual(ada.hear(), "EXIT")
        self.assertEqual(self.host.process.wait(PATIENCE), 0)
        # The consoles do not wait for another host.
        for each in (console, watching):
            self.assertEqual(each.end()[0::2], (1, "moonroomd: the room is closed\n"))
        self.start()
        self.assertEqual(self.console("/quit").returncode, 0)
        self.assertEqual(self.host.process.wait(PATIENCE), 0)

    def test_without_a_host_there_is_none_to_attach_to(self):
        self.host.process.kill()
        self.host.process.wait(PATIENCE)
        done = self.console("/who")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertEqual(done.stderr, f"moonroomd: no host is running with the data in {self.data} "
                                      "(start one, or name its folder with --data)\n")
        # The files of the dead host do not prevent a start.
        self.start()
        self.assertIn("nobody is in the room", self.console("/who").stdout)

    def test_one_host_for_one_folder_of_data(self):
        other = subprocess.run([PROGRAMS / "moonroomd", "--listen", "127.0.0.1:0", *self.options],
                               stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual(other.returncode, 1)
        self.assertIn("another host", other.stderr)
        self.assertIn("nobody is in the room", self.console("/who").stdout)

    def test_a_terminal_attaches_and_leaves(self):
        ada = self.member("ada")
        for leave in ("\x03", "\x04"):
            typist = Typist(PROGRAMS / "moonroomd", "console", "--data", self.data)
            self.addCleanup(typist.end)
            typist.sees("attached")
            typist.sees("> ")
            typist.type("/sta\t\r")
            typist.sees("waiting to be judged")
            typist.type("half a li")
            typist.sees("half a li")
            ada.say("hi")
            typist.sees("ada: hi")
            typist.type("ne\r")
            self.assertEqual(ada.hear(), "Administrator: half a line")
            typist.type(leave)
            typist.sees("status 0")
            self.assertTrue(typist.modes_are_as_before())
        self.assertIsNone(self.host.process.poll())


class Pipes(unittest.TestCase):
    def setUp(self) -> None:
        self.server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.server.bind(("127.0.0.1", 0))
        self.server.settimeout(PATIENCE)
        self.addCleanup(self.server.close)

    def client(self, *options: str) -> subprocess.Popen:
        client = subprocess.Popen([PROGRAMS / "moonroom", f"127.0.0.1:{self.server.getsockname()[1]}", *options],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(lambda: (client.kill(), client.communicate()))
        return client

    def receive(self) -> tuple[str, tuple]:
        data, source = self.server.recvfrom(4096)
        return data.decode(), source

    def test_a_lost_login_and_a_lost_goodbye_are_repeated(self):
        client = self.client("--classic", "--name", "ann")
        self.assertEqual(self.receive()[0], "L ann")
        request, source = self.receive()
        self.assertEqual(request, "L ann")
        self.server.sendto(b"OK", source)
        self.server.sendto(b"\x1b[2Jbob : hi\xff", source)
        self.server.sendto(b"", source)
        client.stdin.write(b"hello  there \n/quit\n")
        client.stdin.flush()
        self.assertEqual(self.receive()[0], "C ann hello  there ")
        self.assertEqual(self.receive()[0], "Q ann")
        self.assertEqual(self.receive()[0], "Q ann")
        self.server.sendto("bob : last".encode(), source)
        self.server.sendto(b"EXIT", source)
        out, errors = client.communicate(timeout=PATIENCE)
        self.assertEqual(out.decode(), "␛[2Jbob : hi\ufffd\nbob : last\n")
        self.assertEqual((client.returncode, errors), (0, b""))

    def test_silence_is_reported_not_waited_for(self):
        client = self.client("--classic", "--name", "ann")
        _, errors = client.communicate(timeout=PATIENCE)
        self.assertEqual(client.returncode, 1)
        self.assertIn(b"no answer from 127.0.0.1", errors)

    def test_an_address_that_is_none_is_named(self):
        for _ in range(10):
            client = subprocess.run([PROGRAMS / "moonroom", "127.0.0.1:99999", "--name", "ann"],
                                    stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE)
            self.assertEqual(client.returncode, 2)
            self.assertIn(b"99999", client.stderr)

    def test_a_refusal_of_a_given_name_ends_a_script(self):
        client = self.client("--classic", "--name", "ann")
        _, source = self.receive()
        self.server.sendto("该用户已存在".encode(), source)
        _, errors = client.communicate(timeout=PATIENCE)
        self.assertEqual(client.returncode, 4)
        self.assertIn("该用户已存在", errors.decode())

    def test_an_end_unasked_ends_both_processes(self):
        client = self.client("--classic", "--name", "ann")
        _, source = self.receive()
        self.server.sendto(b"OK", source)
        wait_until(lambda: children_of(client.pid), "the receiver is there")
        children = children_of(client.pid)
        self.server.sendto(b"EXIT", source)
        self.assertEqual(client.wait(PATIENCE), 3)
        wait_until(lambda: not any(state_of(pid) for pid in children), "both are gone")


def main() -> int:
    global PROGRAMS
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=Path, default=PROGRAMS, help="where the two programs are")
    arguments, rest = parser.parse_known_args()
    PROGRAMS = arguments.bin.resolve()
    # A separate known_hosts, because later the tests' ports belong to other hosts.
    with tempfile.TemporaryDirectory(prefix="moonroom-") as home:
        os.environ.update(XDG_CONFIG_HOME=f"{home}/config", XDG_STATE_HOME=f"{home}/state")
        return side_by_side.main(rest, jobs=4)


if __name__ == "__main__":
    sys.exit(main())
