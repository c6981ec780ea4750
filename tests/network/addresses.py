#!/usr/bin/env python3
"""A host's name has several addresses, and the client finds the one that answers (RFC 8305): the real programs and the
system's resolver with a private /etc/hosts. Needs root and mount namespaces; skipped without them (status 77)."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness import programs, side_by_side
from harness.host import Host
from harness.network import free_port
from harness.process import PATIENCE

SKIPPED = 77
INSIDE = "MOONROOM_TEST_HOSTS"
# Seconds; trying the addresses in sequence would take 10 for each silent one.
SOON = 5
# The resolver puts 127.0.0.1 before its neighbours (RFC 6724, rule 9).
V4, V6, FURTHER = "127.0.0.1", "::1", ("127.0.0.2", "127.0.0.3")
# A name, and its addresses in the order in which they are tried.
# "silent": a socket that never answers; "closed": a port without a socket, reported by ICMP.
CASES = {
    "silent-v6": [(V6, "silent"), (V4, "alive")],
    "closed-v6": [(V6, "closed"), (V4, "alive")],
    "silent-v4": [(V4, "silent"), (FURTHER[0], "alive")],
    "closed-v4": [(V4, "closed"), (FURTHER[0], "alive")],
    "silent-three": [(V6, "silent"), (V4, "silent"), (FURTHER[0], "silent"), (FURTHER[1], "alive")],
    "live-v6": [(V6, "alive"), (V4, "silent")],
}


def has_v6() -> bool:
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as trial:
            trial.bind((V6, 0))
        return True
    except OSError:
        return False


def silent_socket(address: str, port: int) -> socket.socket:
    one = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM)
    one.bind((address, port))
    one.setblocking(False)
    return one


def was_tried(one: socket.socket) -> bool:
    try:
        return bool(one.recv(4096))
    except BlockingIOError:
        return False


class Addresses(unittest.TestCase):
    def case(self, name: str, *options: str) -> None:
        behind = CASES[name]
        if not has_v6() and any(address == V6 for address, _ in behind):
            self.skipTest("no IPv6 on loopback")
        port = free_port()
        resolved = [found[4][0] for found in socket.getaddrinfo(name, port, type=socket.SOCK_DGRAM)]
        self.assertEqual(resolved, [address for address, _ in behind])
        alive = next(address for address, state in behind if state == "alive")
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="moonroom-"))
            listen = f"[{alive}]:{port}" if ":" in alive else f"{alive}:{port}"
            stack.enter_context(Host("--listen", listen, "--plugins", folder))
            before = behind[:[state for _, state in behind].index("alive")]
            silent = [stack.enter_context(silent_socket(address, port)) for address, state in behind if state == "silent"]
            began = time.monotonic()
            done = programs.run("moonroom", f"{name}:{port}", "--name", "ann", "--send", "hi", *options,
                                env=programs.plain_environment(folder))
            took = time.monotonic() - began
            self.assertEqual(done.returncode, 0, done)
            self.assertLess(took, SOON, done)
            if not options and all(state == "silent" for _, state in before):
                tried = [was_tried(one) for one in silent[:len(before)]]
                self.assertEqual(tried, [True] * len(before), "an address before the living one was not tried")
        print(f"{name} {' '.join(options)}: in after {1000 * took:.0f} ms", flush=True)


def add_cases() -> None:
    for name, behind in CASES.items():
        setattr(Addresses, f"test_{name}".replace("-", "_"), lambda self, name=name: self.case(name))
    # A classic host answers logins only, so silence has no meaning there.
    setattr(Addresses, "test_classic", lambda self: self.case("closed-v6", "--classic"))


def run_inside(arguments: list[str]) -> int:
    """The same program with another /etc/hosts."""
    if os.geteuid() != 0 or not Path("/etc/hosts").exists():
        print("skipped: needs root, and an /etc/hosts to lay another over")
        return SKIPPED
    with tempfile.NamedTemporaryFile("w", prefix="moonroom-hosts-") as hosts:
        hosts.write("127.0.0.1 localhost\n::1 localhost\n")
        hosts.writelines(f"{address} {name}\n" for name, behind in CASES.items() for address, _ in behind)
        hosts.flush()
        os.chmod(hosts.name, 0o644)
        unshare = ["unshare", "--mount", "--propagation", "private"]
        lay = ["sh", "-c", 'mount --bind "$0" /etc/hosts && exec "$@"', hosts.name]
        try:
            allowed = subprocess.run([*unshare, *lay, "getent", "ahosts", "silent-v4"], capture_output=True, check=False,
                                     timeout=PATIENCE)
        except FileNotFoundError:
            allowed = None
        if not allowed or allowed.returncode != 0:
            print("skipped: no mount namespace can be made here, or the resolver reads no /etc/hosts",
                  allowed.stderr.decode().strip() if allowed else "")
            return SKIPPED
        return subprocess.run([*unshare, *lay, sys.executable, "-B", *arguments], env={**os.environ, INSIDE: "1"},
                              check=False).returncode


if __name__ == "__main__":
    if INSIDE not in os.environ:
        sys.exit(run_inside(sys.argv))
    names = programs.read_arguments(__doc__)
    add_cases()
    sys.exit(side_by_side.run_all(names, jobs=4))
