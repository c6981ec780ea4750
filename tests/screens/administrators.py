"""The console of the host at a terminal."""

from collections.abc import Iterator

from case import CTRL_U, TAB, Case, width
from harness import programs
from harness.process import wait_until
from room import RealRoom
from screen import Terminal


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


class ConsoleTerminal(AdministratorsCase):
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
