"""The client in pipes, with a room that is the test itself."""

import subprocess
import unittest

from harness import programs
from harness.fake_room import FakeRoom
from harness.process import PATIENCE, children_of, reap, state_of, wait_until


class Pipes(unittest.TestCase):
    def setUp(self) -> None:
        self.room = FakeRoom()
        self.addCleanup(self.room.close)

    def client(self, *options: str) -> subprocess.Popen:
        client = subprocess.Popen([programs.path_of("moonroom"), f"127.0.0.1:{self.room.port}", *options],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(reap, client)
        return client

    def test_a_lost_login_and_a_lost_goodbye_are_repeated(self):
        client = self.client("--classic", "--name", "ann")
        self.room.expects("L ann")
        self.room.admits("ann")
        self.room.says(b"\x1b[2Jbob : hi\xff")
        self.room.says(b"")
        client.stdin.write(b"hello  there \n/quit\n")
        client.stdin.flush()
        self.room.expects("C ann hello  there ")
        self.room.expects("Q ann")
        self.room.expects("Q ann")
        self.room.says("bob : last")
        self.room.says(b"EXIT")
        out, errors = client.communicate(timeout=PATIENCE)
        self.assertEqual(out.decode(), "␛[2Jbob : hi\ufffd\nbob : last\n")
        self.assertEqual((client.returncode, errors), (0, b""))

    def test_silence_is_reported_not_waited_for(self):
        client = self.client("--classic", "--name", "ann")
        _, errors = client.communicate(timeout=PATIENCE)
        self.assertEqual(client.returncode, 1)
        self.assertIn(b"no answer from 127.0.0.1", errors)

    def test_an_invalid_address_is_named(self):
        for _ in range(10):
            client = programs.run("moonroom", "127.0.0.1:99999", "--name", "ann")
            self.assertEqual(client.returncode, 2)
            self.assertIn(b"99999", client.stderr)

    def test_a_refusal_of_a_given_name_ends_a_script(self):
        client = self.client("--classic", "--name", "ann")
        self.room.expects("L ann")
        self.room.says("该用户已存在")
        _, errors = client.communicate(timeout=PATIENCE)
        self.assertEqual(client.returncode, 4)
        self.assertIn("该用户已存在", errors.decode())

    def test_an_end_unasked_ends_both_processes(self):
        client = self.client("--classic", "--name", "ann")
        self.room.admits("ann")
        wait_until(lambda: children_of(client.pid), "the receiver is there")
        children = children_of(client.pid)
        self.room.says(b"EXIT")
        self.assertEqual(client.wait(PATIENCE), 3)
        wait_until(lambda: not any(state_of(pid) for pid in children), "both are gone")
