"""A manual page in the language of man(7)."""

from usage import Program, Usage, Word


CHINESE = {"NAME": "名称", "SYNOPSIS": "概要", "DESCRIPTION": "描述", "ARGUMENTS": "参数", "OPTIONS": "选项", "COMMANDS": "命令"}


def manual_page(program: Program, section: str, more: str, chinese: bool = False) -> str:
    """`more` is what the help has no place for, in man(7) already."""
    page = english_page(program, section, more)
    if not chinese:
        return page
    for english, words in CHINESE.items():
        page = page.replace(f".SH {english}\n", f".SH {words}\n")
    return page


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
    """Nothing in it is a command of roff; a hyphen is one that can be copied and typed."""
    lines = text.replace("\\", "\\e").replace("-", "\\-").split("\n")
    return "\n".join("\\&" + line if line.startswith((".", "'")) else line for line in lines)
