#!/usr/bin/env python3
"""The words of moonroomd for authors of plugins: new, check, test and plugins, with folders of their own."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "harness"))

import side_by_side

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = ROOT / "build/release/bin"


class Tools(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)
        self.plugins = self.folder / "plugins"
        self.plugins.mkdir()

    def moonroomd(self, *words: str, status: int = 0) -> str:
        plain = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        done = subprocess.run([BIN / "moonroomd", "--plugins", self.plugins, *words], env=plain, cwd=self.folder,
                              capture_output=True, text=True, timeout=100)
        self.assertEqual(done.returncode, status, f"{words}: {done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def test_two_new_plugins_pass_their_tests_in_each_language_and_live_together(self):
        for name in ("first", "second"):
            self.moonroomd("new", name)
        for wording in ("notes-000", "notes-002", "en"):
            said = self.moonroomd("--wording", wording, "test", str(self.plugins))
            self.assertIn("all passed", said)
        self.assertIn("nothing wrong", self.moonroomd("check"))
        commands = self.moonroomd("plugins").partition("\ncommands\n")[2]
        for name in ("/first", "/second", "/who"):
            self.assertIn(name, commands)

    def test_a_name_that_cannot_work_writes_nothing(self):
        for name in ("end", "room", "config", "x_test", "", "relay"):
            self.assertIn("choose" if name == "relay" else "no name for a plugin", self.moonroomd("new", name, status=2))
        self.assertEqual(list(self.plugins.iterdir()), [])

    def test_an_editor_knows_the_api_in_a_folder_of_ones_own(self):
        self.moonroomd("new", "first")
        settings = json.loads((self.plugins / ".luarc.json").read_text())
        stubs = self.plugins / settings["workspace.library"][0] / "moonroom.lua"
        self.assertEqual(stubs.read_text(), self.moonroomd("reference", "luacats"))
        (self.plugins / ".luarc.json").write_text("{}")
        self.moonroomd("new", "second")
        self.assertEqual((self.plugins / ".luarc.json").read_text(), "{}")
        self.assertIn("nothing wrong", self.moonroomd("check"))

    def test_new_writes_where_the_running_room_reads(self):
        room = self.folder / "room"
        data = self.folder / "data"
        room.mkdir()
        data.mkdir()
        plain = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        host = subprocess.Popen([BIN / "moonroomd", "--listen", "127.0.0.1:0", "--data", data, "--plugins", room],
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=plain)
        try:
            while b"listening on" not in host.stdout.readline():
                pass
            done = subprocess.run([BIN / "moonroomd", "--data", data, "new", "bell"], env=plain, cwd=self.folder,
                                  capture_output=True, text=True, timeout=100)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue((room / "bell.lua").exists(), done.stdout)
        finally:
            host.stdin.close()
            host.terminate()
            host.wait(20)
            host.stdout.close()

    def test_check_takes_a_name(self):
        self.moonroomd("new", "shout")
        self.assertIn("1 file: nothing wrong", self.moonroomd("check", "shout"))

    def test_a_test_is_found_by_the_name_of_its_plugin(self):
        self.moonroomd("new", "shout")
        for word in ("shout", "shout.lua", "shout_test", "shout_test.lua", "plugins/shout", "plugins/shout.lua"):
            said = self.moonroomd("test", word)
            self.assertIn("has a command", said, word)
        self.assertIn("all passed", self.moonroomd("test", "dice"))

    def test_a_test_without_its_plugin_is_not_run(self):
        (self.plugins / "lost_test.lua").write_text('test("runs", function(room) end)\n')
        self.assertIn("which is not there", self.moonroomd("test", "lost_test.lua", status=1))
        self.assertIn("which is not there", self.moonroomd("test", "lost_test", status=1))
        self.assertIn("there is no lost", self.moonroomd("test", "lost", status=1))

    def test_a_misspelt_method_of_the_test_kit_is_told(self):
        (self.plugins / "x.lua").write_text("return {}\n")
        (self.plugins / "x_test.lua").write_text(
            'test("a", function(room) room:joni("ann") end)\n'
            'test("b", function(room) room:join("ann"):heers("x") end)\n'
            'test("c", function(room) room:join("ann"):dance() end)\n')
        said = self.moonroomd("test", "x", status=1)
        self.assertIn("x_test.lua:1: the room of a test has no method `joni`; did you mean `join`?", said)
        self.assertIn("x_test.lua:2: a person of a test has no method `heers`; did you mean `hears`?", said)
        self.assertIn("no method `dance`; there are: ", said)

    def test_a_wording_is_checked(self):
        scripts = self.folder / "scripts"
        shutil.copytree(ROOT / "scripts", scripts)
        words = scripts / "wording/class.lua"
        words.write_text('return { host = { ok = "ok", exit = "OUT" } }\n')
        self.assertIn("nothing wrong", self.moonroomd("check", str(words)))
        for text, expected in (("exi = 'OUT'", "did you mean `exit`?"), ("ok = 'EXIT'", "the same to a client"),
                               ("verbs = { login = { 'A B' } }", "holds a blank")):
            words.write_text(f"return {{ host = {{ {text} }} }}\n")
            said = self.moonroomd("check", str(words), status=1)
            self.assertIn("wording/class.lua: ", said)
            self.assertIn(expected, said)
            room = self.moonroomd("--scripts", str(scripts), "--wording", "class", "check", status=1)
            self.assertIn(expected, room)

    def test_a_loop_ends_with_its_place(self):
        loop = "while true do end\n"
        for file, text, words in (("top.lua", loop, ("check", "plugins")),
                                  ("config.lua", loop, ("check", "plugins")),
                                  ("caught.lua", "while true do pcall(function() while true do end end) end", ("check",)),
                                  ("late.lua", "return { on_load = function() while true do end end }", ("check", "plugins")),
                                  ("hook.lua", "return { on_join = function() while true do end end }", ("test",))):
            (self.plugins / file).write_text(text)
            (self.plugins / "hook_test.lua").write_text('test("t", function(room) room:join("ann") end)\n')
            for word in words:
                asked = [word, "hook"] if word == "test" else [word]
                said = self.moonroomd(*asked, status=0 if word == "plugins" else 1)
                self.assertIn(f"{file}:1: took longer than ", said, word)
            (self.plugins / file).unlink()

    def test_neighbours_and_sections_that_there_are_not_are_told(self):
        (self.plugins / "a.lua").write_text('return { before = "nosuch", after = "profanity" }\n')
        (self.plugins / "config.lua").write_text("return { b = {}, dice = {}, relay = {} }\n")
        said = self.moonroomd("check", status=1).splitlines()
        self.assertEqual(len(said), 2, said)
        self.assertIn("settings for `b`: there is no such plugin", said[0])
        self.assertIn('before = "nosuch"', said[1])

    def test_no_complaint_holds_a_control_character(self):
        config = self.folder / "noise.conf"
        config.write_bytes(b"x\x01\xff\x1b[31m = 1\n")
        for words in (["--config", str(config), "doctor"], ["--classic", "m\x1b[31m\xff"], ["--no\x1b[2J\xff"], ["say\x07"]):
            done = subprocess.run([BIN / "moonroomd", *words], capture_output=True, timeout=100)
            self.assertEqual(done.returncode, 2, words)
            said = done.stderr.decode()
            self.assertEqual([letter for letter in said if ord(letter) < 32 and letter != "\n"], [], said)

    def test_a_mistake_in_the_configuration_is_told_with_its_line(self):
        config = self.folder / "moonroom.conf"
        config.write_text("# the room\nwording = en\nclasic = off\n")
        said = self.moonroomd("--config", str(config), "check", status=2)
        self.assertIn(f"{config}:3: there is no option clasic; did you mean classic?", said)
        config.write_text("classic = perhaps\n")
        said = self.moonroomd("--config", str(config), "check", status=2)
        self.assertIn(f"{config}:1: classic: perhaps", said)


def main() -> int:
    global BIN
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=Path, default=BIN, help="where moonroomd is")
    arguments, rest = parser.parse_known_args()
    BIN = arguments.bin.resolve()
    return side_by_side.main(rest, jobs=4)


if __name__ == "__main__":
    sys.exit(main())
