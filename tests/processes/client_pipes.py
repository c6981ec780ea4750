"""The client in pipes, with a host that is the test itself."""

import socket
import subprocess
import unittest

from harness import programs
from harness.process import PATIENCE, children_of, state_of, wait_until


class Pipes(unittest.TestCase):
    def setUp(self) -> None:
        self.server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.server.bind(("127.0.0.1", 0))
        self.server.settimeout(PATIENCE)
        self.addCleanup(self.server.close)

    def client(self, *options: str) -> subprocess.Popen:
        client = subprocess.Popen([programs.path_of("moonroom"), f"127.0.0.1:{self.server.getsockname()[1]}", *options],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(lambda: (client.kill(), client.communicate()))
        return client

    def receive(self) -> tuple[str, tuple]:
        data, source = self.server.recvfrom(4096)
        return data.decode(), source

    def test_a_lost_login_and_a_lost_goodbye_are_repeated(self):
        client = self.client("--classic", "--name", "ann")
        self.assertEqual(self.receive()[0], "L ann")
        request, source = self.receive()
        self.assertEqual(request, "L ann")
        self.server.sendto(b"OK", source)
        self.server.sendto(b"\x1b[2Jbob : hi\xff", source)
        self.server.sendto(b"", source)
        client.stdin.write(b"hello  there \n/quit\n")
        client.stdin.flush()
        self.assertEqual(self.receive()[0], "C ann hello  there ")
        self.assertEqual(self.receive()[0], "Q ann")
        self.assertEqual(self.receive()[0], "Q ann")
        self.server.sendto("bob : last".encode(), source)
        self.server.sendto(b"EXIT", source)
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
        _, source = self.receive()
        self.server.sendto("该用户已存在".encode(), source)
        _, errors = client.communicate(timeout=PATIENCE)
        self.assertEqual(client.returncode, 4)
        self.assertIn("该用户已存在", errors.decode())

    def test_an_end_unasked_ends_both_processes(self):
        client = self.client("--classic", "--name", "ann")
        _, source = self.receive()
        self.server.sendto(b"OK", source)
        wait_until(lambda: children_of(client.pid), "the receiver is there")
        children = children_of(client.pid)
        self.server.sendto(b"EXIT", source)
        self.assertEqual(client.wait(PATIENCE), 3)
        wait_until(lambda: not any(state_of(pid) for pid in children), "both are gone")
