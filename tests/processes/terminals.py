"""Programs at terminals of their own: the end of a program, also by a signal, leaves the terminal in order."""

import signal

from case import Case, Typist
from harness.process import children_of, signal_to, state_of, wait_until


class Terminals(Case):
    def console(self) -> tuple[Typist, int]:
        console = self.typist("moonroomd", "--listen", "127.0.0.1:0", "--data", ":memory:",
                              "--wording", "en")
        console.sees("listening on 127.0.0.1:")
        wait_until(lambda: b"\n" in console.bytes or console.read(), "the port")
        return console, int(console.bytes.split(b"\r")[0])

    def test_the_console_shows_the_room_and_ctrl_c_ends_it(self):
        console, port = self.console()
        client = self.typist("moonroom", f"127.0.0.1:{port}")
        client.sees("Name: ")
        client.type("administrator\r")
        client.sees("this name is the administrator's")
        client.sees("Name: ")
        client.type("张三\r")
        console.sees("张三 joined the room")
        client.sees("张三> ")
        client.type("你好\r")
        console.sees("张三: 你好")
        client.type("half a li")
        client.sees("half a li")
        console.type("welcome\r")
        client.sees("Administrator: welcome")
        client.sees("half a li")
        client.type("ne\r")
        console.sees("张三: half a line")
        children = children_of(console.program())
        console.type("\x03")
        console.sees("status 0")
        client.sees("status 3")
        wait_until(lambda: not any(state_of(pid) for pid in children), "no child is left")
        self.assertTrue(console.modes_are_as_before())
        self.assertTrue(client.modes_are_as_before())

    def test_a_killed_host_leaves_its_terminal_in_order(self):
        for typed, shown, last in (("hello", "hello", "status 137"), ("/top\r", "PROCESS", "\x1b[?1049l")):
            console, _ = self.console()
            console.type(typed)
            console.sees(shown)
            children = children_of(console.program())
            signal_to(console.program(), signal.SIGKILL)
            console.sees(last)
            wait_until(lambda: not any(state_of(pid) for pid in children), "no child is left")
            wait_until(console.modes_are_as_before, "the modes are as before")

    def test_ctrl_c_and_a_closed_terminal_leave_the_room(self):
        host = self.host()
        watcher = self.member("watcher", host)
        for leave in (lambda c: c.type("\x03"), lambda c: signal_to(c.program(), signal.SIGHUP),
                      lambda c: c.type("\x04"), lambda c: c.type("/quit\r")):
            client = self.typist("moonroom", f"127.0.0.1:{host.port}", "--name", "ann")
            self.assertEqual(watcher.hear(), "ann joined the room")
            client.sees("ann> ")
            children = children_of(client.program())
            self.assertEqual(len(children), 1)
            leave(client)
            self.assertEqual(watcher.hear(), "ann left the room")
            client.sees("status 0")
            wait_until(lambda: not any(state_of(pid) for pid in children), "both processes are gone")
