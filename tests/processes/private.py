#!/usr/bin/env python3
"""Private texts stay private: commands in every state of their plugin, and private posts on disk."""

import argparse
import os
import sys
import tempfile
import time
import unittest
from pathlib import Path

import run
import side_by_side
from run import Host, Member

OPS = """return {
  commands = { op = { run = function() return "opped" end } },
  filter_message = function(message) if message.text == "boom" then error("boom") end end,
}"""
QUIET = "return { filter_message = function(message) if message.text == '?' then return 'quiet' end end }"

BEFORE = ["", " ", "\t", "\u3000", "\u00a0", "\u200b", "\ufeff", "\u3164", "\u2800", "\u0301", "、", " 、 "]
SLASHES = ["/", "／", "⁄", "∕", "⧸"]
SPELLINGS = [before + slash + between + "op s3cret" for before in BEFORE for slash in SLASHES
             for between in ("", " ", "\u3000")] + ["/OP s3cret", "/op,s3cret", "/／op s3cret", "/oq s3cret"]


class Room(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="moonroom-")
        self.addCleanup(folder.cleanup)
        self.plugins = Path(folder.name) / "plugins"
        self.data = Path(folder.name) / "data"
        self.plugins.mkdir()
        self.file = self.plugins / "ops.lua"

    def open(self) -> None:
        self.host = Host("--plugins", str(self.plugins), "--data", str(self.data), "--rate-limit", "off")
        self.addCleanup(self.host.end)
        self.ada, self.bob = Member(self.host, "ada"), Member(self.host, "bob")
        self.assertEqual(self.ada.hear(), "bob joined the room")
        self.addCleanup(self.ada.socket.close)
        self.addCleanup(self.bob.socket.close)

    def kept(self) -> bytes:
        """The content of the disk after the end of the host."""
        self.host.end()
        return b"".join(file.read_bytes() for file in self.data.rglob("*") if file.is_file())


class Commands(Room):
    """Each state of a plugin has a method that produces it; each spelling is tried in each state."""

    def answer(self) -> str:
        self.bob.say("/op s3cret")
        return self.bob.hear()

    def wait_until_off(self) -> None:
        run.wait_until(lambda: self.answer() != "opped", "the command is off")

    def console(self, line: str) -> None:
        self.host.process.stdin.write(line.encode() + b"\n")
        self.host.process.stdin.flush()

    def nobody_hears_it(self) -> None:
        for number, line in enumerate(SPELLINGS):
            self.bob.say(line)
            self.bob.say(f"marker {number}")
            self.assertEqual(self.ada.hear(), f"bob: marker {number}", repr(line))
            self.bob.hear()  # The answer, or a hint.
        self.bob.say("//op is a command")
        self.assertEqual(self.ada.hear(), "bob: /op is a command")
        kept = self.kept()
        self.assertTrue(b"marker 1" in kept)
        self.assertFalse(b"s3cret" in kept)

    def test_on(self) -> None:
        self.file.write_text(OPS)
        self.open()
        self.assertEqual(self.answer(), "opped")
        self.nobody_hears_it()

    def test_removed(self) -> None:
        self.file.write_text(OPS)
        self.open()
        self.file.unlink()
        self.wait_until_off()
        self.nobody_hears_it()

    def test_removed_and_forgotten_by_the_next_worker(self) -> None:
        self.file.write_text(OPS)
        self.open()
        self.file.unlink()
        self.wait_until_off()
        run.signal_to(self.host.running_worker(), 9)
        self.nobody_hears_it()

    def test_disabled(self) -> None:
        self.file.write_text(OPS)
        self.open()
        self.console("/plugin disable ops")
        self.wait_until_off()
        self.nobody_hears_it()

    def test_disabled_before_the_start(self) -> None:
        self.file.with_suffix(".lua.off").write_text(OPS)
        self.open()
        self.nobody_hears_it()

    def test_benched(self) -> None:
        self.file.write_text(OPS)
        self.open()
        # Three causes of faults: each member is one.
        carl = Member(self.host, "carl")
        for member in (self.bob, carl, self.ada):
            member.say("boom")
        carl.socket.send(b"Q carl")
        for member in (self.ada, self.bob):
            while member.hear() != "carl left the room":
                pass
        carl.socket.close()
        self.wait_until_off()
        self.nobody_hears_it()

    def test_failed(self) -> None:
        self.file.write_text("this is no Lua")
        self.open()
        self.nobody_hears_it()

    def test_misconfigured(self) -> None:
        self.file.write_text(OPS.replace("return {", "return { config = { a = 1 },", 1))
        (self.plugins / "config.lua").write_text("return { ops = { b = 2 } }")
        self.open()
        self.nobody_hears_it()

    def test_the_command_gone_from_a_newer_version(self) -> None:
        self.file.write_text(OPS)
        self.open()
        self.file.write_text(QUIET)
        self.wait_until_off()
        self.nobody_hears_it()


class Posts(Room):
    """A private post is stored only if the plugin asks for it."""

    def test_private_posts(self) -> None:
        self.file.write_text("""return { commands = {
          whisper = { run = function(call)
            room.post { line = "wh1spered", to = call.member }
            room.tell(call.member, "t0ld")
            room.post { line = "k3pt", to = call.member, keep = true }
            return "r3plied"
          end } } }""")
        self.open()
        self.bob.say("/whisper")
        self.assertEqual([self.bob.hear() for _ in range(4)], ["wh1spered", "t0ld", "k3pt", "r3plied"])
        self.bob.say("hi")
        self.assertEqual(self.ada.hear(), "bob: hi")
        kept = self.kept()
        for word in (b"wh1spered", b"t0ld", b"r3plied"):
            self.assertFalse(word in kept, word)
        self.assertTrue(b"k3pt" in kept)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=Path, default=run.PROGRAMS, help="where the programs are")
    arguments, rest = parser.parse_known_args()
    run.PROGRAMS = arguments.bin.resolve()
    with tempfile.TemporaryDirectory(prefix="moonroom-") as home:
        os.environ.update(XDG_CONFIG_HOME=f"{home}/config", XDG_STATE_HOME=f"{home}/state")
        return side_by_side.main(rest, jobs=4)


if __name__ == "__main__":
    sys.exit(main())
