#!/usr/bin/env python3
"""Runs the guides to plugins, in both languages: their files, conversations and commands, in the order of the page.

    ```lua plugins/NAME.lua     saved into a running room's folder
    ```chat                     steps of a conversation (tests/conversations/script.py)
    ```console                  commands behind "$ ", and lines of their output, in order
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path += [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[1] / "conversations")]

from harness import programs
from harness.programs import ROOT, plain_environment
from script import Script

GUIDES = {"docs/plugin-guide.md": "en", "docs/zh/plugin-guide.md": "notes-000"}
FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Guide:
    def __init__(self, page: Path, wording: str) -> None:
        self.page, self.wording = page, wording
        self.steps = 0
        with tempfile.NamedTemporaryFile(suffix=".chat") as empty:
            self.script = Script(Path(empty.name))

    def run(self) -> None:
        text = self.page.read_text()
        self.script.start(f"--wording {self.wording}")
        for block in FENCE.finditer(text):
            line = text.count("\n", 0, block.start()) + 1
            try:
                self.play(*block.groups())
            except (AssertionError, OSError, subprocess.SubprocessError) as failure:
                raise AssertionError(f"{self.page}:{line}: {failure}") from None

    def play(self, kind: str, place: str | None, body: str) -> None:
        if kind == "lua":
            if not place:
                raise AssertionError("a block of Lua without the file that it is")
            self.script.save_file(place, body)
            self.steps += 1
        elif kind == "chat":
            for step in body.splitlines():
                self.script.step(step, "")
                self.steps += 1
        elif kind == "console":
            for command in body.split("$ ")[1:]:
                first, *expected = command.splitlines()
                self.type(first, expected)
                self.steps += 1 + len(expected)
        else:
            raise AssertionError(f"nobody runs a block of {kind}")

    def type(self, command: str, expected: list[str]) -> None:
        for wording in sorted(set(GUIDES.values())):
            words = command.split()
            assert words[0] == "moonroomd", command
            if words[1] == "new" and wording != self.wording:
                continue
            plugins = self.script.folders.plugins
            done = programs.run("moonroomd", "--plugins", plugins, "--wording", wording, *words[1:], text=True,
                                env=plain_environment(plugins.parent), cwd=plugins.parent)
            said = done.stdout + done.stderr
            if done.returncode != 0:
                raise AssertionError(f"{command} ({wording}): status {done.returncode}\n{said}")
            at = 0
            for line in expected:
                found = said.find(line, at)
                if found < 0:
                    raise AssertionError(f"{command} ({wording}) should say {line!r}\n{said}")
                at = found + len(line)

    def end(self) -> tuple[str, Callable[[], str]]:
        log = self.script.host.log.everything if self.script.host else lambda: ""
        return self.script.end(), log


def main() -> int:
    programs.read_arguments(__doc__)
    failed = 0
    for page, wording in GUIDES.items():
        guide = Guide(ROOT / page, wording)
        wrong = ""
        try:
            guide.run()
        except AssertionError as failure:
            wrong = str(failure)
        ended, log = guide.end()
        wrong = "\n".join(filter(None, [wrong, ended]))
        print(f"{page}: {guide.steps} steps{', then:' if wrong else ''}")
        if wrong:
            failed += 1
            print(f"{wrong}\nthe host's log:\n{log()}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
