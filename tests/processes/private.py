#!/usr/bin/env python3
"""Private texts stay private: commands in every state of their plugin, and private posts on disk."""

import signal
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from case import Case
from harness import side_by_side
from harness.process import signal_to, wait_until

OPS = """return {
  commands = { op = { run = function() return "opped" end } },
  filter_message = function(message) if message.text == "boom" then error("boom") end end,
}"""
QUIET = "return { filter_message = function(message) if message.text == '?' then return 'quiet' end end }"

BEFORE = ["", " ", "\t", "\u3000", "\u00a0", "\u200b", "\ufeff", "\u3164", "\u2800", "\u0301", "、", " 、 "]
SLASHES = ["/", "／", "⁄", "∕", "⧸"]
SPELLINGS = [before + slash + between + "op s3cret" for before in BEFORE for slash in SLASHES
             for between in ("", " ", "\u3000")] + ["/OP s3cret", "/op,s3cret", "/／op s3cret", "/oq s3cret"]


class Room(Case):
    def setUp(self) -> None:
        self.plugins, self.data = self.folder(), self.folder() / "data"
        self.file = self.plugins / "ops.lua"

    def open(self) -> None:
        self.room = self.host("--plugins", self.plugins, "--data", self.data, "--rate-limit", "off")
        self.ada, self.bob = self.pair(self.room)

    def kept(self) -> bytes:
        """The content of the disk after the end of the host."""
        self.room.end()
        return b"".join(file.read_bytes() for file in self.data.rglob("*") if file.is_file())


class Commands(Room):
    """Each state of a plugin has a method that produces it; each spelling is tried in each state."""

    def answer(self) -> str:
        self.bob.say("/op s3cret")
        return self.bob.hear()

    def wait_until_off(self) -> None:
        wait_until(lambda: self.answer() != "opped", "the command is off")

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
        signal_to(self.room.running_worker(), signal.SIGKILL)
        self.nobody_hears_it()

    def test_disabled(self) -> None:
        self.file.write_text(OPS)
        self.open()
        self.room.type("/plugin disable ops")
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
        carl = self.member("carl", self.room)
        for member in (self.bob, carl, self.ada):
            member.say("boom")
        carl.send_goodbye()
        for member in (self.ada, self.bob):
            while member.hear() != "carl left the room":
                pass
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


if __name__ == "__main__":
    sys.exit(side_by_side.main(__doc__))
