"""Consoles that are attached to a running host."""

import signal

from case import Case
from harness import programs
from harness.piped import Piped
from harness.process import PATIENCE, signal_to


# Two commands, one of which takes its time.
ECHO = """return { commands = {
  echo = { help = "says it again", run = function(call) return "echo " .. call.words[1] end },
  slow = { help = "says it late", run = function(call)
    local till = room.now() + 0.03
    for i = 1, 3e6 do till = till + i % 2 end
    return "slow " .. call.words[1]
  end } } }"""


class Consoles(Case):
    def setUp(self) -> None:
        self.data = self.folder() / "data"
        plugins = self.folder()
        (plugins / "echo.lua").write_text(ECHO)
        self.room = self.host("--data", self.data, "--plugins", plugins)

    def attach(self) -> Piped:
        console = Piped(programs.path_of("moonroomd"), "console", "--data", self.data)
        self.addCleanup(console.kill)
        console.type("/bans")
        console.sees("nobody is kept out or muted\n")
        return console

    def test_a_console_gets_its_own_answers_and_all_lines_of_the_room(self):
        first, second = self.attach(), self.attach()
        ada = self.member("ada", self.room)
        for console in (first, second):
            console.sees("ada joined the room\n")
        first.type("/who")
        first.sees("1 in the room\n")
        second.type("welcome")
        self.assertEqual(ada.hear(), "Administrator: welcome")
        ada.say("hi")
        for console in (first, second):
            console.sees("Administrator: welcome\nada: hi\n")
        signal_to(self.room.running_worker(), signal.SIGKILL)
        for console in (first, second):
            console.sees("worker")
        self.room.process.terminate()
        for console, unasked in ((first, "welcome"), (second, "in the room")):
            status, rest, errors = console.end()
            self.assertEqual((status, errors), (1, "moonroomd: the host is gone\n"))
            self.assertNotIn(unasked, rest)
        self.assertFalse((self.data / "console.sock").exists())

    def test_a_console_goes_on_with_the_next_host(self):
        ada, piped = self.member("ada", self.room), self.attach()
        typist = self.typist("moonroomd", "console", "--data", self.data)
        typist.sees("attached")
        typist.type("/bans\r")
        typist.sees("nobody is kept out or muted")
        for life in range(3):
            typist.type("half a li")
            typist.sees("half a li")
            if life == 0:
                signal_to(self.room.pid, signal.SIGUSR2)
            else:
                self.room.restart([signal.SIGKILL, signal.SIGTERM][life - 1])
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
        signal_to(self.room.pid, signal.SIGSTOP)
        piped.type("/who")
        signal_to(typist.program(), signal.SIGSTOP)  # A host can accept a console while it dies.
        signal_to(self.room.pid, signal.SIGKILL)
        self.assertEqual(piped.end()[0::2], (1, "moonroomd: the host is gone\n"))
        self.room.process.wait(PATIENCE)
        signal_to(typist.program(), signal.SIGCONT)
        typist.sees("the host is gone; looking for the next one")
        typist.type("\x03")
        typist.sees("status 0")

    def test_the_processes_are_listed(self):
        first, second = self.attach(), self.attach()
        pids = [self.room.pid, *self.room.children(), first.process.pid, second.process.pid]
        first.type("/ps")
        for name, pid in zip(("relay", "admin", "plugins", "console", "console"), pids):
            first.sees(name)
            first.sees(str(pid))

    def test_a_file_of_lines_is_answered_to_its_end(self):
        ada = self.member("ada", self.room)
        done = self.room.by_console("/who\n\nhello\n/slow 7\n/xyzzy")
        self.assertEqual((done.returncode, done.stderr), (1, ""))
        places = [done.stdout.index(words) for words in ("1 in the room\n", "slow 7\n", "no command /xyzzy")]
        self.assertEqual(places, sorted(places))
        self.assertEqual(ada.hear(), "Administrator: hello")
        done = self.room.by_console("/who\n" * 3000)
        self.assertEqual(done.stdout.count("1 in the room\n"), 3000)
        self.assertNotIn("dropped", done.stdout)

    def test_a_plugin_answers_the_console_of_the_command(self):
        first, second = self.attach(), self.attach()
        for number in range(20):
            first.type(f"/slow {number}")
            second.type(f"/echo {number}")
            self.room.type(f"/echo own{number}")
        for number in range(20):
            first.sees(f"slow {number}\n")
            second.sees(f"echo {number}\n")
            self.assertEqual(self.room.console.next_line(), f"echo own{number}")
        for console in (first, second):
            console.process.stdin.close()
            self.assertEqual(console.end(), (0, "", ""))

    def test_the_answer_to_a_console_that_has_gone_goes_to_no_other(self):
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
            self.assertNotIn("hasty", console.output.text())

    def test_a_stopped_console_delays_no_other(self):
        stopped, console = self.attach(), self.attach()
        ada, bob = self.member("ada", self.room), self.member("bob", self.room)
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
        ada, console = self.member("ada", self.room), self.attach()
        watching = self.attach()
        console.type("/quit")
        console.sees("the room is closing\n")
        self.assertEqual(ada.hear(), "the room is closing")
        self.assertEqual(ada.hear(), "EXIT")
        self.assertEqual(self.room.process.wait(PATIENCE), 0)
        # The consoles do not wait for another host.
        for each in (console, watching):
            self.assertEqual(each.end()[0::2], (1, "moonroomd: the room is closed\n"))
        self.room.start()
        self.assertEqual(self.room.by_console("/quit").returncode, 0)
        self.assertEqual(self.room.process.wait(PATIENCE), 0)

    def test_a_console_without_a_host_says_so(self):
        self.room.kill()
        done = self.room.by_console("/who")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertEqual(done.stderr, f"moonroomd: no host is running with the data in {self.data} "
                                      "(start one, or name its folder with --data)\n")
        # The files of the dead host do not prevent a start.
        self.room.start()
        self.assertIn("nobody is in the room", self.room.by_console("/who").stdout)

    def test_one_host_for_one_folder_of_data(self):
        other = programs.run("moonroomd", "--listen", "127.0.0.1:0", "--data", self.data, text=True)
        self.assertEqual(other.returncode, 1)
        self.assertIn("another host", other.stderr)
        self.assertIn("nobody is in the room", self.room.by_console("/who").stdout)

    def test_a_terminal_attaches_and_leaves(self):
        ada = self.member("ada", self.room)
        for leave in ("\x03", "\x04"):
            typist = self.typist("moonroomd", "console", "--data", self.data)
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
        self.assertIsNone(self.room.process.poll())
