"""A manual page in the language of man(7)."""

import re

from usage import Program, Usage, Word


CHINESE = {"NAME": "名称", "SYNOPSIS": "概要", "DESCRIPTION": "描述", "ARGUMENTS": "参数", "OPTIONS": "选项", "COMMANDS": "命令"}


def manual_page(program: Program, section: str, more: str, chinese: bool = False) -> str:
    """`more` has further sections, already in man(7)."""
    if not chinese:
        return english_page(program, section, more)
    for usage in [program.usage, *program.commands.values()]:
        usage.synopsis = usage.synopsis.replace("[OPTIONS]", "[选项]").replace("[SUBCOMMAND]", "[命令]")
        for word in [*usage.arguments, *usage.options, *usage.commands]:
            word.notes = [in_chinese(note) for note in word.notes]
    page = english_page(program, section, more)
    for english, words in CHINESE.items():
        page = page.replace(f".SH {english}\n", f".SH {words}\n")
    # Do not stretch a line of Chinese at blanks.
    head, _, rest = page.partition("\n")
    return f"{head}\n.ad l\n.nh\n{rest}"


def in_chinese(note: str) -> str:
    for english, chinese in ((r"(\S+) to (\S+)", r"\1 到 \2"), ("default (.*)", r"默认 \1"),
                             (r"or (\S+) in the environment", r"或环境变量 \1"), ("with (.*)", r"须有 \1"),
                             ("not with (.*)", r"不能同时有 \1")):
        if found := re.fullmatch(english, note):
            return found.expand(chinese)
    return note


def english_page(program: Program, section: str, more: str) -> str:
    usage = program.usage
    parts = [
        f'.TH {program.name.upper()} {section} "" "Moonroom {program.version}" "Moonroom"',
        ".SH NAME",
        f"{program.name} \\- {plain(lower(usage.summary))}",
        ".SH SYNOPSIS",
        synopsis(usage.synopsis),
        ".SH DESCRIPTION",
        paragraphs(usage.footer),
    ]
    if usage.arguments:
        parts += [".SH ARGUMENTS", *map(entry, usage.arguments)]
    parts += [".SH OPTIONS", *map(entry, usage.options)]
    if usage.commands:
        parts.append(".SH COMMANDS")
    for word in usage.commands:
        parts.append(command(word, program.commands[word.name]))
    return "\n".join([*parts, more.strip(), ""])


def command(word: Word, usage: Usage) -> str:
    parts = [".TP", synopsis(usage.synopsis.split(" ", 1)[1]), sentence(word.help)]
    own = [option for option in usage.options if "--help" not in option.names]
    described = [argument for argument in usage.arguments if argument.help] + own
    if described:
        parts += [".RS", *map(entry, described), ".RE"]
    return "\n".join(parts)


def entry(word: Word) -> str:
    return "\n".join([".TP", head(word), " ".join(filter(None, [sentence(word.help), notes(word)]))])


def head(word: Word) -> str:
    names = ", ".join(f"\\fB{plain(name)}\\fR" for name in word.names)
    if not word.names[0].startswith("-"):
        return f"\\fI{plain(word.name)}\\fR"
    return f"{names} \\fI{plain(kind(word))}\\fR" if kind(word) else names


def kind(word: Word) -> str:
    return "|".join(word.choices) or word.type


def notes(word: Word) -> str:
    return f"({plain('; '.join(word.notes))})" if word.notes else ""


def synopsis(usage: str) -> str:
    first, _, rest = usage.partition(" ")
    return f"\\fB{plain(first)}\\fR {plain(rest)}".rstrip()


def paragraphs(text: str) -> str:
    return "\n.PP\n".join(plain(part) for part in text.split("\n\n"))


def sentence(text: str) -> str:
    if not text or text.endswith((".", "?", "!", "。", "？", "！")):
        return plain(text)
    return plain(text + ("." if text.isascii() else "。"))


def lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def plain(text: str) -> str:
    """Escapes roff's commands; a hyphen stays an ASCII hyphen that can be copied."""
    lines = text.replace("\\", "\\e").replace("-", "\\-").split("\n")
    return "\n".join("\\&" + line if line.startswith((".", "'")) else line for line in lines)
