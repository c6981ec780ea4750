#!/usr/bin/env python3
"""Checks that every text of the programs in the reader's language has a Chinese translation (host/base/chinese.cc).

From the sources it reads the arguments of tr() and tr_format(), the help of options and words, the sentences of
doctor.cc and doctor_checks.cc, and those of `problem` in the folders that take part in a start of a host or a client. Each must
be a row of the table; each row must be used somewhere; both sides must have the same gaps."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "host/base/chinese.cc"
PIECE = r'"(?:[^"\\]|\\.)*"'
LITERAL = rf"{PIECE}(?:\s*{PIECE})*"
GAP = re.compile(r"\{[^{}]*\}")

# The sources of a start's sentences. Texts about plugins' files are for their authors, in English.
PROBLEMS = ["host/net", "host/process", "host/store", "host/secure", "host/admin", "host/config", "host/logging", "host/metrics", "host/server",
            "host/tools", "host/main", "host/files/atomic_file.cc", "host/wire/endpoint.cc", "host/wire/prefix.cc",
            "host/room/sanctions.cc"]
# The texts of `check`, `test`, `plugins` and `new` about files of Lua: every sentence in these, and the texts of errors raised in
# the rest of host/script.
ABOUT_LUA = ["host/author/" + name for name in ("check.cc", "globals.cc", "heard.cc", "skeleton.cc", "test_run.cc", "test_words.cc")] + \
    ["host/script/" + name for name in ("manifest.cc", "overrides.cc", "form_table.cc", "table_fields.cc", "plugin_life.cc", "settings.cc",
                                        "kept.cc", "member_view.cc", "arguments.cc")] + \
    ["host/files/lua_names.cc", "host/files/lua_text.cc", "host/files/regular_file.cc", "host/config/lua_sources.cc", "host/config/lua_scan.cc",
     "host/tools/subcommands.cc", "host/tools/test_command.cc", "host/room/post_template.cc"]
RAISED = re.compile(r"\b(?:luaL_error|luaL_argerror|luaL_argcheck|lua_pushfstring)\((?:[^;])*?;")
# Code, types for the reference, and the room's texts for its members.
NOT_ABOUT_LUA = {"\\nstack traceback", "member or member id", "a job's request", "return { language = '", "lua_error returned",
                 "`{0}` needs a `line`, or a `setting` that names the one in `config`; {0} = {{ line = \\\"{{name}} is here\\\" }}",
                 "{}:{}: there is no global `{}`{}", "{}:{}: `room` has no `{}`{}", "en, zh ...", "what this link names",
                 "bad argument #2 to 'xpcall' (function expected, got {})", "there is no %p here"}

# Written for programs, or about files of Lua.
NOT_PROBLEMS = {"test_command.cc", "preflight.cc", "candidate.cc", "lua_sources.cc", "lua_scan.cc", "process_table.cc"}


def joined(literal: str) -> str:
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', literal))


def sources() -> dict[Path, str]:
    found = [*ROOT.glob("host/**/*.cc"), *ROOT.glob("host/**/*.h"), *ROOT.glob("client/*.cc"), *ROOT.glob("client/*.h")]
    return {path: path.read_text() for path in found if path != TABLE and path.name != "language.h"}


def is_sentence(text: str) -> bool:
    return bool(re.search(r"[a-z]{2,}.* .*[a-z]", GAP.sub("", text)))


def forms_in(text: str) -> list[list[str]]:
    """The rows of the console's commands: command, word, arguments, help."""
    return [[joined(one) for one in re.findall(LITERAL, row)] for row in re.findall(r"\n    (\{\"(?:[^{}])*\})", text)]


def said_in(path: Path, text: str) -> set[str]:
    name = path.relative_to(ROOT).as_posix()
    said = {joined(found) for found in re.findall(rf"\btr(?:_format)?\(\s*({LITERAL})", text)}
    for inside in re.findall(r"\btr\(([^;\"]*\?[^;]*?)\)[;,)]", text):
        said |= {joined(found) for found in re.findall(LITERAL, inside) if joined(found)}
    if name in ("host/config/options.cc", "host/config/tool_call.cc", "client/options.cc", "host/base/program_help.h"):
        for call in re.findall(r"(?:add_option|add_flag|set_config)\((?:[^()]|\([^()]*\))*\)", text):
            texts = [joined(found) for found in re.findall(LITERAL, call)]
            if len(texts) > 1:
                said.add(texts[-1])
        for call in re.findall(r"\n  (?:auto\* exported = )?add\(((?:[^()]|\([^()]*\))*)\)", text):
            said |= set([joined(found) for found in re.findall(LITERAL, call)][1::2])
    if re.fullmatch(r"host/admin/\w+_commands.cc", name):
        said |= {row[-1] for row in forms_in(text)}
    if name in ("host/tools/doctor.cc", "host/tools/doctor_checks.cc"):
        said |= {one for one in map(joined, re.findall(LITERAL, text)) if is_sentence(one)}
    if name in ABOUT_LUA:
        plain = re.sub(r'R"(\w*)\(.*?\)\1"|^ *//.*$|#include.*', "", text, flags=re.S | re.M)
        said |= {one for one in map(joined, re.findall(LITERAL, plain)) if is_sentence(one)}
    if name.startswith("host/script/"):
        raised = [joined(found) for call in RAISED.findall(text) for found in re.findall(LITERAL, call)]
        said |= {one for one in raised if is_sentence(one)}
    if any(name.startswith(folder) for folder in PROBLEMS) and path.name not in NOT_PROBLEMS:
        calls = re.findall(rf"(?:problem|\bfail)\((?:std::string\()?(?:fmt::format\(\s*)?({LITERAL})(?!\s*\+)", text)
        said |= {one for one in map(joined, calls) if is_sentence(one)}
    return {one for one in map(as_format, said) if one not in NOT_ABOUT_LUA}


def as_format(text: str) -> str:
    """printf's gaps as fmt's."""
    return re.sub(r"%[sd]", "{}", text)


def main() -> int:
    rows = re.findall(rf"\{{({LITERAL}),\s*({LITERAL})\}}", TABLE.read_text())
    table = {joined(english): joined(chinese) for english, chinese in rows}
    wrong = []
    everything = sources()
    said = {one: path for path, text in everything.items() for one in said_in(path, text)}
    for english, path in sorted(said.items(), key=lambda item: (str(item[1]), item[0])):
        if not any(form in table for form in (english, "{}" + english, "{} " + english, english + "{}")) and \
                not english.startswith(COMMANDS):
            wrong.append(f"{path.relative_to(ROOT)}: no Chinese for \"{english}\"")
    blob = as_format("\n".join("".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text)) for text in everything.values()))
    for english, chinese in table.items():
        pieces = [piece.strip() for piece in GAP.split(english)]
        if not all(piece in blob for piece in pieces) and english not in LIBRARY:
            wrong.append(f"nobody says \"{english}\"")
        if sorted(GAP.findall(english)) != sorted(GAP.findall(chinese)) and "{0" not in chinese and "{1" not in chinese:
            wrong.append(f"other gaps: \"{english}\" and \"{chinese}\"")
        if english == chinese:
            wrong.append(f"not translated: \"{english}\"")
    for line in wrong:
        print(line)
    print(f"{len(said)} texts are said, {len(table)} have a twin, {len(wrong)} wrong")
    return 1 if wrong or len(table) < 100 else 0


COMMANDS = ("chmod ", "mkdir ", "timedatectl set-ntp true")

# Texts of CLI11, headings of the help, which a loop translates, Lua's errors about a file, and the system's errors.
LIBRARY = {
    "No such file or directory", "Permission denied", "Not a directory", "Is a directory",
    "No space left on device", "Read-only file system", "Too many levels of symbolic links", "File name too long",
    "the plugins: {}", "no hook `{}`; {}", "no field `{}`; {}", "{} returned {}; a filter returns nothing, or false and a reason, or a new text",
    "`to` is a member, an id, a list of those, room.others(member) or room.everyone, not a string; room.member(name) finds the member of a name", "`{}` needs a `line`, or a `setting` that names the one in `config`; {}", "bad argument #{} to '{}' ({})", "{} expected, got {}",
    "attempt to call {} (a {} value)", "attempt to index {} (a {} value)", "attempt to call a {} value", "attempt to index a {} value",
    "attempt to perform arithmetic on {} (a {} value)", "attempt to perform arithmetic on a {} value",
    "attempt to concatenate {} (a {} value)", "attempt to concatenate a {} value", "attempt to get length of {} (a {} value)",
    "attempt to compare {} with {}", "attempt to compare two {} values", "global '{}'", "local '{}'", "field '{}'", "method '{}'",
    "upvalue '{}'", "unexpected symbol near {}", "{} expected near {}", "{} expected (to close {} at line {}) near {}",
    "unfinished string near {}", "unfinished long string near {}", "malformed number near {}", "assertion failed!", "stack overflow",
    "The following argument was not expected: {}", "The following arguments were not expected: {}",
    "{} is required", "{} requires {}", "{} excludes {}", "{} not in {}", "Value {} not in range {} to {}",
    "Could not convert: {}", "Number less or equal to 0: {}", "{} required {} missing", "{} was not readable (missing?)",
    "Check {} value in {} FAILED", "Expected exactly {} arguments to {}, got {}",
    "Expected at least {} arguments to {}, got {}", "Print this help message and exit",
    "Display program version information and exit",
}

if __name__ == "__main__":
    sys.exit(main())
