#!/usr/bin/env python3
"""Checks docs/programs.md: each exit status, and each event and state, with the fields of its example."""

import array
import fcntl
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import termios
import unittest
from collections.abc import Callable
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness import programs, side_by_side
from harness.client import JsonClient
from harness.host import Host
from harness.process import children_of, identity_of, state_of, still_runs, wait_until
from harness.programs import ROOT, plain_environment
from harness.pty import Pty

SHOUT = """return { filter_message = function(m)
  if m.text == "no" then return false, "not that" end
  if m.text == "loud" then return "LOUD" end
end }
"""
FAILING = """return { commands = {
  broken = { run = function() error("no") end },
  wrong = { run = function() return 7 end },
  unwilling = { run = function(call) return false, "not " .. call.text end },
  idle = { run = function() end },
  fine = { run = function() return "done" end },
} }
"""
# A crowded host has a thousand sessions without a member: tests/session/session_server_test.cc plays it.
UNSEEN = {"crowded"}
# The processes of this test write each event that they see into this file: its name, or the state of a connection.
SEEN = Path()
# The page's statuses that these tests have produced.
CLIENT = {0, 1, 2, 3, 4, 5, 6, 7}
HOST = {0, 1, 2, 7}


def page() -> str:
    return (ROOT / "docs/programs.md").read_text()


def examples() -> list[dict]:
    return [json.loads(line) for line in re.search(r"```json\n(.*?)```", page(), re.DOTALL)[1].splitlines()]


def states_of_page() -> set[str]:
    text = re.search(r"- \*\*`connection`\*\*:(.*?)\n\n", page(), re.DOTALL)[1]
    return set(re.findall(r"`([a-z_]+)`", text)) - {"words", "unsaid"}


def note(event: dict) -> None:
    with SEEN.open("a") as seen:
        seen.write(f"{event['event']}\n" + (f"connection {event['state']}\n" if event["event"] == "connection" else ""))


def compare_with_page() -> list[str]:
    """The events and states of the page that no case has seen, and the states that the page lacks."""
    seen = set(SEEN.read_text().splitlines())
    states = {line.removeprefix("connection ") for line in seen if line.startswith("connection ")}
    unseen = {example["event"] for example in examples()} - seen | states_of_page() - states - UNSEEN
    return ([f"docs/programs.md lists what no test has seen: {unseen}"] if unseen else []) + \
        ([f"docs/programs.md lacks {states - states_of_page()}"] if states - states_of_page() else [])


def is_empty(pipe) -> bool:
    left = array.array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, left)
    return left[0] == 0


class Programs(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="moonroom-")
        self.addCleanup(folder.cleanup)
        self.home = Path(folder.name)
        (self.home / "plugins").mkdir()
        (self.home / "plugins/shout.lua").write_text(SHOUT)
        (self.home / "plugins/failing.lua").write_text(FAILING)
        self.full: Path | None = self.home / "full"
        try:
            os.mknod(self.full, 0o20666, os.makedev(1, 7))
        except OSError:
            self.full = None
        self.address = self.another_host(data="data")[1]

    def another_host(self, *options: str | Path, data: str = "other") -> tuple[Host, str]:
        host = Host("--data", self.home / data, "--plugins", self.home / "plugins", "--scripts", ROOT / "scripts", *options,
                    env=self.environment())
        self.addCleanup(host.end)
        return host, f"127.0.0.1:{host.port}"

    def bot(self, *words, **more) -> JsonClient:
        bot = JsonClient(*words, environment={**self.environment(), **more}, note=note)
        self.addCleanup(bot.kill)
        return bot

    def environment(self) -> dict:
        return plain_environment(self.home, USER="ula")

    def moonroom(self, *words, typed: bytes = b"", out=subprocess.PIPE, **more) -> subprocess.CompletedProcess:
        done = programs.run("moonroom", *words, input=typed, stdout=out, env={**self.environment(), **more})
        if "--json" in words and done.stdout:
            for line in done.stdout.splitlines():
                note(json.loads(line))
        return done

    def at(self, *words, **more) -> subprocess.CompletedProcess:
        return self.moonroom(self.address, *words, **more)

    def moonroomd(self, *words, typed: bytes = b"", out=subprocess.PIPE) -> subprocess.CompletedProcess:
        return programs.run("moonroomd", *words, "--data", self.home / "data", input=typed, stdout=out,
                            env=self.environment())

    def expect(self, status: int, done: subprocess.CompletedProcess, words: str = "") -> None:
        self.assertEqual(done.returncode, status, done)
        self.assertIn(words, done.stderr.decode(errors="replace"))

    def test_the_page_has_the_statuses_that_are_tested(self):
        rows = re.findall(r"^\| (\d) \| (.*?) \| ?(.*?) ?\|$", page(), re.MULTILINE)
        self.assertEqual({int(row[0]) for row in rows if row[1]}, CLIENT)
        self.assertEqual({int(row[0]) for row in rows if row[2]}, HOST)

    def test_statuses_of_the_client(self):
        self.expect(0, self.at("--name", "ann", "--send", "hi"))
        self.expect(0, self.at(typed=b"hi\nq\nquit\n\n/quit\nnever\n"))
        self.expect(1, self.moonroom("127.0.0.1:1", "--name", "ann", "--classic", "--json", "--send", "x"), "no answer")
        for wrong in (["--nope"], ["--name", ""], ["--name", b"caf\xe9"], ["--pin", "x"], ["--json", "--plain"]):
            self.expect(2, self.at(*wrong, "--send", "x"))
        self.expect(4, self.at("--name", "admin", "--send", "x"), "administrator")
        self.expect(6, self.at("--pin", "SHA256:" + "A" * 43, "--send", "x"), "not the host that you pinned")

    def test_the_page_in_chinese_has_the_same_statuses_and_examples(self):
        english, chinese = page(), (ROOT / "docs/zh/programs.md").read_text()
        for form in (r"^\| (\d) \|", r"^\| `(\{.*?\})` \|", r"(?s)```json\n(.*?)```", r"^ {4}(\S.*)$"):
            self.assertEqual(re.findall(form, english, re.MULTILINE), re.findall(form, chinese, re.MULTILINE))
        self.assertEqual(english.count("\n## "), chinese.count("\n## "))

    def test_a_value_that_cannot_be_one(self):
        hosts = ["localhost:99999", "localhost:0", "127.0.0.1:0", "[::1]:0", "host:abc", "localhost:", "[::1", "[::1]x", "[::1]:",
                 "[]:5", ":88", "", " ", "a b", "[zz]", "[localhost]:88", "::g", "1:2:3", "8888", "0", "1.2.3.4.5", "999.1.1.1",
                 "127.0.0.1:-1", "127.0.0.1:+1", "127.0.0.1: 88", "http://localhost:88", "localhost:8888/x", "ula@localhost",
                 "a..b", "x" * 64, "ho\tst", b"caf\xe9:x", "localhost:1e3", "localhost:65536"]
        for host in hosts:
            with self.subTest(host=host):
                done = self.moonroom(host, "--name", "ann", "--send", "x")
                self.expect(2, done, "write")
                self.assertEqual(done.stderr.count(b"\n"), 1, done)
        for wrong in (["--timestamps", "x"], ["--timestamps"], ["--language", "xx"], ["--pin", "SHA256:x"], ["--pin", ""],
                      ["--name"], ["--name", " "], ["--send"], ["--json=maybe"], ["--plain=x"], ["--bell=x"],
                      ["--password"], ["more"]):
            with self.subTest(wrong=wrong):
                self.expect(2, self.at(*wrong), "see moonroom --help")
        for wrong in (["--listen", "x:y"], ["--listen", "99999"], ["--listen", "127.0.0.1:"], ["--listen", "[::1"],
                      ["--metrics", "x"], ["--metrics", "99999"], ["--rate-limit", "x"], ["--rate-limit", "1/0"],
                      ["--rate-limit", "nan"], ["--rate-limit", "inf"], ["--rate-limit", "1e300"], ["--login-limit", "-1"],
                      ["--keep", "1"], ["--keep-days", "0"], ["--classic", "x"], ["--max-members", "0"],
                      ["--idle-limit", "x"], ["--idle-limit", "nan"], ["--idle-limit", "1e300"], ["--idle-limit", "0"],
                      ["--hook-budget", "0"], ["--plugin-memory", "1.5"], ["--jobs", "-1"], ["--log-level", "x"],
                      ["--log-format", "x"], ["--password", " x"], ["--sync=x"], ["--language", "xx"],
                      ["--plugin-logs", "0"]):
            with self.subTest(wrong=wrong):
                self.expect(2, self.moonroomd(*wrong), "see moonroomd --help")
        for wrong in (["history", "x"], ["history", "-1"], ["history", "9" * 20], ["export"],
                      ["export", "-", "--from", "x"], ["export", "-", "--to", "-3"], ["export", "-", "--format", "x"],
                      ["new"], ["new", "End"], ["plugin", "enable"], ["plugin", "x", "y"], ["reference", "x"],
                      ["console", "x"], ["doctor", "x"], ["nosuch"]):
            with self.subTest(wrong=wrong):
                self.expect(2, self.moonroomd(*wrong))

    def test_well_formed_names_of_missing_things(self):
        self.expect(1, self.moonroom("no-such-host.invalid", "--send", "x"), "no-such-host.invalid")
        self.expect(1, self.moonroomd("--scripts", "/no/such"), "--scripts")
        done = self.moonroom("no-such-host.invalid", "--name", "ann", "--json")
        self.assertEqual([json.loads(line)["state"] for line in done.stdout.splitlines()], ["failed"])

    def test_a_plugin_whose_command_fails(self):
        for line, status, said in (("/broken", 1, "this command has failed"), ("/wrong", 1, "this command has failed"),
                                   ("/unwilling now", 1, "not now"), ("/idle", 0, ""), ("/fine", 0, "done")):
            with self.subTest(line=line):
                done = self.moonroomd("console", typed=f"{line}\n".encode())
                self.expect(status, done)
                self.assertTrue(done.stdout.decode().strip().endswith(said), done)
                self.expect(status, self.moonroomd("console", typed=f"/fine\n{line}\n/who\n".encode()))
        self.expect(0, self.at("--name", "ann", "--send", "/unwilling now"))

    def test_a_history_that_is_no_file(self):
        folder = self.home / "state/moonroom"
        folder.mkdir(parents=True)
        history = folder / "history"

        def bind() -> None:
            with socket.socket(socket.AF_UNIX) as one:
                one.bind(str(history))

        makers: dict[str, Callable] = {"FIFO": lambda: os.mkfifo(history), "folder": history.mkdir, "socket": bind}
        if os.geteuid() == 0 and self.full:
            makers["device"] = lambda: os.mknod(history, 0o20600, os.makedev(1, 7))
        for what, make in makers.items():
            with self.subTest(what=what):
                make()
                before = history.lstat()
                shown = self.at_terminal("--name", "ann", XDG_STATE_HOME=str(folder.parent))
                self.assertEqual(shown.count(b"nothing is remembered in"), 1, shown)
                self.assertIn(b"it is no regular file", shown)
                self.assertEqual((before.st_mode, before.st_ino), (history.lstat().st_mode, history.lstat().st_ino))
                history.rmdir() if history.is_dir() else history.unlink()
        self.assertNotIn(b"remembered", self.at_terminal("--name", "ann", XDG_STATE_HOME=str(folder.parent)))
        self.assertEqual(history.read_text(), "hi\n")

    def at_terminal(self, *words, **more) -> bytes:
        """Joins, says hi and leaves; returns the output of the terminal."""
        terminal = Pty([programs.path_of("moonroom"), self.address, *words],
                       {**self.environment(), "TERM": "xterm", **more})
        self.addCleanup(terminal.close)
        for line in ("hi\r", "/quit\r"):
            seen = len(terminal.bytes)
            wait_until(lambda: terminal.read() and b"ann>" in terminal.bytes[seen:], "the prompt")  # noqa: B023
            terminal.type(line)
        self.assertEqual(terminal.ends(), 0, terminal.bytes)
        return terminal.bytes

    def test_a_password_and_a_host_that_goes_and_comes(self):
        host, address = self.another_host("--password", "sesame", "--rate-limit", "off")
        self.expect(4, self.moonroom(address, "--name", "ann", "--password", "no", "--send", "x"), "password")
        self.expect(4, self.moonroom(address, "--name", "ann", "--send", "x"), "password")
        self.expect(0, self.moonroom(address, "--name", "ann", "--password", "sesame", "--send", "x"))
        bot = self.bot(address)
        bot.await_event("name_wanted")
        bot.give(name="bot")
        for word in ("no", "sesame"):
            bot.state("locked")
            bot.await_event("password_wanted")
            bot.give(password=word)
        bot.state("entered")
        host.kill()
        # Without a line the client would wait for its next probe.
        bot.give(say="anybody?")
        bot.state("lost")
        host.start()
        bot.state("back")
        self.check_missed(bot, address)
        self.check_elsewhere(bot, address)

    def check_missed(self, bot: JsonClient, address: str) -> None:
        """More than a client buffers for a program that does not read."""
        bot.reads.clear()
        lines = b"".join(b"%d %s\n" % (number, b"x" * 4000) for number in range(1300))
        self.expect(0, self.moonroom(address, "--name", "eve", "--password", "sesame", typed=lines))
        bot.reads.set()
        self.assertGreater(bot.await_event("missed")["count"], 0)

    def check_elsewhere(self, bot: JsonClient, address: str) -> None:
        """Another program with the same seat, as on a copied disk."""
        seat = self.home / ".local/state/moonroom/seats"
        bot.give(say="here")
        bot.await_event("said", line=2)
        wait_until(lambda: any(file.stat().st_size for file in seat.glob("*-bot")), "the seat is on disk")
        copy = self.home / "copy/moonroom/seats"
        shutil.copytree(seat, copy)
        other = self.bot(address, "--name", "bot", "--password", "sesame", XDG_STATE_HOME=str(copy.parent.parent))
        other.state("entered")
        bot.state("elsewhere")
        other.give(leave=True)
        other.state("left")
        self.assertEqual(other.end(), 0)

    def test_a_host_that_does_not_answer_the_goodbye(self):
        host, address = self.another_host()
        bot = self.bot(address, "--name", "bot")
        bot.state("entered")
        host.process.send_signal(signal.SIGSTOP)
        try:
            bot.give(say="never heard")
            bot.program.send_signal(signal.SIGTERM)
            bot.state("silent")
            self.assertEqual(bot.end(), 1)
        finally:
            host.process.send_signal(signal.SIGCONT)

    def test_a_network_process_ends_soon_after_its_terminal_process(self):
        """Also with a line that nobody takes any more: the host stands still."""
        host, address = self.another_host()
        bot = self.bot(address, "--name", "bot")
        bot.state("entered")
        (network,) = map(identity_of, children_of(bot.program.pid))
        host.process.send_signal(signal.SIGSTOP)
        try:
            bot.give(say="never heard")
            wait_until(lambda: is_empty(bot.program.stdin), "the client has read the line")
            wait_until(lambda: state_of(bot.program.pid) == "S", "the client waits")
            bot.program.kill()
            wait_until(lambda: not still_runs(network), "the network process ends")
        finally:
            host.process.send_signal(signal.SIGCONT)

    def test_keys_of_hosts_in_events(self):
        config = self.home / "keys"
        for state in ("met", "recognized"):
            bot = self.bot(self.address, "--name", "ann", XDG_CONFIG_HOME=str(config))
            self.assertTrue(bot.state(state)["words"].startswith("SHA256:"))
            bot.give(leave=True)
            bot.state("left")
            self.assertEqual(bot.end(), 0)
        # A folder cannot be created there.
        bot = self.bot(self.address, "--name", "ann", XDG_CONFIG_HOME="/proc")
        bot.state("not_remembered")
        bot.state("entered")
        bot = self.bot(self.address, "--name", "ben", "--pin", "SHA256:" + "A" * 43)
        bot.state("untrusted")
        self.assertEqual(bot.end(), 6)
        bot = self.bot(self.address, "--name", "admin")
        bot.state("refused")
        bot.await_event("name_wanted")

    def test_a_refused_line(self):
        for text, why in (("no", "not that"), ("", "empty"), ("x" * 5000, "4096"), (b"caf\xe9", "no text")):
            self.expect(5, self.at("--name", "ann", "--send", text), why)
        self.expect(5, self.at(typed=b"hi\nno\nlast\n"), "line 2 was not said: not that")
        done = self.at(typed="\u4f60\u597d\n".encode("gbk"), LC_ALL="zh_CN.GBK")
        self.expect(0, done)

    def test_removed_and_muted(self):
        member = self.bot(self.address, "--name", "eve")
        member.state("entered")
        self.expect(0, self.moonroomd("console", typed=b"/mute eve 10m\n"))
        self.assertEqual(member.next_event()["line"], "you may not speak for 10 min")
        muted = member.next_event()
        self.assertEqual((muted["event"], muted["seconds"]), ("muted", 600))
        self.assertRegex(muted["until"], r"^\d{4}-\d\d-\d\dT[\d:.]+Z$")
        member.give(say="hi")
        refused = member.next_event()
        self.assertEqual((refused["event"], refused["line"], refused["why"]), ("not_said", 1, "muted"))
        self.expect(0, self.moonroomd("console", typed=b"/unmute eve\n"))
        self.assertEqual(member.next_event()["line"], "you may speak again")
        self.assertEqual(member.next_event(), {"event": "unmuted"})
        self.expect(0, self.moonroomd("console", typed=b"/kick eve enough\n"))
        self.assertEqual(member.next_event()["line"], "you have been removed from the room: enough")
        self.assertEqual(member.next_event()["state"], "ended")
        self.assertEqual(member.end(), 3)

    def test_output_that_cannot_be_written(self):
        if self.full is None or os.geteuid() != 0:
            self.skipTest("no device can be made here")
        with open(self.full, "wb") as full:
            self.expect(7, self.at("--name", "ann", "--send", "/who", out=full))
            self.expect(7, self.moonroom("--help", out=full))
            for words in (["history"], ["export", "-"], ["console"]):
                self.expect(7, self.moonroomd(*words, typed=b"/who\n", out=full))

    def test_statuses_of_the_host(self):
        self.expect(1, self.moonroomd("console", typed=b"/kick nobody\n/who\n"))
        self.expect(0, self.moonroomd("console", typed=b"/who\n"))
        self.expect(2, self.moonroomd("history", "x"))
        self.expect(2, self.moonroomd("export", "--nope"))
        self.expect(0, self.at("--name", "ann", "--send", "hi"))
        target = self.home / "talk"
        self.expect(0, self.moonroomd("export", target))
        self.assertEqual(target.stat().st_mode & 0o777, 0o600)
        self.expect(2, self.moonroomd("export", target), "--force")
        link = self.home / "link"
        link.symlink_to(target)
        self.expect(0, self.moonroomd("export", "--force", link))
        self.assertTrue(link.is_symlink())

    def test_events_have_the_fields_of_the_page(self):
        known = {}
        for example in examples():
            known.setdefault(example["event"], set()).update(example)
        known["heard"] |= {"replayed", "by_text_member", "only_for_you"}
        words = "".join(json.dumps({"say": text}) + "\n" for text in ("hi", "loud", "no", "/who", "x" * 5000, ""))
        done = self.at("--name", "bot", "--json", typed=(words + "nonsense\n" + '{"leave":true}\n').encode())
        self.assertEqual(done.returncode, 5, done)
        events = [json.loads(line) for line in done.stdout.splitlines()]
        for event in events:
            self.assertLessEqual(set(event), known[event["event"]], event)
        outcome = {event["line"]: (event["event"], event.get("text"), event.get("why")) for event in events
                   if event["event"] in ("said", "not_said")}
        self.assertEqual(outcome, {1: ("said", None, None), 2: ("said", "LOUD", None), 3: ("not_said", None, "refused"),
                                   4: ("said", None, None), 5: ("not_said", None, "too-long"),
                                   6: ("said", None, None)})


def main() -> int:
    global SEEN
    names = programs.read_arguments(__doc__)
    with tempfile.NamedTemporaryFile(prefix="moonroom-") as seen:
        SEEN = Path(seen.name)
        status = side_by_side.run_all(names, jobs=4)
        wrong = [] if names else compare_with_page()
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return 1 if wrong else status


if __name__ == "__main__":
    sys.exit(main())
