#!/usr/bin/env python3
"""Checks that the manual pages and completions contain every option of the programs."""

import argparse
import functools
import gzip
import os
import re
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

PROGRAMS = Path("build/release/bin")
SHARE = Path("build/release/packaging/share")
PAGES = {"moonroomd": 8, "moonroom": 1}

# Input before a press of Tab, and some of the expected completions.
TABS = {
    "moonroomd --cl": "--classic",
    "moonroomd --classic o": "open off",
    "moonroomd ex": "export",
    "moonroomd export --fo": "--format",
    "moonroomd export --format j": "json",
    "moonroomd --log-format=t": "text",
    "moonroomd --data /us": "/usr",
    "moonroomd check /et": "/etc",
    "moonroom --na": "--name",
}


def run(*words: str, **options) -> str:
    plain = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""}
    return subprocess.run(
        words, capture_output=True, text=True, check=True, env=plain, timeout=60, **options
    ).stdout


@functools.cache
def help_of(program: str, *command: str) -> str:
    return run(str(PROGRAMS / program), *command, "--help")


def options_in(help_text: str) -> set[str]:
    """The options at the beginnings of lines, read without the generator's parser."""
    left = [line[2:].split(" ")[0] for line in help_text.splitlines() if line.startswith("  -")]
    return {re.split("[=:{]", name)[0] for names in left for name in names.split(",")}


def commands_in(help_text: str) -> list[str]:
    _, _, behind = help_text.partition("\nSubcommands:\n")
    return re.findall(r"^  ([a-z]\S*)", behind.split("\n\n")[0], re.MULTILINE)


def page_of(program: str, folder: str) -> str:
    page = SHARE / f"{folder}/man{PAGES[program]}/{program}.{PAGES[program]}.gz"
    return re.sub(r"\\f[BIR]", "", gzip.decompress(page.read_bytes()).decode()).replace("\\-", "-")


def is_chinese(text: str) -> bool:
    return re.search("[\u4e00-\u9fff]", text) is not None


# A mistake of each kind on the command line: the message in both languages, and the status.
MISTAKES = [
    ("moonroom", ["--nonsense"], 2), ("moonroom", ["--json", "--plain"], 2),
    ("moonroom", ["--timestamps", "perhaps"], 2), ("moonroom", ["--pin"], 2), ("moonroom", ["a", "b"], 2),
    ("moonroom", ["--language", "de"], 2), ("moonroom", ["--name", "ann", "nowhere.invalid"], 1),
    ("moonroomd", ["--nonsense"], 2), ("moonroomd", ["--keep", "5"], 2), ("moonroomd", ["--jobs", "many"], 2),
    ("moonroomd", ["--classic", "perhaps"], 2), ("moonroomd", ["--idle-limit", "0"], 2),
    ("moonroomd", ["--listen", "host:99999"], 2), ("moonroomd", ["--rate-limit", "fast"], 2),
    ("moonroomd", ["--metrics", "x"], 2), ("moonroomd", ["new"], 2), ("moonroomd", ["plugin", "enable"], 2),
    ("moonroomd", ["export"], 2), ("moonroomd", ["--config", "/nonexistent"], 2),
    ("moonroomd", ["console", "--data", "/nonexistent"], 1), ("moonroomd", ["history", "--data", "/nonexistent"], 1),
    ("moonroomd", ["upgrade", "--data", "/nonexistent"], 1), ("moonroomd", ["plugin", "enable", "nonsense"], 1),
]


def texts_of(program: str) -> dict[str, str]:
    """All generated files for this program as plain text, by their reader."""
    return {
        "man": page_of(program, "man"),
        "man in Chinese": page_of(program, "man/zh_CN"),
        "bash": (SHARE / "bash-completion/completions" / program).read_text(),
        "zsh": (SHARE / "zsh/vendor-completions" / f"_{program}").read_text(),
        "fish": (SHARE / f"fish/vendor_completions.d/{program}.fish").read_text(),
    }


def word_in(text: str, reader: str, option: str) -> bool:
    name = option.lstrip("-")
    if reader == "fish":
        flag = "-l" if option.startswith("--") else "-s"
        return re.search(rf" {flag} {re.escape(name)}( |$)", text, re.MULTILINE) is not None
    return re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", text) is not None


class Manual(unittest.TestCase):
    def test_every_option_and_command_is_in_the_page_and_in_each_completion(self):
        for program in PAGES:
            asked = help_of(program)
            commands = commands_in(asked)
            options = options_in(asked).union(*(options_in(help_of(program, c)) for c in commands))
            self.assertGreater(len(options), 3)
            for reader, text in texts_of(program).items():
                for option in options:
                    self.assertTrue(word_in(text, reader, option), f"{program} {option} for {reader}")
                for command in commands:
                    self.assertRegex(text, rf"\b{command}\b", f"{program} {command} for {reader}")

    def test_no_option_is_in_them_that_the_program_does_not_know(self):
        for program in PAGES:
            asked = help_of(program)
            known = options_in(asked).union(*(options_in(help_of(program, c)) for c in commands_in(asked)))
            page = texts_of(program)["man"]
            for option in re.findall(r"^(?:-\w, )?(--[a-z-]+)", page, re.MULTILINE):
                self.assertIn(option, known)

    def test_every_option_command_and_mistake_has_a_translation(self):
        for program in PAGES:
            for command in ([], *([one] for one in commands_in(help_of(program)))):
                chinese = run(str(PROGRAMS / program), *command, "--help", "--language", "zh")
                for line in re.findall(r"^  .*(?:\n {30}.*)*", chinese, re.MULTILINE):
                    self.assertTrue(is_chinese(line), f"{program} {command}: {line}")
                self.assertFalse(is_chinese(run(str(PROGRAMS / program), *command, "--help", "--language", "en")))
        for program, words, status in MISTAKES:
            said = {}
            for language in ("en", "zh"):
                environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "zh_CN.UTF-8" if language == "zh" else "C",
                               "XDG_DATA_HOME": "/tmp/moonroom-nowhere", "HOME": "/tmp/moonroom-nowhere"}
                done = subprocess.run([PROGRAMS / program, *words], env=environment, stdin=subprocess.DEVNULL,
                                      capture_output=True, text=True)
                self.assertEqual(done.returncode, status, f"{program} {words}: {done.stderr}")
                said[language] = done.stderr
            self.assertTrue(is_chinese(said["zh"]), f"{program} {words}: {said['zh']}")
            self.assertFalse(is_chinese(said["en"]), f"{program} {words}: {said['en']}")

    @unittest.skipUnless(shutil.which("groff"), "there is no groff")
    def test_the_pages_have_no_mistake(self):
        for program in PAGES:
            page = texts_of(program)["man"]
            done = subprocess.run(
                ["groff", "-man", "-Tutf8", "-ww", "-z"], input=page, capture_output=True, text=True
            )
            self.assertEqual((done.returncode, done.stderr), (0, ""), program)


class Completion(unittest.TestCase):
    def assert_offers(self, offer) -> None:
        for line, expected in TABS.items():
            offered = offer(line.split(" ")[0], line)
            for word in expected.split(" "):
                self.assertIn(word, offered, line)

    @unittest.skipUnless(shutil.which("bash"), "there is no bash")
    def test_bash(self):
        def offer(program: str, line: str) -> str:
            words = line.replace("=", " = ").split(" ")
            script = (
                f"source {SHARE}/bash-completion/completions/{program}; compopt() {{ :; }};"
                'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1));'
                f'_{program}; printf "%s\\n" "${{COMPREPLY[@]}}"'
            )
            return run("bash", "--norc", "-c", script, "bash", *words)

        self.assert_offers(offer)

    @unittest.skipUnless(shutil.which("fish"), "there is no fish")
    def test_fish(self):
        def offer(program: str, line: str) -> str:
            file = SHARE / f"fish/vendor_completions.d/{program}.fish"
            return run("fish", "--no-config", "-c", f"source {file}; complete -C '{line}'")

        self.assert_offers(offer)

    @unittest.skipUnless(shutil.which("zsh"), "there is no zsh")
    def test_zsh_can_read_them(self):
        for program in PAGES:
            run("zsh", "-f", "-n", str(SHARE / "zsh/vendor-completions" / f"_{program}"))


def main() -> int:
    global PROGRAMS, SHARE
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=Path, default=PROGRAMS, help="where the two programs are")
    parser.add_argument("--share", type=Path, default=SHARE, help="where the manual was written")
    arguments, rest = parser.parse_known_args()
    PROGRAMS, SHARE = arguments.bin.resolve(), arguments.share.resolve()
    result = unittest.main(argv=[sys.argv[0], *rest], exit=False).result
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
