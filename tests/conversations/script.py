"""Reads a .chat file and plays it. A line is a step:

    host [OPTIONS]                   starts the host; the steps before it prepare its folders:
    without script NAME                removes a script
    plugin NAME                        one of the gallery is put into plugins/
    file PLACE                         a file, from the indented lines below (also while it runs)
    save PLACE                         the same, as an editor saves: by way of another file
    remove PLACE                       removes a file
    NAME joins [to ADDRESS] [from ADDRESS]
    NAME joins with PROGRAM          the bundled client, or a classic one from clients/
    NAME is refused [as OTHER]: REASON   "..." stands for any
    NAME joins as OTHER              another name from the same address
    NAME > TEXT                      says it
    NAME < TEXT                      hears exactly this next (a program: sees it)
    NAME hears nothing
    NAME sends "BYTES" / NAME gets "BYTES"      with Python's escapes
    NAME hears "TEXT" * N in pieces  one line in several datagrams
    NAME leaves / NAME dies / NAME is gone
    admin > TEXT / console < TEXT / log < TEXT
"""

import ast
import re
import shlex
import time
from pathlib import Path

from harness.host import Folders, Host, write_at_once, write_by_rename
from harness.process import PATIENCE
from people import MARK, Member, Program


class Script:
    def __init__(self, path: Path) -> None:
        self.lines = path.read_text().splitlines()
        self.folders = Folders()
        self.host: Host | None = None
        self.people: dict[str, Member | Program] = {}
        self.marks = 0

    def play(self) -> None:
        number = 0
        while number < len(self.lines):
            step, first = self.lines[number].strip(), number
            number += 1
            block = []
            while number < len(self.lines) and self.lines[number].startswith("  "):
                block.append(self.lines[number][2:])
                number += 1
            try:
                if step and not step.startswith("#"):
                    self.step(self.lines[first], "\n".join(block) + "\n")
            except (AssertionError, OSError) as failure:
                raise AssertionError(f"line {first + 1}: {step}\n{failure}") from None

    def end(self) -> str:
        for person in self.people.values():
            person.close()
        wrong = self.host.end() if self.host else ""
        log = self.host.log.everything() if self.host else ""
        if "ERROR: AddressSanitizer" in log or "runtime error" in log:
            wrong = wrong or "a sanitizer complained"
        self.folders.remove()
        return wrong

    def step(self, line: str, block: str) -> None:
        for pattern, method in self.STEPS:
            if match := re.fullmatch(pattern, line):
                return method(self, *(match.groups()), *([block] if method in (Script.add_file, Script.save_file) else []))
        raise AssertionError("this step is not known")

    # ── Before the host ──────────────────────────────────────────────────────────────────────────

    def start(self, options: str) -> None:
        words = [word.replace("FOLDER", str(self.folders.path)) for word in shlex.split(options or "")]
        defaults = {"--listen": "127.0.0.1:0", "--data": ":memory:", **self.folders.options()}
        self.host = Host(*words, defaults=defaults)

    def without(self, name: str) -> None:
        (self.folders.scripts / f"{name}.lua").unlink()

    def plugin(self, name: str) -> None:
        self.folders.add_from_gallery(name)

    def add_file(self, place: str, text: str) -> None:
        write_at_once(self.folders.path / place, text)

    def save_file(self, place: str, text: str) -> None:
        write_by_rename(self.folders.path / place, text)

    def remove_file(self, place: str) -> None:
        (self.folders.path / place).unlink()

    # ── Members ──────────────────────────────────────────────────────────────────────────────────

    def member(self, name: str) -> Member:
        if name not in self.people:
            self.people[name] = Member(name, self.host)
        return self.people[name]

    def joins(self, name: str, to: str | None, source: str | None) -> None:
        self.people[name] = Member(name, self.host, to, source)
        self.people[name].join_as(name)

    def joins_as(self, name: str, other: str) -> None:
        self.member(name).join_as(other)

    def joins_with(self, name: str, program: str) -> None:
        self.people[name] = Program(name, self.host, program)
        # A course client asks for the name; ours is given it as an option.
        if program != "client":
            self.people[name].say(name)

    def refused(self, name: str, other: str | None, reason: str) -> None:
        member = self.member(name)
        began = time.monotonic()
        member.send(f"L {other or name}".encode())
        answer = member.next()
        took = time.monotonic() - began
        if answer is None or answer == b"OK":
            raise AssertionError(f"{name} should be refused, but got {answer!r}")
        if len(answer) > 120:
            raise AssertionError(f"the reason has {len(answer)} bytes: {answer!r}")
        if reason != "..." and answer.decode() != reason:
            raise AssertionError(f"the reason should be\n    {reason!r}\nbut was\n    {answer.decode()!r}")
        if took > 5:
            raise AssertionError(f"the answer took {took:.1f} s")

    def says(self, name: str, text: str) -> None:
        if name == "admin":
            self.host.type(text)
        else:
            self.people[name].say(text)

    def hears(self, name: str, text: str) -> None:
        if name in ("console", "log"):
            output = self.host.console if name == "console" else self.host.log
            if not output.wait_for(text):
                raise AssertionError(f"the {name} should show\n    {text!r}\nbut shows\n    {output.unseen()!r}")
        else:
            self.people[name].expect(text)

    def hears_nothing(self, name: str) -> None:
        self.marks += 1
        mark = f"{MARK}{self.marks}{MARK}"
        self.host.type(mark)
        self.people[name].expect_nothing_before(mark)

    def sends(self, name: str, data: str) -> None:
        self.member(name).send(ast.literal_eval("b" + ascii_escaped(data)))

    def gets(self, name: str, data: str) -> None:
        self.people[name].expect(ast.literal_eval(data))

    def hears_in_pieces(self, name: str, before: str, part: str, count: str) -> None:
        expected = ast.literal_eval(before) + ast.literal_eval(part) * int(count)
        heard, pieces = b"", 0
        while len(heard) < len(expected.encode()) and (piece := self.people[name].next()):
            piece.decode()  # Each piece is whole characters.
            if len(piece) > 1024:
                raise AssertionError(f"a datagram has {len(piece)} bytes")
            heard, pieces = heard + piece, pieces + 1
        if heard.decode() != expected or pieces < 2:
            raise AssertionError(f"heard {len(heard)} bytes in {pieces} pieces")

    def leaves(self, name: str) -> None:
        self.people.pop(name).leave()

    def dies(self, name: str) -> None:
        self.people.pop(name).die()

    def is_gone(self, name: str) -> None:
        self.people.pop(name).process.wait(PATIENCE)

    NAME = r"([^\s<>]+)"
    STEPS = [
        (r"host(?: (.*))?", start),
        (r"without script (\S+)", without),
        (r"plugin (\S+)", plugin),
        (r"file (\S+)", add_file),
        (r"save (\S+)", save_file),
        (r"remove (\S+)", remove_file),
        (NAME + r" joins(?: to (\S+))?(?: from (\S+))?", joins),
        (NAME + r" joins as (.+)", joins_as),
        (NAME + r" joins with (\w+)", joins_with),
        (NAME + r" is refused(?: as (.+?))?: (.+)", refused),
        (NAME + r" hears nothing", hears_nothing),
        (NAME + r" hears (\".*\") \+ (\".*\") \* (\d+) in pieces", hears_in_pieces),
        (NAME + r" sends (\".*\")", sends),
        (NAME + r" gets (\".*\")", gets),
        (NAME + r" leaves", leaves),
        (NAME + r" dies", dies),
        (NAME + r" is gone", is_gone),
        (NAME + r" > ?(.*)", says),
        (NAME + r" < ?(.*)", hears),
    ]


def ascii_escaped(literal: str) -> str:
    """A text between quotes as a literal of bytes, with non-ASCII characters in UTF-8."""
    return "".join(c if ord(c) < 128 else "".join(f"\\x{b:02x}" for b in c.encode()) for c in literal)
