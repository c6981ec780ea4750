"""The host's processes: all exist, none is left behind, a dead one is replaced, and no line is lost meanwhile."""

import fcntl
import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

from case import Case
from harness import programs
from harness.host import Host, write_at_once, write_by_rename
from harness.member import Member
from harness.network import unread_bytes
from harness.process import PATIENCE, Output, children_of, signal_to, state_of, wait_until


def newest_child_of(pid: int) -> int:
    """0 when the administrator's process is the only child."""
    return (children_of(pid)[1:] or [0])[-1]


def write_in_pieces(place: Path, text: str) -> None:
    with place.open("w") as file:
        for letter in text:
            file.write(letter)
            file.flush()


class HostProcesses(Case):
    def test_an_administrator_and_a_plugin_worker_and_no_zombie(self):
        host = self.host()
        self.assertEqual(len(host.children()), 2)
        for _ in range(3):
            old = host.worker()
            signal_to(old, signal.SIGKILL)
            wait_until(lambda: host.worker() not in (0, old), "another worker")
            self.assertEqual(state_of(old), "")
        self.assertNotIn("Z", [state_of(pid) for pid in host.children()])

    def test_no_process_is_left_after_any_end_of_the_host(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGKILL):
            host = self.host()
            children = host.children()
            host.process.send_signal(number)
            host.process.wait(PATIENCE)
            wait_until(lambda: not any(state_of(pid) for pid in children), f"all gone after {number}")

    def stopped_newborn(self, host: Host) -> int:
        """Replaces the worker, and stops the new one at its start."""
        old = host.worker()
        signal_to(old, signal.SIGKILL)
        # Without a pause, to stop it before it has done anything.
        until = time.monotonic() + PATIENCE
        while (worker := newest_child_of(host.pid)) in (0, old):
            self.assertLess(time.monotonic(), until)
        signal_to(worker, signal.SIGSTOP)
        wait_until(lambda: state_of(worker) == "T", "it is stopped")
        return worker

    def test_a_worker_that_is_stopped_at_its_birth_dies_with_its_host(self):
        for _ in range(10):
            # A session of its own, as for a service: the process that inherits the worker is outside it.
            host = self.host(start_new_session=True)
            worker = self.stopped_newborn(host)
            # The host does not wait for it.
            stranger = Member("nobody", host.port)
            self.addCleanup(stranger.close)
            stranger.send_goodbye()
            self.assertEqual(stranger.hear(), "EXIT")
            host.kill()
            wait_until(lambda: state_of(worker) in ("", "Z"), "it dies with its host")

    def test_a_host_that_ends_judges_all_lines_that_it_has_read_also_without_a_worker(self):
        host = self.host("--data", self.folder() / "data")
        ada, bob = self.pair(host)
        self.stopped_newborn(host)
        bob.say("before")
        wait_until(lambda: unread_bytes(host.port) == 0, "it is read")
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
        plugins = self.folder()
        for wanted, source in (("asked", "return { filter_message = function() end }"),
                               ("not asked", "return {}")):
            with self.subTest(wanted):
                (plugins / "look.lua").write_text(source)
                self.talk_while_workers_die(self.host("--rate-limit", "off", "--plugins", plugins))

    def talk_while_workers_die(self, host):
        ada, bob = self.pair(host)
        for batch in range(20):
            for number in range(20):
                bob.say(f"{batch} {number}")
                if number == batch:
                    # The worker of the last batch can be just ending.
                    signal_to(host.running_worker(), signal.SIGKILL)
            for number in range(20):
                self.assertEqual(ada.hear(), f"bob: {batch} {number}")

    def test_a_saved_file_is_live_soon_however_it_is_saved(self):
        plugins = self.folder()
        host = self.host("--plugins", plugins, "--rate-limit", "off")
        ada, bob = self.pair(host)
        place = plugins / "stamp.lua"
        waits = []
        for version, save in enumerate([write_at_once, write_by_rename, write_in_pieces] * 5):
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

    def test_a_plugins_store_outlives_every_process(self):
        plugins = self.folder()
        data = self.folder() / "data"
        (plugins / "count.lua").write_text("""return { filter_message = function()
            room.store.said = (room.store.said or 0) + 1
            return "line " .. room.store.said
        end }""")
        said = 0
        host = self.host("--plugins", plugins, "--data", data)
        ada, bob = self.pair(host)
        for end in (signal.SIGKILL, signal.SIGTERM, signal.SIGKILL):
            for _ in range(3):
                said += 1
                bob.say("?")
                self.assertEqual(ada.hear_new(), f"bob: line {said}")
                signal_to(host.running_worker(), signal.SIGKILL)
            host.restart(end)

    def test_members_do_not_notice_a_restart(self):
        data = self.folder() / "data"
        host = self.host("--data", data)
        ada, bob = self.pair(host)
        bob.say("before")
        self.assertEqual(ada.hear(), "bob: before")
        for end in (signal.SIGKILL, signal.SIGTERM, signal.SIGKILL):
            host.restart(end)
            bob.say(f"after {end} of {host.pid}")
            self.assertEqual(ada.hear_new(), f"bob: after {end} of {host.pid}")
        # The name still belongs to bob.
        eve = Member("bob", host.port)
        self.addCleanup(eve.close)
        self.assertEqual(eve.login(), "this name is taken")

    def test_a_plugin_gets_its_saved_data_and_the_reason_of_its_start(self):
        data = self.folder() / "data"
        plugins = self.folder()
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
        host = self.host("--data", data, "--plugins", plugins)
        ada, bob = self.pair(host)

        questions = iter(range(100))

        # After a start a host can repeat the last lines, so each line is different.
        def told(expected):
            question = f"?{next(questions)}"
            bob.say(question)
            self.assertEqual(ada.hear_new(), f"bob: {question}")
            self.assertEqual(ada.hear_new(), f"{question} {expected}")

        told("new nil 0 nil")
        host.restart(signal.SIGTERM)
        told("restart 1 2 1")
        programs.run("moonroomd", "upgrade", "--data", data, check=True)
        told("upgrade 2 2 2")
        signal_to(host.running_worker(), signal.SIGKILL)
        told("crash nil 2 3")
        host.restart(signal.SIGKILL)
        told("crash nil 2 1")
        host.restart(signal.SIGTERM)
        told("restart 1 2 1")

    def test_a_member_that_died_while_the_host_was_away_leaves(self):
        data = self.folder() / "data"
        host = self.host("--data", data)
        ada, bob = self.pair(host)
        host.kill()
        bob.close()
        host.start()
        ada.say("are you there?")
        self.assertEqual(ada.hear_new(), "bob left the room")

    def test_an_upgrade_loses_no_line(self):
        data = self.folder() / "data"
        host = self.host("--data", data, "--rate-limit", "off")
        ada, bob = self.pair(host)
        pid = host.pid
        # As many at a time as fit into ada's socket.
        for batch in range(20):
            for number in range(50):
                bob.say(f"{batch} {number}")
                if number == 2 * batch:
                    signal_to(pid, signal.SIGUSR2)
            for number in range(50):
                self.assertEqual(ada.hear(), f"bob: {batch} {number}")
        done = programs.run("moonroomd", "upgrade", "--data", data, text=True)
        self.assertEqual(done.returncode, 0)
        self.assertIn(f"process {pid} is moonroomd", done.stdout)
        # It has waited for the next host.
        self.assertIn("2 in the room", host.by_console("/who\n").stdout)
        bob.say("after")
        self.assertEqual(ada.hear(), "bob: after")
        wait_until(lambda: "Z" not in [state_of(child) for child in children_of(pid)], "all are reaped")

    def test_signals_of_tools_and_pipes_without_a_reader_end_no_room(self):
        # No process reads the host's output.
        reader, writer = os.pipe()
        host = self.host("--data", self.folder() / "data", "--log-level", "debug", start_new_session=True, stderr=writer)
        os.close(writer)
        os.close(reader)
        ada, bob = self.pair(host)
        pid = host.pid
        for number in (signal.SIGPIPE, signal.SIGUSR1):
            signal_to(pid, number)
        for _ in range(3):
            host.type("/who")
            signal_to(host.running_worker(), signal.SIGKILL)
            bob.say("still here")
            self.assertEqual(ada.hear(), "bob: still here")
        signal_to(pid, signal.SIGHUP)
        wait_until(lambda: f"upgrade 1 done: process {pid}" in host.by_console("/upgrade last\n").stdout, "it is upgraded")
        bob.say("after")
        self.assertEqual(ada.hear(), "bob: after")

    def test_a_host_that_is_to_ignore_hang_ups_ignores_them(self):
        host = self.host("--data", self.folder() / "data", preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        ada, bob = self.pair(host)
        signal_to(host.pid, signal.SIGHUP)
        bob.say("hello")
        self.assertEqual(ada.hear(), "bob: hello")
        self.assertIn("upgrade 0 none", host.by_console("/upgrade last\n").stdout)

    def test_an_unread_log_delays_no_member(self):
        plugins = self.folder()
        (plugins / "chatty.lua").write_text("return { on_message = function() room.log(('x'):rep(900)) end }")
        reader, writer = os.pipe()
        host = self.host("--plugins", plugins, "--rate-limit", "off", stderr=writer)
        for end in (reader, writer):
            self.addCleanup(os.close, end)
        ada, bob = self.pair(host)
        for number in range(300):
            bob.say(f"{number}")
            self.assertEqual(ada.hear(), f"bob: {number}")

    def test_a_log_file_that_is_moved_or_deleted_is_made_anew(self):
        plugins, data = self.folder(), self.folder() / "data"
        (plugins / "keep.lua").write_text("return { on_message = function(m) room.log(m.text, 'kept') end }")
        host = self.host("--plugins", plugins, "--data", data)
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
        data = self.folder() / "data"
        moonroomd = programs.path_of("moonroomd")
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

        words = ["--wording", "en", "--data", data]
        host = subprocess.Popen(["/bin/sh", "-c", 'LISTEN_PID=$$ exec "$0" "$@"', moonroomd, *words], stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, close_fds=False,
                                preexec_fn=hand_over, env={**os.environ, "LISTEN_FDS": str(len(numbers))})
        self.addCleanup(lambda: (host.terminate(), host.wait(PATIENCE)))
        Output(host.stderr).expect("none of UDP")
        members = []
        for number, each in enumerate(opened):
            address, port = each.getsockname()[:2]
            members.append(Member(f"m{number}", port, address).join())
            self.addCleanup(members[-1].close)
            for other in members[:-1]:
                self.assertEqual(other.hear(), f"m{number} joined the room")
        for life in range(3):
            for member in members:
                member.say(str(life))
                for other in members:
                    if other is not member:
                        self.assertEqual(other.hear(), f"{member.name}: {life}")
            done = programs.run("moonroomd", *words, "upgrade", text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_a_second_host_on_the_same_data_is_refused(self):
        data = self.folder() / "data"
        host = self.host("--data", data)
        other = programs.run("moonroomd", "--listen", "127.0.0.1:0", "--data", data, text=True)
        self.assertEqual(other.returncode, 1)
        self.assertIn(str(host.pid), other.stderr)

    def test_a_job_that_hangs_delays_no_member_and_leaves_no_process(self):
        plugins = self.folder()
        (plugins / "work.lua").write_text("""return {
            jobs = { loop = function() while true do end end },
            on_message = function(m)
              if m.text == "work" then room.job("loop", 1, function(_, wrong) room.say(wrong) end) end
            end }""")
        host = self.host("--plugins", plugins)
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
        self.assertNotIn("Z", [state_of(pid) for pid in host.children()])
        bob.say("work")
        wait_until(lambda: host.jobs(), "the job runs")
        job = host.jobs()[0]
        signal_to(host.pid, signal.SIGKILL)
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
            wait_until(lambda: len(host.children()) == 1, "the administrator has gone")
            ada, bob = self.pair(host)
            bob.say("hi")
            self.assertEqual(ada.hear(), "bob: hi")

    def test_closed_descriptors_do_no_harm(self):
        process = subprocess.Popen(
            ["sh", "-c", f"exec {programs.folder}/moonroomd --listen 127.0.0.1:0 --data :memory: <&- 2>&-"],
            stdout=subprocess.PIPE)
        Output(process.stdout).expect("listening on")
        process.terminate()
        self.assertEqual(process.wait(PATIENCE), 0)

    def test_an_error_of_a_start_is_one_sentence(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
            for options, words in (
                    (["--listen", f"127.0.0.1:{port}"], "is taken by another program"),
                    (["--scripts", "/no/such/folder"], "cannot read the folder"),
                    (["--wording", "klingon"], "there is no wording 'klingon'"),
                    (["--nonsense"], "--nonsense"),
                    (["--config", "/no/such/file"], "/no/such/file")):
                done = programs.run("moonroomd", *options, text=True)
                self.assertIn(done.returncode, (1, 2))
                self.assertIn(words, done.stderr)
                self.assertEqual(done.stderr.count("\n"), 1, done.stderr)

    def test_version_and_help(self):
        for program in ("moonroomd", "moonroom"):
            for option, words in (("--version", program), ("--help", "Usage")):
                done = programs.run(program, option, text=True)
                self.assertEqual(done.returncode, 0)
                self.assertIn(words, done.stdout)

    def test_the_log_as_json(self):
        host = self.host("--log-format", "json")
        self.pair(host)  # Both were judged, so the worker runs no plugin now.
        signal_to(host.running_worker(), signal.SIGKILL)
        event = json.loads(host.log.next_line())
        self.assertEqual(event["level"], "warning")
        self.assertIn("worker", event["message"])
