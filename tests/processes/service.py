#!/usr/bin/env python3
"""A room runs inside the sandbox of its systemd unit: system calls, personality, no writable and executable page.

The test reads the sandbox from packaging/systemd/moonroom.service and builds it with libseccomp, because few
build machines can start systemd. systemd-analyze lists the calls of a set;
if it or libseccomp is missing, the test says so and exits with 77.
"""

import ctypes
import errno
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from case import Case
from harness import side_by_side
from harness.member import Member
from harness.process import signal_to

UNIT = Path(__file__).resolve().parents[2] / "packaging/systemd/moonroom.service"
SKIPPED = 77

PLUGIN = """return {
  commands = {
    echo = { run = function(call) return table.concat(call.words, " ") end },
    later = { run = function(call)
      local id = call.member.id
      room.job("solve", 6, function(result, wrong) room.tell(id, result or wrong) end)
    end },
  },
  jobs = { solve = function(number) return "it is " .. 7 * number end },
}"""

ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
EQUAL, MASKED_EQUAL = 4, 7
PR_SET_NO_NEW_PRIVS = 38
PROT_WRITE, PROT_EXEC = 2, 4


class Comparison(ctypes.Structure):
    _fields_ = [("argument", ctypes.c_uint), ("operator", ctypes.c_int), ("first", ctypes.c_uint64),
                ("second", ctypes.c_uint64)]


def settings(key: str) -> list[str]:
    lines = UNIT.read_text().splitlines()
    return [line.partition("=")[2] for line in lines if line.startswith(f"{key}=")]


def calls_of(word: str) -> set[str]:
    """The system calls of a set such as @system-service; a call is itself."""
    if not word.startswith("@"):
        return {word}
    shown = subprocess.run(["systemd-analyze", "syscall-filter", word], capture_output=True, text=True, check=True)
    members = [line.strip() for line in shown.stdout.splitlines()[1:]]
    return set().union(*(calls_of(member) for member in members if member and not member.startswith("#")))


def allowed_calls() -> set[str]:
    """By systemd.exec(5): a line that begins with ~ removes calls, any other adds calls."""
    calls = calls_of("@default")
    for line in settings("SystemCallFilter"):
        named = set().union(*map(calls_of, line.removeprefix("~").split()))
        calls = calls - named if line.startswith("~") else calls | named
    return calls


class Walls:
    """A filter that is built once and loaded by each child before it executes."""

    def __init__(self) -> None:
        self.seccomp = ctypes.CDLL("libseccomp.so.2")
        self.seccomp.seccomp_init.restype = ctypes.c_void_p
        self.filter = ctypes.c_void_p(self.seccomp.seccomp_init(REFUSE))
        self.libc = ctypes.CDLL(None)
        self.limited = {"personality": [Comparison(0, EQUAL, self.libc.personality(0xFFFFFFFF), 0)]}
        if settings("MemoryDenyWriteExecute") == ["yes"]:
            both = PROT_WRITE | PROT_EXEC
            self.limited["mmap"] = [Comparison(2, MASKED_EQUAL, both, part) for part in (0, PROT_WRITE, PROT_EXEC)]
            self.limited["mprotect"] = [Comparison(2, MASKED_EQUAL, PROT_EXEC, 0)]
        for call in sorted(allowed_calls()):
            self.allow(call)

    def allow(self, call: str) -> None:
        number = self.seccomp.seccomp_syscall_resolve_name(call.encode())
        if number < 0:  # This machine does not have the call.
            return
        for only in self.limited.get(call, [None]):
            count, compared = (1, ctypes.byref(only)) if only else (0, None)
            if self.seccomp.seccomp_rule_add_array(self.filter, ALLOW, number, count, compared) != 0:
                raise OSError(f"no rule for {call}")

    def close(self) -> None:
        """In the child: from now on, and for all that it executes."""
        self.libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        if self.seccomp.seccomp_load(self.filter) != 0:
            os._exit(1)


class Service(Case):
    walls: Walls

    def setUp(self) -> None:
        plugins = self.folder()
        (plugins / "echo.lua").write_text(PLUGIN)
        self.room = self.host("--plugins", plugins, "--data", self.folder() / "data", preexec_fn=self.walls.close)

    def echo(self, member: Member, text: str) -> None:
        member.say(f"/echo {text}")
        self.assertEqual(member.hear(), text)

    def test_a_plugin_answers_by_itself_from_a_job_and_after_its_worker_was_killed(self) -> None:
        ada = self.member("ada", self.room)
        self.echo(ada, "one")
        ada.say("/later")
        self.assertEqual(ada.hear(), "it is 42")
        signal_to(self.room.running_worker(), signal.SIGKILL)
        self.echo(ada, "two")

    def test_an_upgrade_finds_its_room_again(self) -> None:
        ada, bob = self.pair(self.room)
        signal_to(self.room.pid, signal.SIGUSR2)
        self.room.console.expect("listening on")
        bob.say("still here")
        self.assertEqual(ada.hear(), "bob: still here")

    def test_a_system_call_that_the_unit_forbids_is_refused(self) -> None:
        asked = "import ctypes, os; os._exit(ctypes.CDLL(None).personality(0x0400000) != -1)"
        done = subprocess.run([sys.executable, "-c", asked], preexec_fn=self.walls.close)
        self.assertEqual(done.returncode, 0)


def main() -> int:
    if not shutil.which("systemd-analyze"):
        print("skipped: this needs systemd-analyze")
        return SKIPPED
    Service.walls = Walls()
    return side_by_side.main(__doc__)


if __name__ == "__main__":
    sys.exit(main())
