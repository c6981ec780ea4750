#!/usr/bin/env python3
"""The subcommands for authors of plugins: new, check, test and plugins, in separate folders."""

import json
import re
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness import programs, side_by_side
from harness.host import Host
from harness.programs import ROOT, plain_environment

# A tool stops a loop after ten times this budget.
IMPATIENT = ("--hook-budget", "5")


class Tools(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)
        self.plugins = self.folder / "plugins"
        self.plugins.mkdir()

    def moonroomd(self, *words: str, status: int = 0, locale: str = "C.UTF-8") -> str:
        done = programs.run("moonroomd", "--plugins", self.plugins, *words, cwd=self.folder, text=True,
                            env=plain_environment(self.folder, LC_ALL=locale))
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

    def test_new_writes_the_stubs_of_the_api_for_an_editor(self):
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
        plain = plain_environment(self.folder)
        with Host("--data", data, "--plugins", room, env=plain):
            done = programs.run("moonroomd", "--data", data, "new", "bell", env=plain, cwd=self.folder, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue((room / "bell.lua").exists(), done.stdout)

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

    def test_a_misspelt_method_of_the_test_kit_is_reported(self):
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
                said = self.moonroomd(*IMPATIENT, *asked, status=0 if word == "plugins" else 1)
                self.assertIn(f"{file}:1: took longer than ", said, word)
            (self.plugins / file).unlink()

    def test_check_reports_neighbours_and_sections_that_do_not_exist(self):
        (self.plugins / "a.lua").write_text('return { before = "nosuch", after = "profanity" }\n')
        (self.plugins / "config.lua").write_text("return { b = {}, dice = {}, relay = {} }\n")
        said = self.moonroomd("check", status=1).splitlines()
        self.assertEqual(len(said), 2, said)
        self.assertIn("settings for `b`: there is no such plugin", said[0])
        self.assertIn('before = "nosuch"', said[1])

    def test_no_error_contains_a_control_character(self):
        config = self.folder / "noise.conf"
        config.write_bytes(b"x\x01\xff\x1b[31m = 1\n")
        for words in (["--config", str(config), "doctor"], ["--classic", "m\x1b[31m\xff"], ["--no\x1b[2J\xff"], ["say\x07"]):
            done = programs.run("moonroomd", *words)
            self.assertEqual(done.returncode, 2, words)
            said = done.stderr.decode()
            self.assertEqual([letter for letter in said if ord(letter) < 32 and letter != "\n"], [], said)

    def in_chinese(self, *words: str, status: int = 0) -> str:
        """The output of a command. It has no English sentence: no three lower-case words in a row outside quotation marks."""
        chinese = self.moonroomd(*words, status=status, locale="zh_CN.UTF-8")
        for line in chinese.splitlines():
            if re.match(r" *[✓✗]", line):  # The author chooses the name of a test.
                continue
            prose = re.sub(r"`[^`]*`|'[^']*'|\"[^\"]*\"|\S*[/.]\S*", "_", line)
            self.assertNotRegex(prose, r"[a-z]{2,} [a-z]+[;:]? [a-z]+", f"{words}: {line}")
        return chinese

    def test_the_output_of_every_command_is_in_the_readers_language(self):
        def says(words: tuple[str, ...], part: str, status: int = 0) -> None:
            chinese = self.in_chinese(*words, status=status)
            self.assertIn(part, chinese, words)
            self.assertEqual(self.moonroomd("--language", "zh", *words, status=status), chinese)
        says(("test", str(self.plugins)), "没有测试：请在 NAME.lua 旁边写 NAME_test.lua")
        self.moonroomd("new", "first")
        (self.plugins / "lost_test.lua").write_text('test("runs", function(room) end)\n')
        says(("check", "first"), "1 个文件：没有问题")
        says(("check",), "没有问题")
        says(("test", "first"), "全部通过")
        says(("test", "lost_test"), "测试的", 1)
        says(("test", "lost"), "没有 lost", 1)
        says(("plugins",), "命令")
        says(("new", "first"), "已经有了", 1)
        says(("new", "end"), "另有含义", 2)
        says(("new", "relay"), "请换个名字", 2)
        says(("new", "x" * 40), "最多 32 个字母", 2)
        says(("new", "Über"), "名字以字母开头", 2)
        says(("check", "nosuch.lua"), "没有这个文件", 1)
        says(("plugin", "enable", "nosuch"), "没有插件 nosuch 可以启用", 1)
        says(("plugin", "dance", "x"), "plugin enable", 2)
        says(("--scripts", str(self.folder / "none"), "check"), "无法读取文件夹", 1)
        says(("--wording", "nosuch", "check"), "没有用词", 1)

    def test_errors_of_a_file_are_in_the_readers_language(self):
        room = "local p = {} function p.on_load() %s end return p"
        faults = (
            ("return", "文件返回了"), ("return 5", "文件返回了"), ("local x = = 1", "附近有意外的符号"), ("return {", "附近有意外的符号"), ("local t = { 1", "附近应有"), ("return { x = (1 }", "附近应有"),
            ("x = 'open", "字符串没有结束"), ("return { on_mesage = function() end }", "是不是 `on_message`"),
            ("return { befor = 'x' }", "没有字段 `befor`；是不是 `before`"), ("return { on_message = 3 }", "应为函数"), ("return { order = 'x' }", "数字"),
            ("return { api = 7 }", "插件要求别的版本"), ("return { fail = 'perhaps' }", "`fail` 应为"),
            ("return { before = 'nosuch' }", "没有这个插件"), ("return { after = 'profanitty' }", "是不是 `profanity`"),
            ("return { before = 5 }", "名字"), ("return { commands = 5 }", "命令的表"),
            ("return { commands = { ['A B'] = { run = print } } }", "的名字由"), ("return { commands = { a = {} } }", "应为"),
            ("return { commands = { a = { run = 5 } } }", "应为函数"), ("return { commands = { help = { run = function() end } } }", "主机自己的"),
            ("return { commands = { a = { run = print, role = 'king' } } }", "role"), ("return { jobs = { a = 1 } }", "应为函数"),
            ("return { words = { zh = {} } }", "`words` 要有表 `en`"), ("return { config = 1 }", "设置"),
            ("return { config = { a = 1 }, words = { en = { a = 'x' } } }", "同时写在"),
            ("return { on_join = { line = '{text}' } }", "没有可以填入"), ("return { on_join = { line = 'a\\nb' } }", "模板只有一行"),
            ("return { on_join = {} }", "需要 `line`"), ("return { on_join = { line = 'x', to = 'me' } }", "应为"),
            ("return { on_join = function() rooom.say('x') end }", "没有全局变量 `rooom`；是不是 `room`"),
            ("return { on_join = function() room.sya('x') end }", "`room` 没有 `sya`；是不是 `say`"),
            (room % "room.say('')", "文字是空的"), (room % "room.say(nil)", "参数不对"), (room % "room.post({ to = 'bob' })", "`to`"),
            (room % "local x = nil; x.y = 1", "不能索引"), (room % "nope()", "不能调用"), (room % "local a = {} + 1", "不能"),
            (room % "local a = {} .. 'x'", "不能连接"), (room % "room.after(-1, print)", "秒"), (room % "room.log('x', 'A B')", "日志文件"),
            (room % "room.store.x = function() end", "普通数据"), (room % "room.matcher({ '' })", "空词"), (room % "room.regex('(')", "_"),
            (room % "while true do end", "用时超过"), (room % "error('mine')", "mine"), (room % "assert(false)", "断言失败"),
            (room % "room.random(5, 4)", "没有整数"), (room % "room.x = 1", "不能改动"),
        )
        for source, part in faults:
            with self.subTest(source):
                (self.plugins / "a.lua").write_text(source + "\n")
                chinese = self.in_chinese(*IMPATIENT, "check", "a", status=1)
                self.assertRegex(chinese, r"[\u4e00-\u9fff]" if part != "mine" and part != "_" else "a.lua")
                if part != "_":
                    self.assertIn(part, chinese)
        for name, data, part in (("wide.lua", "return {}".encode("utf-16"), "UTF-16"), ("zero.lua", b"return {}\0", "零字节"),
                                 ("code.lua", b"\x1bLJ\x02", "字节码"), ("big.lua", b"-" * 300_000, "超过 256 KiB")):
            with self.subTest(name):
                (self.plugins / name).write_bytes(data)
                self.assertIn(part, self.in_chinese("check", str(self.plugins / name), status=1))
                (self.plugins / name).unlink()

    def test_a_failed_test_is_reported_in_the_readers_language(self):
        (self.plugins / "a.lua").write_text("return {}\n")
        for body, part in (("room:join('ann'):hears('x')", "ann 没有听到"), ("room:joni('x')", "没有方法 `joni`；是不是 `join`"),
                           ("local a = room:join('ann') room:join('bob') a:hears_nothing()", "ann 听到 "),
                           ("room:logged('x')", "日志 没有听到"), ("room:join('ann', { address = 'x' })", "不是地址"),
                           ("nothing()", "不能调用")):
            with self.subTest(body):
                (self.plugins / "a_test.lua").write_text(f'test("t", function(room) {body} end)\n')
                chinese = self.moonroomd("test", "a", status=1, locale="zh_CN.UTF-8")
                self.assertIn(part, chinese)
                self.assertIn("1 个文件中有 1 个失败", chinese)

    def test_a_mistake_in_the_configuration_is_reported_with_its_line(self):
        config = self.folder / "moonroom.conf"
        config.write_text("# the room\nwording = en\nclasic = off\n")
        said = self.moonroomd("--config", str(config), "check", status=2)
        self.assertIn(f"{config}:3: there is no option clasic; did you mean classic?", said)
        config.write_text("classic = perhaps\n")
        said = self.moonroomd("--config", str(config), "check", status=2)
        self.assertIn(f"{config}:1: classic: perhaps", said)


if __name__ == "__main__":
    sys.exit(side_by_side.main(__doc__))
