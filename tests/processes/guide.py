#!/usr/bin/env python3
"""Runs the guides to plugins, in both languages: their files, conversations and commands, in the order of the page.

    ```lua plugins/NAME.lua     saved into a running room's folder
    ```chat                     steps of a conversation (tests/conversations/script.py)
    ```console                  commands behind "$ ", and lines of their output, in order
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/conversations"))

from people import Failure  # noqa: E402
from script import Script  # noqa: E402

GUIDES = {"docs/plugin-guide.md": "en", "docs/zh/plugin-guide.md": "notes-000"}
FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Guide:
    def __init__(self, page: Path, wording: str, programs: Path) -> None:
        self.page, self.wording, self.programs = page, wording, programs
        self.steps = 0
        with tempfile.NamedTemporaryFile(suffix=".chat") as empty:
            self.script = Script(Path(empty.name), programs)

    def run(self) -> None:
        text = self.page.read_text()
        self.script.start(f"--wording {self.wording}")
        for block in FENCE.finditer(text):
            line = text.count("\n", 0, block.start()) + 1
            try:
                self.play(*block.groups())
            except (Failure, OSError, RuntimeError, subprocess.SubprocessError) as failure:
                raise Failure(f"{self.page}:{line}: {failure}") from None

    def play(self, kind: str, place: str | None, body: str) -> None:
        if kind == "lua":
            if not place:
                raise Failure("a block of Lua without the file that it is")
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
            raise Failure(f"nobody runs a block of {kind}")

    def type(self, command: str, expected: list[str]) -> None:
        for wording in sorted(set(GUIDES.values())):
            words = command.split()
            assert words[0] == "moonroomd", command
            if words[1] == "new" and wording != self.wording:
                continue
            plugins = self.script.folders.path / "plugins"
            done = subprocess.run(
                [self.programs / "moonroomd", "--plugins", plugins, "--wording", wording, *words[1:]],
                env={"PATH": os.environ["PATH"], "HOME": str(plugins.parent), "LC_ALL": "C.UTF-8"},
                cwd=plugins.parent, capture_output=True, text=True, timeout=100)
            said = done.stdout + done.stderr
            if done.returncode != 0:
                raise Failure(f"{command} ({wording}): status {done.returncode}\n{said}")
            at = 0
            for line in expected:
                found = said.find(line, at)
                if found < 0:
                    raise Failure(f"{command} ({wording}) should say {line!r}\n{said}")
                at = found + len(line)

    def end(self) -> str:
        log = self.script.host.log.everything if self.script.host else lambda: ""
        return self.script.end(), log


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=Path, required=True, help="where the two programs are")
    programs = parser.parse_args().bin.resolve()
    failed = 0
    for page, wording in GUIDES.items():
        guide = Guide(ROOT / page, wording, programs)
        wrong = ""
        try:
            guide.run()
        except Failure as failure:
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
