"""The client in a session with a real host: keys, passwords, restarts, sanctions, and how it leaves."""

import fcntl
import json
import os
import re
import signal
import stat
import struct
import subprocess
import termios
import time
from pathlib import Path
from typing import BinaryIO

from case import CTRL_D, Case, width
from harness.process import PATIENCE, children_of, wait_until
from room import Guest, RealRoom
from screen import Terminal


class Sessions(Case):
    """Encrypted, with a real host."""

    def known_hosts(self) -> Path:
        return self.config / "moonroom/known_hosts"

    def seats(self) -> list[Path]:
        return list((self.state / "moonroom/seats").iterdir())

    def enters(self, room: RealRoom, name: str, *options: str, **more) -> Terminal:
        """In the room, where only `name>` stands on the screen."""
        terminal = self.client(room.port, "--name", name, "--timestamps", "off", *options, **{"columns": 110, **more})
        terminal.shows(f"{name}>")
        self.clear(terminal, f"{name}>")
        return terminal

    def program(self, room: RealRoom, *options: str, **environment: str) -> subprocess.Popen:
        return self.pipe(room.port, "--name", "ann", *options, **environment)

    def test_the_client_remembers_a_hosts_key(self):
        room = self.real()
        for words in (f"*** encrypted; this host is new to you, its key is {room.fingerprint}",
                      "*** encrypted; the host is the one you know"):
            terminal = self.client(room.port, "--name", "ann", "--timestamps", "off", columns=110)
            terminal.shows(words, "ann>")
            terminal.type("/quit\r")
            self.assertEqual(terminal.ends(), 0)
        self.assertEqual(self.known_hosts().read_text().split()[:2], [f"localhost:{room.port}", room.fingerprint])
        self.assertEqual(self.seats(), [])

    def test_the_key_is_shown_in_the_readers_language(self):
        room = self.real()
        self.client(room.port, "--name", "张三", LC_ALL="zh_CN.UTF-8").sees("*** 已加密；第一次连接这台主机")

    def test_the_client_refuses_a_host_whose_key_has_changed_and_sends_it_nothing(self):
        room = self.real()
        self.known_hosts().parent.mkdir(parents=True)
        self.known_hosts().write_text(f"127.0.0.1:{room.port} SHA256:{'A' * 43}\n")
        watcher = self.guest(room, "bob")
        program = self.program(room)
        out, errors = program.communicate(timeout=PATIENCE)
        self.assertEqual((program.returncode, out), (6, b""))
        for words in ("has changed", room.fingerprint, f"SHA256:{'A' * 43}", f"{self.known_hosts()}, line 1"):
            self.assertIn(words, errors.decode())
        self.assertRegex(errors.decode(), r"\Amoonroom: WARNING: the key of this host has changed")
        self.assertLessEqual(max(width(line) for line in errors.decode().splitlines()), 78)
        self.guest(room, "cleo")
        self.assertEqual(watcher.hear(), "cleo joined the room")
        self.assertIn("AAAA", self.known_hosts().read_text())
        terminal = self.client(room.port, "--name", "ann", columns=110)
        self.assertEqual(terminal.ends(), 6)
        terminal.sees("has changed")
        self.assertTrue(terminal.modes_are_as_before())

    def test_a_pinned_key_and_no_other(self):
        room = self.real()
        done = self.program(room, "--pin", room.fingerprint, "--send", "hi")
        self.assertEqual((done.communicate(timeout=PATIENCE), done.returncode), ((b"", b""), 0))
        other = self.program(room, "--pin", "SHA256:" + "B" * 43, "--send", "hi")
        _, errors = other.communicate(timeout=PATIENCE)
        self.assertEqual(other.returncode, 6)
        self.assertIn("is not the host that you pinned", errors.decode())
        nonsense = self.program(room, "--pin", "xyz", "--send", "hi")
        _, errors = nonsense.communicate(timeout=PATIENCE)
        self.assertEqual(nonsense.returncode, 2)
        self.assertIn("'xyz' is no fingerprint", errors.decode())
        # A pin holds for one run; the client does not remember the key.
        self.assertFalse(self.known_hosts().exists())

    def test_a_password_is_asked_for_without_echo(self):
        room = self.real("--password", "sesame")
        for more in ((), ("--plain",)):
            terminal = self.client(room.port, "--name", "ann", "--timestamps", "off", *more, columns=110)
            terminal.shows("this room has a password", "Password:")
            terminal.type("open\r")
            terminal.shows("this is not the password of the room", "Password:")
            terminal.type("sesame\r")
            if not more:
                terminal.shows("ann>")
            terminal.type("/quit\r")
            self.assertEqual(terminal.ends(), 0)
            self.assertNotIn(b"sesame", terminal.bytes)
            self.assertNotIn(b"open", terminal.bytes)
            self.assertTrue(terminal.modes_are_as_before())

    def test_the_client_does_not_ask_for_a_given_password(self):
        room = self.real("--password", "sesame")
        for options, environment in ((("--password", "sesame"), {}), ((), {"MOONROOM_PASSWORD": "sesame"})):
            done = self.program(room, *options, "--send", "hi", **environment)
            self.assertEqual((done.communicate(timeout=PATIENCE), done.returncode), ((b"", b""), 0))
        for options, why in (((), "this room has a password"),
                             (("--password", "open"), "this is not the password of the room")):
            done = self.program(room, *options)
            out, errors = done.communicate(timeout=PATIENCE)
            self.assertEqual((done.returncode, out.decode()), (4, ""))
            self.assertEqual(errors.decode(), f"moonroom: {why}; say it with --password or in MOONROOM_PASSWORD\n")

    def test_programs_get_a_question_for_the_password(self):
        room = self.real("--password", "sesame")
        program = self.program(room, "--json")
        events = (json.loads(line) for line in program.stdout)
        self.assertEqual(next(events), {"event": "connection", "state": "met", "words": room.fingerprint})
        self.assertEqual(next(events), {"event": "connection", "state": "locked"})
        self.assertEqual(next(events), {"event": "password_wanted"})
        program.stdin.write(b'{"password": "sesame"}\n')
        program.stdin.flush()
        self.assertEqual(next(events), {"event": "connection", "state": "entered", "words": "ann"})

    def test_a_text_member_has_a_mark_behind_their_name(self):
        room = self.real()
        ann = self.enters(room, "ann")
        bob = self.guest(room, "bob")
        ann.shows("bob joined the room", "ann>")
        bob.say("hi")
        ann.shows("bob joined the room", "bob?: hi", "ann>")
        cleo = self.enters(room, "cleo")
        cleo.type("hello\r")
        ann.shows("bob?: hi", "cleo joined the room", "cleo: hello", "ann>")

    def test_a_host_that_is_killed_and_comes_back_loses_nothing(self):
        room = self.real()
        ann, bob = self.enters(room, "ann"), self.enters(room, "bob")
        ann.shows("bob joined the room", "ann>")
        room.kill()
        ann.type("lost?\r")
        ann.shows("bob joined the room", "ann: lost?", "*** the room does not answer at the moment", "ann>")
        ann.has_status(f"the room does not answer at the moment · 127.0.0.1:{room.port} · 2 here · encrypted")
        ann.type("meanwhile\r")
        room.start()
        ann.shows("bob joined the room", "ann: lost?", "*** the room does not answer at the moment", "ann: meanwhile",
                  "*** the room answers again", "ann>")
        bob.sees("ann: meanwhile")
        bob.type("hi\r")
        ann.shows("*** the room answers again", "bob: hi", "ann>")
        heard = [row for row in bob.everything() if "ann:" in row]
        self.assertEqual([row.removeprefix("↺ ") for row in heard], ["ann: lost?", "ann: meanwhile"])

    def test_missed_lines_are_shown_once_and_marked(self):
        room = self.real()
        ann = self.enters(room, "ann")
        bob = self.guest(room, "bob")
        ann.shows("bob joined the room", "ann>")
        network = children_of(ann.process.pid)[0]
        os.kill(network, signal.SIGSTOP)
        room.kill()
        room.start()
        watcher = self.guest(room, "cleo")
        for number in range(3):
            bob.say(f"missed {number}")
            self.assertEqual(watcher.hear(), f"bob: missed {number}")
        os.kill(network, signal.SIGCONT)
        ann.sees("bob?: missed 2")
        bob.say("live")
        ann.shows("bob joined the room", "*** the room answers again", "↺ cleo joined the room",
                  *[f"↺  bob?: missed {number}" for number in range(3)], " bob?: live", "ann>")

    def test_a_client_that_was_killed_takes_its_seat_again(self):
        room = self.real()
        bob = self.enters(room, "bob")
        ann = self.enters(room, "ann")
        bob.shows("ann joined the room", "bob>")
        ann.type("one\r")
        bob.shows("ann: one", "bob>")
        wait_until(lambda: len(self.seats()) == 2, "the seats are written down")
        self.assertEqual({stat.S_IMODE(seat.stat().st_mode) for seat in self.seats()}, {0o600})
        network = children_of(ann.process.pid)[0]
        # The network half first, or it would leave the room.
        for pid in (network, ann.process.pid):
            os.kill(pid, signal.SIGKILL)
        bob.type("are you there?\r")
        bob.shows("bob: are you there?", "bob>")
        again = self.client(room.port, "--name", "ann", "--timestamps", "off", columns=110)
        again.shows("↺ bob: are you there?", "ann>")
        again.type("two\r")
        bob.shows("ann joined the room", "ann: one", "bob: are you there?", "ann: two", "bob>")

    def test_a_seat_that_is_taken_is_not_stolen(self):
        room = self.real()
        ann = self.enters(room, "ann")
        second = self.program(room)
        _, errors = second.communicate(timeout=PATIENCE)
        self.assertEqual((second.returncode, errors.decode()),
                         (4, "moonroom: the room refused the name ann: this name is taken\n"))
        thief = self.client(room.port, "--name", "ann", "--timestamps", "off")
        thief.shows("this name is taken", "Name:")
        bob = self.guest(room, "bob")
        bob.say("hi")
        ann.shows("bob joined the room", "bob?: hi", "ann>")

    def test_a_slow_login_is_shown_and_an_unanswered_one_is_explained(self):
        room = self.fake()
        terminal = self.client(room.port, "--name", "ann", columns=110)
        terminal.has_status("coming in …")
        terminal.type("typed ahead")
        program = self.pipe(room.port, "--name", "ann")
        _, errors = program.communicate(timeout=2 * PATIENCE)
        self.assertEqual(terminal.ends(), 1)
        said = (f"moonroom: no answer from 127.0.0.1:{room.port}; is the room running there? "
                "(a room that speaks only plain text: --classic)")
        self.assertEqual(terminal.rows()[0], said[:110])
        self.assertEqual((program.returncode, errors.decode()), (1, said + "\n"))

    def test_programs_get_all_data_of_a_line(self):
        room = self.real(plugins=["who"])
        bob = self.guest(room, "bob")
        program = self.program(room, "--json")
        events = (json.loads(line) for line in program.stdout)
        self.assertEqual([next(events)["state"] for _ in range(2)], ["met", "entered"])
        bob.say("hi")
        heard = next(events)
        self.assertRegex(heard.pop("time"), r"Z$")
        self.assertGreater(heard.pop("number"), 0)
        self.assertEqual(heard, {"event": "heard", "line": "bob: hi", "kind": "message", "from": "bob",
                                 "text": "hi", "by_text_member": True})
        program.stdin.write(b'{"say": "/who"}\n')
        program.stdin.flush()
        heard = next(events)
        self.assertTrue(heard["only_for_you"], heard)
        self.assertEqual(next(events), {"event": "said", "line": 1})
        room.kill()
        program.stdin.write(b'{"say": "anybody?"}\n')
        program.stdin.flush()
        self.assertEqual(next(events), {"event": "connection", "state": "lost"})
        room.start()
        bob.say("missed?")
        self.assertEqual(next(events), {"event": "connection", "state": "back", "words": "ann"})

    def test_programs_get_missed_lines(self):
        room = self.real()
        program = self.program(room, "--json")
        events = (json.loads(line) for line in program.stdout)
        self.assertEqual([next(events)["state"] for _ in range(2)], ["met", "entered"])
        bob = self.guest(room, "bob")
        bob.say("before")
        network = children_of(program.pid)[0]
        heard = [next(events) for _ in range(2)]
        os.kill(network, signal.SIGSTOP)
        room.kill()
        room.start()
        cleo = self.guest(room, "cleo")
        for number in range(3):
            bob.say(f"missed {number}")
            self.assertEqual(cleo.hear(), f"bob: missed {number}")
        os.kill(network, signal.SIGCONT)
        self.assertEqual(next(events), {"event": "connection", "state": "back", "words": "ann"})
        heard += [next(events) for _ in range(4)]
        # After the return, new lines are no replay.
        bob.say("after")
        heard.append(next(events))
        self.assertEqual([event["line"] for event in heard],
                         ["bob joined the room", "bob: before", "cleo joined the room",
                          *[f"bob: missed {number}" for number in range(3)], "bob: after"])
        self.assertEqual([event.get("replayed", False) for event in heard], [False] * 2 + [True] * 4 + [False])
        numbers = [event["number"] for event in heard]
        self.assertEqual(numbers, sorted(set(numbers)))

    def test_a_pipe_gets_the_lines_of_members_and_the_state_of_the_connection(self):
        room = self.real()
        bob = self.guest(room, "bob")
        program = self.program(room)
        self.assertEqual(bob.hear(), "ann joined the room")
        bob.say("hi")
        self.assertEqual(program.stdout.readline().decode(), "bob: hi\n")
        room.kill()
        program.stdin.write(b"anybody?\n")
        program.stdin.flush()
        self.assertEqual(program.stdout.readline().decode(), "*** the room does not answer at the moment\n")
        room.start()
        self.assertEqual(program.stdout.readline().decode(), "*** the room answers again\n")
        self.assertEqual(bob.hear(), "ann: anybody?")


def unread(pipe: BinaryIO) -> int:
    """The number of bytes that were written and not yet read."""
    return struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)))[0]


UNANSWERED = "moonroom: the room did not answer the goodbye"
BUSY = 2.0  # Seconds of tolerance for a busy machine; unit tests check tenths of a second.


class Sanctions(Case):
    """The status row, and the lines above it, of a member who is muted or removed."""

    def setUp(self) -> None:
        super().setUp()
        self.room = self.real()
        self.ann = self.enters()

    def enters(self) -> Terminal:
        terminal = self.client(self.room.port, "--name", "ann", "--timestamps", "off", columns=110)
        terminal.shows("ann>")
        return terminal

    def console(self, line: str) -> None:
        done = self.room.by_console(f"{line}\n")
        self.assertEqual(done.returncode, 0, done)

    def is_muted(self, terminal: Terminal, seconds: float, form: str = "%H:%M") -> None:
        """The status row names an end within two seconds of this one."""
        now = time.time()
        ends = [time.strftime(form, time.gmtime(now + seconds + late)) for late in (-2, 0, 2)]
        def there() -> bool:
            terminal.read()
            return any(terminal.status().startswith(f"you are muted until {end} · ") for end in ends)
        wait_until(there, lambda: f"muted until {ends}, not {terminal.status()!r} on\n" + "\n".join(terminal.rows()))

    def is_free(self, terminal: Terminal) -> None:
        terminal.has_status(f"127.0.0.1:{self.room.port} · 1 here · encrypted")

    def test_the_status_row_shows_a_mute_until_it_is_lifted(self):
        self.is_free(self.ann)
        for words, seconds, form in (("/mute ann", 600, "%H:%M"), ("/mute ann 2h", 7200, "%H:%M"),
                                     ("/mute ann 7d", 7 * 86400, "%Y-%m-%d %H:%M"), ("/mute ann 5m", 300, "%H:%M")):
            self.console(words)
            self.is_muted(self.ann, seconds, form)
        self.ann.sees("you may not speak for 5 min")
        self.ann.type("hello?\r")
        self.ann.sees("your line was not sent")
        self.is_muted(self.ann, 300)
        self.console("/unmute ann")
        self.ann.shows("you may speak again", "ann>")
        self.is_free(self.ann)

    def test_a_mute_that_runs_out_clears_by_itself(self):
        self.console("/mute ann 2s")
        self.is_muted(self.ann, 2)
        self.is_free(self.ann)
        other = Guest(self.room, "bob")
        self.addCleanup(other.close)
        self.ann.sees("bob joined the room")
        self.ann.type("free\r")
        self.assertEqual(other.hear(), "ann: free")

    def test_a_mute_follows_its_member_through_a_restart_and_a_new_visit(self):
        self.console("/mute ann 1h")
        self.is_muted(self.ann, 3600)
        self.room.kill()
        self.ann.type("anybody?\r")
        self.ann.sees("the room does not answer at the moment")
        self.room.start()
        self.ann.sees("the room answers again")
        self.is_muted(self.ann, 3600)
        self.ann.type("/quit\r")
        self.assertEqual(self.ann.ends(), 0)
        again = self.enters()
        self.is_muted(again, 3600)
        self.console("/unmute ann")
        self.is_free(again)

    def test_the_mute_in_chinese(self):
        chinese = self.client(self.room.port, "--name", "张三", "--timestamps", "off", columns=110, LC_ALL="zh_CN.UTF-8")
        chinese.sees("张三>")
        self.console("/mute 张三 1h")
        wait_until(lambda: chinese.read() or re.match(r"你被禁言到 \d\d:\d\d · ", chinese.status()), lambda: chinese.status())

    def test_a_removed_member_gets_the_reason(self):
        for words, told in (("/kick ann enough", "you have been removed from the room: enough"),
                            ("/kick ann", "you have been removed from the room"),
                            ("/ban ann 1h spam", "you have been removed from the room and are kept out for 1 h: spam")):
            with self.subTest(words):
                self.console(words)
                self.assertEqual(self.ann.ends(), 3)
                self.assertEqual(self.ann.rows()[-2:], [told, "*** the room has closed, or you were removed from it"])
                self.assertEqual(self.ann.status(), "")
                if "/kick" in words:
                    self.ann = self.enters()
        again = self.client(self.room.port, "--name", "ann", "--timestamps", "off", columns=110)
        again.shows("Name:")
        self.assertRegex("\n".join(again.rows()), r"kept out of this room for another .*: spam")
        self.assertEqual(again.status(), "")

    def test_a_member_who_was_banned_while_away_is_told_so_at_the_return(self):
        network = children_of(self.ann.process.pid)[0]
        os.kill(network, signal.SIGSTOP)
        self.room.kill()
        self.room.start()
        self.console("/ban ann 1h spam")
        os.kill(network, signal.SIGCONT)
        self.assertEqual(self.ann.ends(), 3)
        self.assertRegex(self.ann.rows()[-1], r"you are not in the room any more: .*spam")


class Leaving(Case):
    """A client that leaves does not wait for an absent room, and reports lines that might be lost."""

    def enters(self, room: RealRoom, *options: str) -> Terminal:
        terminal = self.client(room.port, "--name", "ann", "--timestamps", "off", *options, columns=110)
        terminal.shows("ann>")
        return terminal

    def leaves(self, terminal: Terminal, words: str, keys: str = "/quit\r") -> float:
        """Leaves, and expects this last line; returns the duration."""
        began = time.monotonic()
        terminal.type(keys)
        self.assertEqual(terminal.ends(), 1)
        took = time.monotonic() - began
        self.assertEqual(terminal.rows()[-1], words)
        self.assertTrue(terminal.modes_are_as_before())
        return took

    def test_at_once_without_a_host(self):
        times = []
        for keys in ("/quit\r", CTRL_D, "\x03"):
            room = self.real()
            terminal = self.enters(room)
            room.kill()
            times.append(self.leaves(terminal, UNANSWERED, keys))
        # The minimum, because other load can delay one of them.
        self.assertLess(min(times), 0.8)

    def test_at_once_after_a_lost_connection_with_the_number_of_lost_lines(self):
        room = self.real()
        terminal = self.enters(room)
        room.kill()
        terminal.type("hello?\r")
        terminal.sees("*** the room does not answer at the moment")
        terminal.type("anybody?\r")
        terminal.sees("ann: anybody?")
        self.assertLess(self.leaves(terminal, UNANSWERED + "; 2 of your lines may not have arrived"), BUSY)

    def test_after_a_second_when_the_host_does_not_answer(self):
        room = self.real()
        terminal = self.enters(room)
        os.kill(room.process.pid, signal.SIGSTOP)
        self.addCleanup(os.kill, room.process.pid, signal.SIGCONT)
        terminal.type("hello?\r")
        terminal.sees("ann: hello?")
        took = self.leaves(terminal, UNANSWERED + "; 1 of your lines may not have arrived")
        self.assertGreater(took, 0.5)
        self.assertLess(took, 1 + BUSY)

    def test_the_last_lines_arrive_before_the_goodbye(self):
        room = self.real()
        bob = self.guest(room, "bob")
        terminal = self.enters(room)
        self.assertEqual(bob.hear(), "ann joined the room")
        os.kill(room.process.pid, signal.SIGSTOP)
        terminal.type("".join(f"{number}\r" for number in range(5)) + "/quit\r")
        os.kill(room.process.pid, signal.SIGCONT)
        self.assertEqual(terminal.ends(), 0)
        self.assertEqual([bob.hear() for _ in range(6)], [*[f"ann: {number}" for number in range(5)], "ann left the room"])

    def test_a_member_who_could_not_say_goodbye_keeps_their_seat(self):
        room = self.real()
        terminal = self.enters(room)
        room.kill()
        self.leaves(terminal, UNANSWERED)
        room.start()
        terminal = self.enters(room)
        terminal.type("/quit\r")
        self.assertEqual(terminal.ends(), 0)

    def test_by_plain_text_too(self):
        room, terminal = self.ann()
        self.assertLess(self.leaves(terminal, UNANSWERED), 1 + BUSY)
        room, terminal = self.ann()
        room.close()
        self.assertLess(self.leaves(terminal, UNANSWERED), BUSY)
        room, terminal = self.ann(columns=110)
        room.close()
        terminal.type("hello?\r")
        terminal.sees("*** the room does not answer at the moment")
        terminal.type("anybody?\r")
        terminal.sees("ann: anybody?")
        self.assertLess(self.leaves(terminal, UNANSWERED + "; 1 of your lines may not have arrived"), BUSY)

    def test_a_program_waits_until_its_lines_have_arrived(self):
        room = self.real()
        bob = self.guest(room, "bob")
        program = self.pipe(room.port, "--name", "ann")
        self.assertEqual(bob.hear(), "ann joined the room")
        # A turn later, because a killed host's successor can repeat the notice.
        bob.say("hi")
        self.assertEqual(program.stdout.readline().decode(), "bob: hi\n")
        room.kill()
        program.stdin.write(b"one\ntwo\n")
        program.stdin.close()
        program.stdin = None
        room.start()
        self.assertEqual([bob.hear() for _ in range(3)], ["ann: one", "ann: two", "ann left the room"])
        self.assertEqual(program.wait(PATIENCE), 0)

    def test_a_program_that_waits_goes_at_a_signal(self):
        room = self.real()
        program = self.pipe(room.port, "--name", "ann", "--json")
        events = (json.loads(line) for line in program.stdout)
        self.assertEqual([next(events)["state"] for _ in range(2)], ["met", "entered"])
        room.kill()
        program.stdin.write(b'{"say": "hello?"}\n')
        program.stdin.flush()
        self.assertEqual(next(events)["state"], "lost")
        program.stdin.write(b'{"leave": true}\n')
        program.stdin.flush()
        wait_until(lambda: unread(program.stdin) == 0, "the program has read it")
        began = time.monotonic()
        program.send_signal(signal.SIGTERM)
        self.assertEqual(next(event for event in events if event["event"] == "connection"),
                         {"event": "connection", "state": "silent", "unsaid": 1})
        self.assertLess(time.monotonic() - began, BUSY)
        _, errors = program.communicate(timeout=PATIENCE)
        self.assertEqual((program.returncode, errors.decode()),
                         (1, UNANSWERED + "; 1 of your lines may not have arrived\n"))
