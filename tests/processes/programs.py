#!/usr/bin/env python3
"""What docs/programs.md says: each exit status, and each event with the fields of its example."""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = ROOT / "build/release/bin"
PATIENCE = 30
SHOUT = """return { filter_message = function(m)
  if m.text == "no" then return false, "not that" end
  if m.text == "loud" then return "LOUD" end
end }
"""
# The statuses of the page that these tests bring about.
CLIENT = {0, 1, 2, 3, 4, 5, 6, 7}
HOST = {0, 1, 2, 7}


class Programs(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = tempfile.TemporaryDirectory(prefix="moonroom-")
        cls.home = Path(cls.folder.name)
        (cls.home / "plugins").mkdir()
        (cls.home / "plugins/shout.lua").write_text(SHOUT)
        cls.full = cls.home / "full"
        try:
            os.mknod(cls.full, 0o20666, os.makedev(1, 7))
        except OSError:
            cls.full = None
        cls.host = subprocess.Popen(
            [BIN / "moonroomd", "--listen", "127.0.0.1:0", "--data", cls.home / "data", "--plugins", cls.home / "plugins",
             "--scripts", ROOT / "scripts", "--wording", "en"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, env=cls.environment())
        for line in cls.host.stdout:
            if line.startswith("listening on "):
                cls.address = line.split()[-1]
                break
        threading.Thread(target=cls.host.stdout.read, daemon=True).start()

    @classmethod
    def tearDownClass(cls) -> None:
        cls.host.kill()
        cls.host.wait()
        cls.folder.cleanup()

    @classmethod
    def environment(cls) -> dict:
        return {"PATH": os.environ["PATH"], "HOME": str(cls.home), "USER": "ula", "LC_ALL": "C.UTF-8"}

    def moonroom(self, *words, typed: bytes = b"", out=subprocess.PIPE, **more) -> subprocess.CompletedProcess:
        return subprocess.run([BIN / "moonroom", *words], input=typed, stdout=out, stderr=subprocess.PIPE,
                              timeout=PATIENCE, env={**self.environment(), **more}, check=False)

    def at(self, *words, **more) -> subprocess.CompletedProcess:
        return self.moonroom(self.address, *words, **more)

    def moonroomd(self, *words, typed: bytes = b"", out=subprocess.PIPE) -> subprocess.CompletedProcess:
        return subprocess.run([BIN / "moonroomd", *words, "--data", self.home / "data"], input=typed, stdout=out,
                              stderr=subprocess.PIPE, timeout=PATIENCE, env=self.environment(), check=False)

    def expect(self, status: int, done: subprocess.CompletedProcess, words: str = "") -> None:
        self.assertEqual(done.returncode, status, done)
        self.assertIn(words, done.stderr.decode(errors="replace"))

    def test_the_page_has_the_statuses_that_are_tested(self):
        page = (ROOT / "docs/programs.md").read_text()
        rows = re.findall(r"^\| (\d) \| (.*?) \| ?(.*?) ?\|$", page, re.MULTILINE)
        self.assertEqual({int(row[0]) for row in rows if row[1]}, CLIENT)
        self.assertEqual({int(row[0]) for row in rows if row[2]}, HOST)

    def test_statuses_of_the_client(self):
        self.expect(0, self.at("--name", "ann", "--send", "hi"))
        self.expect(0, self.at(typed=b"hi\nq\nquit\n\n/quit\nnever\n"))
        self.expect(1, self.moonroom("127.0.0.1:1", "--name", "ann", "--classic", "--send", "x"), "no answer")
        for wrong in (["--nope"], ["--name", ""], ["--name", b"caf\xe9"], ["--pin", "x"], ["--json", "--plain"]):
            self.expect(2, self.at(*wrong, "--send", "x"))
        self.expect(4, self.at("--name", "admin", "--send", "x"), "administrator")
        self.expect(6, self.at("--pin", "SHA256:" + "A" * 43, "--send", "x"), "not the host that you pinned")

    def test_a_line_that_is_not_said(self):
        for text, why in (("no", "not that"), ("", "empty"), ("x" * 5000, "4096"), (b"caf\xe9", "no text")):
            self.expect(5, self.at("--name", "ann", "--send", text), why)
        self.expect(5, self.at(typed=b"hi\nno\nlast\n"), "line 2 was not said: not that")
        done = self.at(typed="\u4f60\u597d\n".encode("gbk"), LC_ALL="zh_CN.GBK")
        self.expect(0, done)

    def test_removed_and_muted(self):
        member = subprocess.Popen([BIN / "moonroom", self.address, "--name", "eve", "--json"], stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, env=self.environment())
        events = (json.loads(line) for line in member.stdout)
        while next(events).get("state") != "entered":
            pass
        self.expect(0, self.moonroomd("console", typed=b"/mute eve 10m\n"))
        self.assertEqual(next(events)["line"], "you may not speak for 10 min")
        muted = next(events)
        self.assertEqual((muted["event"], muted["seconds"]), ("muted", 600))
        self.assertRegex(muted["until"], r"^\d{4}-\d\d-\d\dT[\d:.]+Z$")
        member.stdin.write(b'{"say":"hi"}\n')
        member.stdin.flush()
        refused = next(events)
        self.assertEqual((refused["event"], refused["line"], refused["why"]), ("not_said", 1, "muted"))
        self.expect(0, self.moonroomd("console", typed=b"/unmute eve\n"))
        self.assertEqual(next(events)["line"], "you may speak again")
        self.assertEqual(next(events), {"event": "unmuted"})
        self.expect(0, self.moonroomd("console", typed=b"/kick eve enough\n"))
        self.assertEqual(next(events)["line"], "you have been removed from the room: enough")
        self.assertEqual(next(events)["state"], "ended")
        self.assertEqual(member.wait(PATIENCE), 3)
        member.communicate()

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
        page = (ROOT / "docs/programs.md").read_text()
        examples = [json.loads(line) for line in re.search(r"```json\n(.*?)```", page, re.DOTALL)[1].splitlines()]
        known = {}
        for example in examples:
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


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=Path, default=BIN)
    arguments, rest = parser.parse_known_args()
    BIN = arguments.bin
    unittest.main(argv=[sys.argv[0], *rest])
