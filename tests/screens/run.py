#!/usr/bin/env python3
"""The client at a terminal: keys in, screens out."""

import json
import os
import re
import signal
import stat
import sys
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from administrators import ConsoleTerminal  # noqa: F401
from case import CTRL_C, CTRL_R, CTRL_Z, HOME, IN_CLEAR, LEFT, TAB, UP, Case
from harness import side_by_side
from harness.process import PATIENCE, children_of, state_of, wait_until
from room import Guest
from sessions import Leaving, Sanctions, Sessions  # noqa: F401


class Joining(Case):
    def test_the_client_asks_for_a_name_until_the_room_accepts_one(self):
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

    def test_the_client_uses_the_readers_language(self):
        room = self.fake()
        terminal = self.classic(room.port, LANG="en_US.UTF-8", LC_ALL="zh_CN.UTF-8")
        terminal.shows("名字：")
        terminal.type("张三\r")
        room.admits("张三")
        terminal.sees("张三>")
        room.says("EXIT")
        self.assertEqual(terminal.ends(), 3)
        terminal.sees("聊天室已关闭")

    def test_the_client_accepts_any_locale(self):
        for locale in ("C", "POSIX", "de_DE.ISO-8859-1", "nonsense"):
            room = self.fake()
            terminal = self.classic(room.port, "--name", "张三", "--timestamps", "off", LC_ALL=locale)
            room.admits("张三")
            terminal.shows("张三>")
            terminal.type("汉字é\r")
            room.expects("C 张三 汉字é")
            terminal.shows("张三: 汉字é", "张三>")


class Typing(Case):
    def test_received_lines_appear_above_the_input(self):
        room, terminal = self.ann()
        terminal.type("half a li")
        terminal.shows("ann> half a li")
        room.says("bob: hi")
        terminal.shows("bob: hi", "ann> half a li")
        self.assertEqual(terminal.cursor(), (1, 14))
        terminal.type("ne\r")
        room.expects("C ann half a line")
        terminal.shows("bob: hi", "ann: half a line", "ann>")

    def test_keys_edit_whole_grapheme_clusters(self):
        room, terminal = self.ann()
        # A wide character, one with a combining mark, an emoji of four people, a flag.
        terminal.type("汉e\u0301👨‍👩‍👧‍👦🇩🇪!" + LEFT + "\x7f\x7f\x7f" + "x")
        terminal.type("\r")
        room.expects("C ann 汉x!")
        terminal.type("two words" + "\x17" + "three" + HOME + "a " + "\x05" + "!\r")
        room.expects("C ann a two three!")
        terminal.type("abc" + "\x01" + "\x0b" + "x" + "\x19" + "\r")
        room.expects("C ann xabc")

    def test_a_long_input_wraps_and_is_erased_completely(self):
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

    def test_an_input_longer_than_the_screen_scrolls_in_its_rows(self):
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
            self.clear(terminal, *last)
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

    def test_blank_lines_and_tabs_of_a_paste_are_kept(self):
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

    def test_a_long_paste_is_sent_at_the_rate_of_the_room(self):
        room, terminal = self.ann()
        terminal.paste("\r".join(str(number) for number in range(45)))
        terminal.type("y")
        began = time.monotonic()
        for number in range(45):
            room.expects(f"C ann {number}")
        self.assertGreater(time.monotonic() - began, 0.6)


class History(Case):
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

    def test_without_history_no_file_is_written(self):
        room, terminal = self.ann("--no-history")
        terminal.type("secret\r")
        room.expects("C ann secret")
        terminal.shows("ann: secret", "ann>")
        self.assertFalse((self.state / "moonroom").exists())


class Completion(Case):
    def test_names_and_commands_of_received_lines_are_completed(self):
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


class Appearance(Case):
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

    def test_commands_of_other_chat_programs_are_done_or_explained(self):
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

    def test_every_line_has_a_time_stamp(self):
        room = self.fake()
        terminal = self.classic(room.port, "--name", "ann")
        room.admits("ann")
        terminal.shows("ann>")
        terminal.type("hi\r")
        room.expects("C ann hi")
        room.says("bob: ho")
        terminal.sees("bob: ho")
        self.assertRegex("\n".join(terminal.rows()), rf"^\d\d:\d\d {re.escape(IN_CLEAR)}\n\d\d:\d\d ann: hi\n\d\d:\d\d bob: ho\nann>$")

    def test_bytes_of_a_sender_cannot_control_the_terminal(self):
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

    def test_a_room_that_has_forgotten_the_member_can_refuse_the_name(self):
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


class Stopping(Case):
    def test_a_stopped_client_stays_in_the_room_and_shows_all_lines_afterwards(self):
        room = self.real()
        bob = self.guest(room, "bob")
        terminal = self.client(room.port, "--name", "ann", "--timestamps", "off", columns=100)
        self.assertEqual(bob.hear(), "ann joined the room")
        terminal.shows("ann>")
        self.clear(terminal, "ann>")
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

    def test_without_new_lines_there_is_no_mark(self):
        room, terminal = self.ann()
        terminal.type(CTRL_Z)
        wait_until(lambda: state_of(terminal.process.pid) == "T", "the terminal half is stopped")
        os.kill(terminal.process.pid, signal.SIGCONT)
        terminal.shows("ann>")
        terminal.type("hi\r")
        room.expects("C ann hi")
        room.says("bob: hi")
        terminal.shows("ann: hi", "bob: hi", "ann>")

    def test_a_killed_client_leaves_the_room(self):
        room, terminal = self.ann()
        network = children_of(terminal.process.pid)[0]
        os.kill(terminal.process.pid, signal.SIGKILL)
        room.lets_go("ann")
        wait_until(lambda: not state_of(network), "the network half has ended")


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


if __name__ == "__main__":
    sys.exit(side_by_side.main(__doc__, jobs=6))
