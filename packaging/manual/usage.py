"""Reads a program's --help into data.

Options are described only in the help; manual pages and completions are generated from it.
A line that the parser does not understand is an error, so that nothing is left out silently.
"""

import os
import re
import subprocess
import unicodedata
from dataclasses import dataclass, field

# Where the help of each word begins, unless the word itself is longer.
COLUMN = 30

# `--classic TEXT:{lan,open,off}=lan Excludes: --json`: the names, the type, its check,
# the default, and further facts.
WORD = re.compile(
    r"(?P<names>-[^\s=:{]+|\w[\w-]*)(?:\{\w*\})?"
    r"(?: (?P<type>(?:\[[A-Z]+:\])?[A-Z][A-Z0-9_|/]*(?::\.\.\.)?))?"
    r"(?::(?P<check>\S(?: ?\S)*?))?"
    r"(?:=(?P<default>\S*))?"
    r"(?P<marks>(?: REQUIRED| \.\.\.| x \d+| \(Env:\w+\)| (?:Needs|Excludes):(?: -\S+)+)*)"
)
HEADS = {"Positionals:": "arguments", "Options:": "options", "Subcommands:": "commands"}


@dataclass
class Word:
    """An option, an argument or a command."""

    names: list[str]
    help: str = ""
    type: str = ""
    choices: list[str] = field(default_factory=list)
    default: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.names[-1]


@dataclass
class Usage:
    summary: str
    synopsis: str
    footer: str
    arguments: list[Word] = field(default_factory=list)
    options: list[Word] = field(default_factory=list)
    commands: list[Word] = field(default_factory=list)


@dataclass
class Program:
    name: str
    version: str
    usage: Usage
    commands: dict[str, Usage]


# How the heads and marks of the help are called in Chinese (host/base/chinese.cc).
CHINESE = {"用法:": "Usage:", "参数:": "Positionals:", "选项:": "Options:", "命令:": "Subcommands:"}
CHINESE_MARKS = {" 必需": " REQUIRED", "(环境变量:": "(Env:", " 需要:": " Needs:", " 不能同时用:": " Excludes:",
                 "[选项]": "[OPTIONS]", "[命令]": "[SUBCOMMAND]"}


def read(path: str, language: str = "en") -> Program:
    """Asks the program at this path, and then about each of its commands."""
    usage = parse(ask(path, "--help", "--language", language))
    commands = {word.name: parse(ask(path, word.name, "--help", "--language", language)) for word in usage.commands}
    return Program(os.path.basename(path), ask(path, "--version").split()[-1], usage, commands)


def ask(*words: str) -> str:
    english = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""}
    return subprocess.run(words, env=english, capture_output=True, text=True, check=True).stdout


def parse(help_text: str) -> Usage:
    lines = [in_english(line) for line in help_text.splitlines()]
    usage = Usage(lines[0], lines[1].removeprefix("Usage: "), "")
    footer: list[str] = []
    words = None
    for line in lines[2:]:
        if line in HEADS:
            words = getattr(usage, HEADS[line])
        elif line.startswith(" ") and words is not None and not footer:
            take(line, words)
        elif line or footer:
            footer.append(line)
    usage.footer = "\n".join(footer).strip()
    return usage


def in_english(line: str) -> str:
    """The heads and marks; not the help."""
    for chinese, english in CHINESE.items():
        if line.startswith(chinese):
            return english + replaced(line[len(chinese):])
    if not line.startswith("  "):
        return line
    names, rest = columns(line)
    is_alone = WORD.fullmatch(replaced(line).strip()) is not None
    if is_alone or not rest or not names.strip():
        return replaced(line) if is_alone else line
    return replaced(names).ljust(COLUMN) + rest


def replaced(text: str) -> str:
    for chinese, english in CHINESE_MARKS.items():
        text = text.replace(chinese, english)
    return text


def columns(line: str) -> tuple[str, str]:
    """The first 30 columns of a line, and the rest."""
    width = 0
    for place, character in enumerate(line):
        if width >= COLUMN:
            return line[:place], line[place:]
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return line, ""


def take(line: str, words: list[Word]) -> None:
    """A word with its help, a word alone, or help that goes on from the line before."""
    if line.startswith(" " * COLUMN):
        words[-1].help = f"{words[-1].help} {line.strip()}".strip()
        return
    alone = WORD.fullmatch(line.strip())
    found = alone or WORD.fullmatch(line[:COLUMN].strip())
    if not found:
        raise ValueError(f"not understood: {line}")
    words.append(word_of(found, "" if alone else line[COLUMN:].strip()))


def word_of(found: re.Match[str], help_text: str) -> Word:
    check = found["check"] or ""
    # An argument's name says what it is: FILE, PATH.
    word = Word(found["names"].split(","), help_text, found["type"] or "")
    if not word.name.startswith("-"):
        word.type = word.name
    word.default = found["default"] or ""
    if choices := re.search(r"\{([^}]*)\}", check):
        word.choices = [re.sub("->.*", "", choice) for choice in choices[1].split(",")]
    if bounds := re.search(r"\[(\S+) - (\S+)\]", check):
        word.notes.append(f"{bounds[1]} to {bounds[2]}")
    if word.default:
        word.notes.append(f"default {word.default}")
    word.notes += notes_of(found["marks"])
    return word


def notes_of(marks: str) -> list[str]:
    notes = [f"or {name} in the environment" for name in re.findall(r"\(Env:(\w+)\)", marks)]
    for kind, says in (("Needs", "with"), ("Excludes", "not with")):
        if others := re.search(rf"{kind}:((?: -\S+)+)", marks):
            notes.append(f"{says} {others[1].strip().replace(' ', ', ')}")
    return notes
