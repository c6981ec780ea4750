#!/usr/bin/env python3
"""The client at a terminal: keys in, screens out."""

import fcntl
import json
import os
import re
import select
import signal
import stat
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
import unittest
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

sys.path.append(str(Path(__file__).resolve().parents[1]))

from emulator import width_of
from harness import programs, side_by_side
from harness.process import PATIENCE, children_of, state_of, wait_until
from room import FakeRoom, Guest, RealRoom
from screen import Terminal

CTRL_C, CTRL_D, CTRL_L, CTRL_R, CTRL_U, CTRL_Z, TAB = "\x03", "\x04", "\x0c", "\x12", "\x15", "\x1a", "\t"
UP, LEFT, HOME = "\x1b[A", "\x1b[D", "\x1b[H"
IN_CLEAR = "*** by plain text: whoever is on the way can read it"


class Case(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="moonroom-")
        self.addCleanup(folder.cleanup)
        self.state, self.config = Path(folder.name) / "state", Path(folder.name) / "config"
        self.home = {"XDG_STATE_HOME": str(self.state), "XDG_CONFIG_HOME": str(self.config)}

    def fake(self, port: int = 0) -> FakeRoom:
        room = FakeRoom(port)
        self.addCleanup(room.close)
        return room

    def client(self, port: int, *options: str, columns: int = 60, rows: int = 12, **environment: str) -> Terminal:
        terminal = Terminal([programs.path_of("moonroom"), f"127.0.0.1:{port}", *options], columns, rows,
                            **{**self.home, **environment})
        self.addCleanup(terminal.close)
        return terminal

    def classic(self, port: int, *options: str, **more) -> Terminal:
        """In plain text, where a fake room is enough or is needed."""
        return self.client(port, "--classic", *options, **more)

    def ann(self, *options: str, **more) -> tuple[FakeRoom, Terminal]:
        """In a fake room as ann; no time stamps, which differ each time, and an empty screen."""
        room = self.fake()
        terminal = self.classic(room.port, "--name", "ann", "--timestamps", "off", *options, **more)
        room.admits("ann")
        terminal.shows("ann>")
        terminal.sees("*** by plain text")
        terminal.type(CTRL_L)
        wait_until(lambda: terminal.read() or terminal.rows() == ["ann>"], "the screen is clear")
        terminal.bytes = b""
        return room, terminal

    def pipe(self, port: int, *options: str, **environment: str) -> subprocess.Popen:
        program = subprocess.Popen([programs.path_of("moonroom"), f"127.0.0.1:{port}", *options], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env={**os.environ, "LC_ALL": "C", **self.home, **environment})
        # So that no test waits for its text for ever.
        watchdog = threading.Timer(2 * PATIENCE, program.kill)
        watchdog.start()
        self.addCleanup(lambda: (watchdog.cancel(), program.poll() is None and program.kill(), program.communicate()))
        return program

    def real(self, *options: str, plugins: Iterable[str] = ()) -> RealRoom:
        room = RealRoom(*options, plugins=plugins)
        self.addCleanup(room.close)
        return room

    def guest(self, room: RealRoom, name: str) -> Guest:
        guest = Guest(room, name)
        self.addCleanup(guest.close)
        return guest


class Coming(Case):
    def test_a_name_is_asked_for_until_one_is_taken(self):
        room = self.fake()
        terminal = self.classic(room.port, "--timestamps", "off")
        terminal.shows("Name:")
        terminal.type("bob\r")
        room.expects("L bob")
        room.says("this name is taken")
        terminal.shows("Name: bob", "this name is taken", "Name:")
        terminal.type("ann\r")
        room.admits("ann")
        terminal.shows("Name: bob", "this name is taken", "Name: ann", IN_CLEAR, "ann>")
        terminal.type("q\r")
        room.lets_go("ann")
        self.assertEqual(terminal.ends(), 0)
        self.assertTrue(terminal.modes_are_as_before())
        self.assertEqual(terminal.rows(), ["Name: bob", "this name is taken", "Name: ann", IN_CLEAR])

    def test_the_client_speaks_the_readers_language(self):
        room = self.fake()
        terminal = self.classic(room.port, LANG="en_US.UTF-8", LC_ALL="zh_CN.UTF-8")
        terminal.shows("名字：")
        terminal.type("张三\r")
        room.admits("张三")
        terminal.sees("张三>")
        room.says("EXIT")
        self.assertEqual(terminal.ends(), 3)
        terminal.sees("聊天室已关闭")

    def test_any_locale_will_do(self):
        for locale in ("C", "POSIX", "de_DE.ISO-8859-1", "nonsense"):
            room = self.fake()
            terminal = self.classic(room.port, "--name", "张三", "--timestamps", "off", LC_ALL=locale)
            room.admits("张三")
            terminal.shows("张三>")
            terminal.type("汉字é\r")
            room.expects("C 张三 汉字é")
            terminal.shows("张三: 汉字é", "张三>")


class Typing(Case):
    def test_what_is_heard_stands_above_what_is_typed(self):
        room, terminal = self.ann()
        terminal.type("half a li")
        terminal.shows("ann> half a li")
        room.says("bob: hi")
        terminal.shows("bob: hi", "ann> half a li")
        self.assertEqual(terminal.cursor(), (1, 14))
        terminal.type("ne\r")
        room.expects("C ann half a line")
        terminal.shows("bob: hi", "ann: half a line", "ann>")

    def test_keys_edit_by_what_a_reader_counts(self):
        room, terminal = self.ann()
        # A wide character, one with a combining mark, an emoji of four people, a flag.
        terminal.type("汉e\u0301👨‍👩‍👧‍👦🇩🇪!" + LEFT + "\x7f\x7f\x7f" + "x")
        terminal.type("\r")
        room.expects("C ann 汉x!")
        terminal.type("two words" + "\x17" + "three" + HOME + "a " + "\x05" + "!\r")
        room.expects("C ann a two three!")
        terminal.type("abc" + "\x01" + "\x0b" + "x" + "\x19" + "\r")
        room.expects("C ann xabc")

    def test_a_long_line_goes_on_in_further_rows_and_leaves_nothing_behind(self):
        room, terminal = self.ann(columns=20)
        terminal.type("0123456789abcde汉字字字字字字字字字")
        terminal.shows("ann> 0123456789abcde", "汉字字字字字字字字字")
        self.assertEqual(terminal.cursor(), (2, 0))
        room.says("bob: hi")
        terminal.shows("bob: hi", "ann> 0123456789abcde", "汉字字字字字字字字字")
        terminal.type("\x15")
        terminal.shows("bob: hi", "ann>")
        room.says("bob: ho")
        terminal.shows("bob: hi", "bob: ho", "ann>")

    def test_a_line_that_is_longer_than_the_screen_scrolls_in_its_place(self):
        room, terminal = self.ann(columns=20, rows=6)
        room.says("bob: hi")
        terminal.shows("bob: hi", "ann>")
        terminal.type("x" * 300)
        terminal.sees("x")
        terminal.settle()
        self.assertEqual(terminal.rows()[0], "bob: hi")
        terminal.type("\x15y\r")
        room.expects("C ann y")
        terminal.shows("bob: hi", "ann: y", "ann>")

    def test_another_size_leaves_no_garbage(self):
        room, terminal = self.ann(columns=60)
        room.says("bob: hi")
        terminal.type("a line of some thirty letters.")
        terminal.shows("bob: hi", "ann> a line of some thirty letters.")
        for columns, last in ((40, ["ann> a line of some thirty letters."]),
                              (100, ["ann> a line of some thirty letters."]),
                              (36, ["ann> a line of some thirty letters."])):
            terminal.resize(columns, 12)
            terminal.shows("bob: hi", *last)
            room.says(f"bob: {columns}")
            terminal.sees(f"bob: {columns}")
            terminal.type("\x15" + "a line of some thirty letters.")
            terminal.shows(*last)
            terminal.type("\x0c")
            room.says("bob: hi")
            terminal.shows("bob: hi", *last)

    def test_another_size_leaves_nothing_of_an_input_of_several_rows(self):
        for breaks in (True, False):
            room, terminal = self.ann(columns=60)
            for number in range(20):
                room.says(f"bob: line {number} and some more of it, so that it is long")
            terminal.sees("line 19")
            words = " ".join(f"word{number:02}" for number in range(30))
            terminal.type(words)
            terminal.sees("word29")
            for columns, height in ((33, 12), (58, 12), (20, 16), (90, 10), (60, 12)):
                terminal.resize(columns, height, breaks)
                expected = f"ann> {words}"
                def is_whole() -> bool:
                    terminal.read()
                    rows = terminal.rows()
                    inputs = [number for number, row in enumerate(rows) if row.startswith("ann>")]
                    if len(inputs) != 1 or len(rows) != height - 1:
                        return False
                    typed = "".join(row.ljust(columns) for row in rows[inputs[0]:]).rstrip()
                    said = "".join(rows[:inputs[0]])
                    return typed == expected and "word" not in said and "line 19" in said
                wait_until(is_whole, lambda: f"{columns} columns, {breaks}: a clean screen\n" + "\n".join(terminal.rows()))

    def test_ctrl_c_clears_the_line_first_and_leaves_at_an_empty_one(self):
        room, terminal = self.ann()
        terminal.type("half a li")
        terminal.shows("ann> half a li")
        terminal.type(CTRL_C)
        terminal.shows("ann>")
        terminal.has_status("cleared; Ctrl-Y brings it back, Ctrl-C again leaves")
        terminal.type("\x19ne\r")
        room.expects("C ann half a line")
        terminal.paste("one\rtwo")
        terminal.sees("say 2 pasted lines?")
        terminal.type(CTRL_C)
        terminal.shows("ann>")
        terminal.has_status("cleared; Ctrl-Y brings it back, Ctrl-C again leaves")
        terminal.type(CTRL_C)
        room.lets_go("ann")
        self.assertEqual(terminal.ends(), 0)
        self.assertEqual(terminal.rows()[-1], "*** you have left the room (Ctrl-C)")
        self.assertTrue(terminal.modes_are_as_before())

    def test_the_scroll_back_has_every_line_once_and_nothing_else(self):
        room, terminal = self.ann(rows=6)
        for number in range(60):
            room.says(f"bob: line {number}")
            terminal.type("k")
            if number % 10 == 9:
                terminal.sees(f"line {number}")
        terminal.shows("ann> " + "k" * 55, "kkkkk")
        self.assertEqual([row for row in terminal.everything() if row.startswith("bob")],
                         [f"bob: line {number}" for number in range(60)])
        self.assertEqual(len(terminal.everything()), 62)


class Pasting(Case):
    def test_one_line_waits_for_enter(self):
        room, terminal = self.ann()
        terminal.paste("rm -rf /\r")
        terminal.shows("ann> rm -rf /")
        terminal.type("\r")
        room.expects("C ann rm -rf /")

    def test_many_lines_ask_first(self):
        room, terminal = self.ann()
        terminal.paste("one\rtwo\r\nthree\x1b[2J\r")
        terminal.shows("say 3 pasted lines? y yes, n no, j as one line:")
        terminal.type("n")
        terminal.shows("ann>")
        terminal.paste("one\rtwo\rthree")
        terminal.type("y")
        for text in ("one", "two", "three"):
            room.expects(f"C ann {text}")
        terminal.shows("ann: one", "ann: two", "ann: three", "ann>")
        terminal.paste("one\rtwo")
        terminal.type("j\r")
        room.expects("C ann one two")

    def test_blank_lines_and_tabs_of_a_paste_are_said_as_such(self):
        room, terminal = self.ann()
        terminal.paste("if x:\r\r\ty()\r \rend\r\r")
        terminal.shows("say 5 pasted lines (2 blank)? y yes, n no, j as one line:")
        terminal.type("y")
        for text in ("if x:", "", "\ty()", " ", "end"):
            room.expects(f"C ann {text}")
        terminal.type("\r")
        terminal.paste("a\tb")
        terminal.shows("ann> a    b")
        terminal.type("\r")
        room.expects("C ann a\tb")

    def test_a_long_paste_is_not_said_faster_than_a_room_takes_it(self):
        room, terminal = self.ann()
        terminal.paste("\r".join(str(number) for number in range(45)))
        terminal.type("y")
        began = time.monotonic()
        for number in range(45):
            room.expects(f"C ann {number}")
        self.assertGreater(time.monotonic() - began, 0.6)


class Remembering(Case):
    def test_history_is_kept_between_runs_for_its_owner_alone(self):
        room, terminal = self.ann()
        for text in ("first", "second", " to myself"):
            terminal.type(text + "\r")
            room.expects(f"C ann {text}")
        terminal.type("q\r")
        room.lets_go("ann")
        self.assertEqual(terminal.ends(), 0)
        file = self.state / "moonroom/history"
        self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
        self.assertEqual(file.read_text(), "first\nsecond\nq\n")
        room, terminal = self.ann()
        terminal.type("draft" + UP + UP)
        terminal.shows("ann> second")
        terminal.type("\x1b[B\x1b[B")
        terminal.shows("ann> draft")
        terminal.type("\x15" + CTRL_R + "fir")
        terminal.shows("⌕ fir: first")
        terminal.type("\r")
        room.expects("C ann first")

    def test_nothing_is_kept_where_that_is_wished(self):
        room, terminal = self.ann("--no-history")
        terminal.type("secret\r")
        room.expects("C ann secret")
        terminal.shows("ann: secret", "ann>")
        self.assertFalse((self.state / "moonroom").exists())


class Completing(Case):
    def test_names_and_commands_that_were_heard(self):
        room, terminal = self.ann()
        for line in ("barbara joined the room", "barnaby: hi", "张三说：你好", "/who  says who is here", "gone left the room"):
            room.says(line)
        terminal.sees("gone left")
        terminal.type("ba" + TAB)
        terminal.shows("ann> bar")
        terminal.type(TAB)
        terminal.shows("barbara:  barnaby:", "ann> bar")
        terminal.type("n" + TAB)
        terminal.shows("ann> barnaby:")
        terminal.type("hi 张" + TAB + "!\r")
        room.expects("C ann barnaby: hi 张三 !")
        terminal.type("/w" + TAB + "\r")
        room.expects("C ann /who ")
        terminal.type("/q" + TAB + "\r")
        room.lets_go("ann")
        self.assertEqual(terminal.ends(), 0)


class Looking(Case):
    def test_a_name_has_its_colour_and_ones_own_name_is_a_notice(self):
        seen = []
        for _ in range(2):
            room, terminal = self.ann("--bell")
            room.says("bob: hi")
            room.says("bob: is Ann here?")
            room.says("bob: annoying")
            terminal.shows("bob: hi", "bob: is Ann here?", "bob: annoying", "ann>")
            self.assertNotEqual(terminal.cell(0, 0).style.colour, "default")
            self.assertEqual(terminal.cell(0, 5).style.colour, "default")
            self.assertEqual([terminal.cell(row, 5).style.bold for row in range(3)], [False, True, False])
            self.assertEqual(terminal.bytes.count(b"\a"), 1)
            seen.append(terminal.cell(0, 0).style.colour)
        self.assertEqual(seen[0], seen[1])

    def test_names_stand_in_a_column_and_long_lines_are_indented(self):
        room, terminal = self.ann(columns=40)
        room.says("barbara: hi")
        room.says("bob: one two three four five six seven eight nine ten")
        room.says("张三说：一二三四五六七八九十一二三四五六七八九十")
        room.says("bob joined the room")
        terminal.sees("bob joined")
        terminal.type("mine\r")
        room.expects("C ann mine")
        terminal.shows("barbara: hi",
                       "   bob: one two three four five six",
                       "        seven eight nine ten",
                       "  张三说：一二三四五六七八九十一二三四五",
                       "          六七八九十",
                       "   bob joined the room", "   ann: mine", "ann>")
        self.assertTrue(terminal.cell(6, 4).style.bold)
        terminal.has_status(f"127.0.0.1:{room.port} · not encrypted")

    def test_what_is_familiar_from_elsewhere_is_done_or_named(self):
        room, terminal = self.ann(columns=110)
        terminal.type("/nick bob\r")
        terminal.shows("*** /nick: a name is for the whole visit: leave, and come again with --name NAME", "ann>")
        terminal.type("/me waves\r")
        room.expects("C ann /me waves")
        room.says("there is no command /me; see /help")
        terminal.shows("there is no command /me; see /help", "*** /me: the plugin who has /me; the administrator can enable it",
                       "ann>")
        terminal.type("/clear\r")
        terminal.shows("ann>")
        wait_until(lambda: terminal.read() or terminal.rows() == ["ann>"], "the screen is clear")
        terminal.type("/bye\r")
        room.lets_go("ann")
        self.assertEqual(terminal.ends(), 0)

    def test_no_color(self):
        room, terminal = self.ann(NO_COLOR="1")
        room.says("bob: hi")
        terminal.shows("bob: hi", "ann>")
        self.assertEqual(terminal.cell(0, 0).style.colour, "default")

    def test_time_stamps_on_all_that_is_shown(self):
        room = self.fake()
        terminal = self.classic(room.port, "--name", "ann")
        room.admits("ann")
        terminal.shows("ann>")
        terminal.type("hi\r")
        room.expects("C ann hi")
        room.says("bob: ho")
        terminal.sees("bob: ho")
        self.assertRegex("\n".join(terminal.rows()), rf"^\d\d:\d\d {re.escape(IN_CLEAR)}\n\d\d:\d\d ann: hi\n\d\d:\d\d bob: ho\nann>$")

    def test_what_strangers_send_cannot_steer_the_terminal(self):
        room, terminal = self.ann()
        room.says(b"\x1b[2J\x1b]0;title\x07bob: \x9b1A\xff\x0d\x0aforged\xe2\x80\xae!")
        room.says("next: line")
        terminal.sees("next: line")
        self.assertEqual(terminal.rows()[0], "␛[2J␛]0;title␇bob: ��1A�␍␊forged�!".replace("��1A", "�1A"))
        self.assertNotIn(b"\x1b[2J", terminal.bytes)
        self.assertNotIn(b"\x07", terminal.bytes)

    def test_a_status_row_while_the_room_is_away_and_no_longer(self):
        room, terminal = self.ann(columns=100)
        port = room.port
        room.close()
        terminal.type("anybody?\r")
        terminal.shows("ann: anybody?", "*** the room does not answer at the moment", "ann>")
        place = f"127.0.0.1:{port} · not encrypted"
        terminal.has_status(f"the room does not answer at the moment · {place}")
        terminal.type("later\r")
        terminal.shows("*** the room does not answer at the moment", "ann: later", "ann>")
        again = self.fake(port)
        again.admits("ann")
        again.expects("C ann later")
        terminal.shows("ann: anybody?", "*** the room does not answer at the moment", "ann: later",
                       "*** the room answers again", "ann>")
        terminal.has_status(place)

    def test_a_room_that_has_forgotten_us_may_refuse(self):
        room, terminal = self.ann()
        port = room.port
        room.close()
        terminal.type("anybody?\r")
        terminal.sees("*** the room does not answer")
        again = self.fake(port)
        for _ in range(2):
            again.expects("L ann")
            again.says("this name is taken")
        terminal.shows("Name:")
        terminal.type("ann2\r")
        again.admits("ann2")
        terminal.shows("ann2>")


class Resting(Case):
    def test_who_rests_is_no_ghost_and_finds_what_was_said(self):
        room = self.real()
        bob = self.guest(room, "bob")
        terminal = self.client(room.port, "--name", "ann", "--timestamps", "off", columns=100)
        self.assertEqual(bob.hear(), "ann joined the room")
        terminal.shows("ann>")
        terminal.type(CTRL_L)
        bob.say("before")
        terminal.type("half a li")
        terminal.shows("bob?: before", "ann> half a li")
        terminal.type(CTRL_Z)
        wait_until(lambda: state_of(terminal.process.pid) == "T", "the terminal half is stopped")
        network = children_of(terminal.process.pid)[0]
        self.assertIn(state_of(network), "SR")
        terminal.settle()
        self.assertEqual(terminal.rows(), ["bob?: before"])
        self.assertTrue(terminal.modes_are_as_before())
        thief = Guest(room, "ann")
        self.addCleanup(thief.close)
        self.assertNotEqual(thief.answer, "OK")
        for number in range(12):
            bob.say(f"meanwhile {number}")
        cleo = Guest(room, "cleo")
        self.addCleanup(cleo.close)
        self.assertEqual(bob.hear(), "cleo joined the room")
        # When bob receives this, all earlier lines have left the host, to ann too.
        cleo.say("hi")
        self.assertEqual(bob.hear(), "cleo: hi")
        os.kill(terminal.process.pid, signal.SIGCONT)
        terminal.shows("cleo?: hi", "ann> half a li")
        self.assertEqual(terminal.everything(), ["bob?: before", "──────── unread ────────",
                         *[f"bob?: meanwhile {number}" for number in range(12)], "cleo joined the room", "cleo?: hi",
                         "ann> half a li"])
        terminal.type("ne\r")
        self.assertEqual(bob.hear(), "ann: half a line")
        terminal.type("\x04")
        self.assertEqual(bob.hear(), "ann left the room")
        self.assertEqual(terminal.ends(), 0)

    def test_without_news_there_is_no_mark(self):
        room, terminal = self.ann()
        terminal.type(CTRL_Z)
        wait_until(lambda: state_of(terminal.process.pid) == "T", "the terminal half is stopped")
        os.kill(terminal.process.pid, signal.SIGCONT)
        terminal.shows("ann>")
        terminal.type("hi\r")
        room.expects("C ann hi")
        room.says("bob: hi")
        terminal.shows("ann: hi", "bob: hi", "ann>")

    def test_the_room_is_told_even_by_one_who_was_killed(self):
        room, terminal = self.ann()
        network = children_of(terminal.process.pid)[0]
        os.kill(terminal.process.pid, signal.SIGKILL)
        room.lets_go("ann")
        wait_until(lambda: not state_of(network), "the network half has ended")


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
        terminal.type(CTRL_L)
        wait_until(lambda: terminal.read() or terminal.rows() == [f"{name}>"], "the screen is clear")
        return terminal

    def program(self, room: RealRoom, *options: str, **environment: str) -> subprocess.Popen:
        return self.pipe(room.port, "--name", "ann", *options, **environment)

    def test_a_host_is_met_and_known_from_then_on(self):
        room = self.real()
        for words in (f"*** encrypted; this host is new to you, its key is {room.fingerprint}",
                      "*** encrypted; the host is the one you know"):
            terminal = self.client(room.port, "--name", "ann", "--timestamps", "off", columns=110)
            terminal.shows(words, "ann>")
            terminal.type("/quit\r")
            self.assertEqual(terminal.ends(), 0)
        self.assertEqual(self.known_hosts().read_text().split()[:2], [f"localhost:{room.port}", room.fingerprint])
        self.assertEqual(self.seats(), [])

    def test_the_key_is_told_in_the_readers_language(self):
        room = self.real()
        self.client(room.port, "--name", "张三", LC_ALL="zh_CN.UTF-8").sees("*** 已加密；第一次连接这台主机")

    def test_a_host_whose_key_has_changed_is_refused_and_told_nothing(self):
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

    def test_a_password_that_is_given_is_not_asked_for(self):
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

    def test_programs_are_asked_for_a_password_too(self):
        room = self.real("--password", "sesame")
        program = self.program(room, "--json")
        events = (json.loads(line) for line in program.stdout)
        self.assertEqual(next(events), {"event": "connection", "state": "met", "words": room.fingerprint})
        self.assertEqual(next(events), {"event": "connection", "state": "locked"})
        self.assertEqual(next(events), {"event": "password_wanted"})
        program.stdin.write(b'{"password": "sesame"}\n')
        program.stdin.flush()
        self.assertEqual(next(events), {"event": "connection", "state": "entered", "words": "ann"})

    def test_a_text_member_has_a_mark_behind_his_name(self):
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

    def test_what_was_missed_is_shown_once_and_as_such(self):
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

    def test_a_slow_login_is_seen_and_a_silent_one_is_explained(self):
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

    def test_programs_are_told_what_is_known(self):
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

    def test_programs_are_told_what_they_had_missed(self):
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

    def test_a_pipe_hears_what_was_said_and_nothing_else(self):
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


class Penalties(Case):
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

    def test_a_mute_stands_in_the_status_row_until_it_is_lifted(self):
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

    def test_a_member_who_is_sent_away_is_told_why(self):
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

    def test_a_member_who_is_banned_while_away_is_told_so_when_back(self):
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

    def test_at_once_where_nobody_listens(self):
        times = []
        for keys in ("/quit\r", CTRL_D, "\x03"):
            room = self.real()
            terminal = self.enters(room)
            room.kill()
            times.append(self.leaves(terminal, UNANSWERED, keys))
        # The minimum, because other load can delay one of them.
        self.assertLess(min(times), 0.8)

    def test_at_once_when_the_connection_is_lost_and_one_is_told_what_was_not_said(self):
        room = self.real()
        terminal = self.enters(room)
        room.kill()
        terminal.type("hello?\r")
        terminal.sees("*** the room does not answer at the moment")
        terminal.type("anybody?\r")
        terminal.sees("ann: anybody?")
        self.assertLess(self.leaves(terminal, UNANSWERED + "; 2 of your lines may not have arrived"), BUSY)

    def test_after_a_second_where_the_host_does_not_answer(self):
        room = self.real()
        terminal = self.enters(room)
        os.kill(room.process.pid, signal.SIGSTOP)
        self.addCleanup(os.kill, room.process.pid, signal.SIGCONT)
        terminal.type("hello?\r")
        terminal.sees("ann: hello?")
        took = self.leaves(terminal, UNANSWERED + "; 1 of your lines may not have arrived")
        self.assertGreater(took, 0.5)
        self.assertLess(took, 1 + BUSY)

    def test_what_was_just_said_arrives_before_the_goodbye(self):
        room = self.real()
        bob = self.guest(room, "bob")
        terminal = self.enters(room)
        self.assertEqual(bob.hear(), "ann joined the room")
        os.kill(room.process.pid, signal.SIGSTOP)
        terminal.type("".join(f"{number}\r" for number in range(5)) + "/quit\r")
        os.kill(room.process.pid, signal.SIGCONT)
        self.assertEqual(terminal.ends(), 0)
        self.assertEqual([bob.hear() for _ in range(6)], [*[f"ann: {number}" for number in range(5)], "ann left the room"])

    def test_the_seat_of_one_who_could_not_say_goodbye_is_still_his(self):
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


class AdministratorsCase(Case):
    """Behaviour that is the same at the host's own terminal and at an attached one."""

    def consoles(self) -> Iterator[tuple[RealRoom, Terminal]]:
        room = self.real(plugins=["who", "dice"])
        attached = Terminal([programs.path_of("moonroomd"), "console", "--data", room.data], 100, 40)
        self.addCleanup(attached.close)
        attached.shows("attached; /quit ends the room, Ctrl-D only this console", ">")
        yield room, attached
        own = Terminal([room.program, "--wording", "en", *room.words, "--data", ":memory:", "--listen", "127.0.0.1:0"], 100, 40)
        self.addCleanup(own.close)
        own.sees("listening on")
        room.port = int(own.rows()[1].rpartition(":")[2])
        yield room, own

    def shows_word(self, console: Terminal, typed: str, completed: str) -> None:
        """Tab completes it to this, as soon as the console knows the members."""
        def there() -> bool:
            console.type(CTRL_U + typed + TAB)
            console.settle()
            return console.rows()[-1] == f"> {completed}".rstrip()
        wait_until(there, lambda: f"{typed!r} becomes {completed!r}, not\n" + "\n".join(console.rows()))
        console.type(CTRL_U)


class AtTheConsole(AdministratorsCase):
    def test_tab_knows_commands_members_and_plugins(self):
        for room, console in self.consoles():
            self.shows_word(console, "/st", "/stats")
            self.shows_word(console, "/plugin load d", "/plugin load dice")
            barbara, cleo = self.guest(room, "barbara"), self.guest(room, "张三")
            self.shows_word(console, "/kick b", "/kick barbara")
            self.shows_word(console, "/mute 张", "/mute 张三")
            self.shows_word(console, "hello b", "hello barbara")
            barbara.send_goodbye()
            self.shows_word(console, "/kick b", "/kick b")
            cleo.send_goodbye()

    def test_a_console_speaks_the_language_of_its_reader(self):
        room = self.real()
        console = Terminal([programs.path_of("moonroomd"), "console", "--data", room.data], 100, 40, LC_ALL="zh_CN.UTF-8")
        self.addCleanup(console.close)
        console.shows("已连上；/quit 关闭聊天室，Ctrl-D 只结束这个控制台", ">")
        console.type("/who\r")
        console.sees("聊天室里没有人")
        english = Terminal([programs.path_of("moonroomd"), "console", "--data", room.data, "--language", "en"], 100, 40,
                           LC_ALL="zh_CN.UTF-8")
        self.addCleanup(english.close)
        english.sees("attached;")
        english.type("/who\r")
        english.sees("nobody is in the room")
        for language, hint in (("en_US.UTF-8", "for English, start it with --wording en"), ("zh_CN.UTF-8", "要说英文，请加上 --wording en")):
            own = Terminal([room.program, *room.words, "--data", ":memory:", "--listen", "127.0.0.1:0"], 110, 20, LANG=language)
            self.addCleanup(own.close)
            own.sees(hint)
            own.sees("listening on 127.0.0.1:")

    def test_tables_align_whatever_people_are_called(self):
        for room, console in self.consoles():
            for name in ("ada", "张三"):
                self.guest(room, name)
            console.type("/who\r")
            console.sees("2 in the room")
            # A join can be shown behind the answer.
            shown = console.rows()
            first = next(number for number, row in enumerate(shown) if row.startswith("NAME"))
            head, *rows = shown[first:first + 3]
            self.assertEqual({width(row.partition(" text ")[0]) for row in rows}, {width(head.partition(" BY ")[0])})

    def test_stats_have_speeds(self):
        for room, console in self.consoles():
            ada = self.guest(room, "ada")
            ada.say("hi")
            console.sees("ada: hi")
            console.type("/stats\r")
            console.sees("waiting to be judged")
            lines = next(row for row in console.rows() if row.startswith("lines "))
            self.assertRegex(lines, r"^lines +0\.0 +1")

    def test_top_is_refreshed_in_its_place_until_a_key_is_pressed(self):
        for room, console in self.consoles():
            ada = self.guest(room, "ada")
            console.sees("ada joined the room")
            before = [row for row in console.rows() if row != ">"]
            for key in ("q", "\x03"):
                console.type("/top\r")
                console.sees("PROCESS")
                self.assertTrue(console.rows()[0].endswith("LATELY"))
                said = int(next(row for row in console.rows() if row.startswith("lines ")).split()[2])
                ada.say(f"hi {key}")
                wait_until(lambda: console.read() or any(row.split()[:3:2] == ["lines", str(said + 1)]
                                                         for row in console.rows()), "the page is refreshed")
                self.assertNotIn("ada: hi", "\n".join(console.rows()))
                console.type(key)
                before += ["> /top", f"ada: hi {key}".replace("\x03", "␃")]
                console.shows(*before[-4:], ">")
                self.assertIsNone(console.process.poll())
            self.assertEqual([row for row in console.everything() if row != ">"][-len(before):], before)
            console.type("half a li")
            console.shows("> half a li")

    def test_a_page_does_not_outlive_its_host(self):
        room, console = next(self.consoles())
        console.type("/top\r")
        console.sees("PROCESS")
        room.kill()
        self.assertEqual(console.ends(), 1)
        self.assertRegex("\n".join(console.rows()[-2:]),
                         "^the host is gone.*; looking for the next one\nmoonroomd: the host is gone$")
        self.assertTrue(console.modes_are_as_before())

    def test_a_plain_console_gets_one_page(self):
        room = self.real()
        done = room.by_console("/top\n/bans\n")
        self.assertEqual(done.returncode, 0)
        self.assertIn("PROCESS", done.stdout)
        self.assertTrue(done.stdout.endswith("\nnobody is kept out or muted\n"))
        self.assertNotIn("\x1b", done.stdout)


def width(text: str) -> int:
    return sum(width_of(character) for character in text)


class Flood(Case):
    def drain(self, terminal: Terminal) -> None:
        """Reads only the bytes, because emulating the screen would take longer than the measured time."""
        while select.select([terminal.master], [], [], 0)[0]:
            terminal.bytes += os.read(terminal.master, 65536)

    def test_a_key_is_echoed_at_once_while_a_thousand_lines_a_second_come_in(self):
        room, terminal = self.ann()
        self.type_while(lambda number: room.says(f"bob: line {number}"), terminal, "plain text")

    def test_a_key_is_echoed_at_once_in_a_session_too(self):
        room = self.real("--rate-limit", "off")
        terminal = self.client(room.port, "--name", "ann", "--timestamps", "off", columns=110)
        terminal.shows("ann>")
        bob = self.guest(room, "bob")
        self.type_while(lambda number: bob.say(f"line {number}"), terminal, "a session")

    def type_while(self, say: Callable[[int], None], terminal: Terminal, way: str) -> None:
        stop = threading.Event()

        def talk() -> None:
            number, next_one = 0, time.monotonic()
            while not stop.is_set():
                say(number)
                number, next_one = number + 1, next_one + 0.001
                time.sleep(max(0.0, next_one - time.monotonic()))

        talker = threading.Thread(target=talk)
        talker.start()
        self.addCleanup(lambda: (stop.set(), talker.join()))
        # In the bytes: on the screen it can come and go between two looks.
        wait_until(lambda: terminal.read() and b"line 100" in terminal.bytes, "lines come in")
        waits, typed = [], ""
        for number in range(KEYS):
            # Each line is different, so that no earlier output looks like an echo.
            if number % 10 == 0:
                typed = f"{chr(ord('a') + number // 10 % 26)}{number}"
                terminal.type(CTRL_U + typed)
            wait_until(lambda: terminal.read(0.05), "lines come in")
            self.drain(terminal)
            mark, typed = len(terminal.bytes), typed + "."
            began = time.monotonic()
            terminal.type(".")
            while f"ann> {typed}".encode() not in terminal.bytes[mark:]:
                terminal.bytes += os.read(terminal.master, 65536)
                if time.monotonic() - began > PATIENCE:
                    self.fail("a key was not echoed")
            waits.append(time.monotonic() - began)
        stop.set()
        waits.sort()
        middle, late = waits[len(waits) // 2], waits[len(waits) * 99 // 100]
        print(f"keystroke to echo at 1,000 lines/s by {way}: median {middle * 1e3:.2f} ms, p99 {late * 1e3:.2f} ms",
              file=sys.stderr)
        # Far above the measured time, so that a busy machine does not fail the test.
        self.assertLess(late, 0.1)


class Lines(Case):
    """Standard output is no terminal."""

    def test_plain_has_no_escape_sequence_at_a_terminal_either(self):
        room = self.fake()
        terminal = self.classic(room.port, "--plain")
        terminal.shows("Name:")
        terminal.type("ann\r")
        room.admits("ann")
        terminal.shows("Name: ann", "*** you are in the room as ann")
        room.says("bob: \x1bhi")
        terminal.shows("*** you are in the room as ann", "bob: ␛hi")
        terminal.type("hi\r")
        room.expects("C ann hi")
        terminal.type("quit\r")
        room.lets_go("ann")
        self.assertEqual(terminal.ends(), 0)
        self.assertNotIn(b"\x1b", terminal.bytes)

    def test_json_both_ways(self):
        room = self.fake()
        program = self.pipe(room.port, "--classic", "--json")
        events = (json.loads(line) for line in program.stdout)

        def writes(line: str) -> None:
            program.stdin.write(line.encode() + b"\n")
            program.stdin.flush()
        self.assertEqual(next(events), {"event": "name_wanted"})
        writes('{"name": "ann"}')
        room.expects("L ann")
        room.says("taken")
        self.assertEqual(next(events), {"event": "connection", "state": "refused", "words": "taken"})
        self.assertEqual(next(events), {"event": "name_wanted"})
        writes('{"name": "张三"}')
        room.admits("张三")
        self.assertEqual(next(events), {"event": "connection", "state": "entered", "words": "张三"})
        room.says("bob: a\nb\x1b")
        heard = next(events)
        self.assertEqual((heard["event"], heard["line"]), ("heard", "bob: a\nb\x1b"))
        self.assertRegex(heard["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        writes("not JSON")
        self.assertEqual(next(events), {"event": "not_understood"})
        writes('{"say": "quit"}')
        room.expects("C 张三 quit")
        writes('{"say": "' + "x" * 4090 + '"}')
        self.assertEqual(next(events)["why"], "too-long")
        writes('{"leave": true}')
        room.lets_go("张三")
        self.assertEqual(next(events), {"event": "connection", "state": "left"})
        self.assertEqual(program.wait(PATIENCE), 5)

    def test_one_line_and_out(self):
        room = self.fake()
        program = self.pipe(room.port, "--classic", "--name", "ann", "--send", "/who")
        room.admits("ann")
        room.expects("C ann /who")
        room.says("here: ann")
        room.lets_go("ann")
        out, errors = program.communicate(timeout=PATIENCE)
        self.assertEqual((program.returncode, out, errors), (0, b"here: ann\n", b""))

    def test_exit_statuses_mean_something(self):
        self.assertEqual(self.pipe(1, "--name", "", "--send", "x").wait(PATIENCE), 2)
        self.assertEqual(self.pipe(1, "--plain", "--json").wait(PATIENCE), 2)
        room = self.fake()
        refused = self.pipe(room.port, "--classic", "--name", "ann", LC_ALL="zh_CN.UTF-8")
        room.expects("L ann")
        room.says("已有此名")
        _, errors = refused.communicate(timeout=PATIENCE)
        self.assertEqual((refused.returncode, errors.decode()), (4, "moonroom: 聊天室不接受名字 ann：已有此名\n"))
        removed = self.pipe(room.port, "--classic", "--name", "ann")
        room.admits("ann")
        room.says("EXIT")
        self.assertEqual(removed.wait(PATIENCE), 3)
        nowhere = self.pipe(1, "--classic", "--name", "ann")
        self.assertEqual(nowhere.wait(PATIENCE), 1)

    def test_a_file_is_said_no_faster_than_a_room_takes_it_and_to_its_end(self):
        room = self.fake()
        program = self.pipe(room.port, "--classic", "--name", "ann")
        program.stdin.write("".join(f"{number}\n" for number in range(45)).encode())
        program.stdin.close()
        program.stdin = None
        room.admits("ann")
        began = time.monotonic()
        for number in range(45):
            room.expects(f"C ann {number}")
        self.assertGreater(time.monotonic() - began, 0.6)
        room.lets_go("ann")
        self.assertEqual(program.wait(PATIENCE), 0)


KEYS = 500


if __name__ == "__main__":
    sys.exit(side_by_side.main(__doc__, jobs=6, alone={"Flood"}))
