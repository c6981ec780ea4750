#!/usr/bin/env python3
"""Every text that the programs say in the reader's language has its Chinese twin (host/base/chinese.cc).

Of the sources it takes what stands in tr() and tr_format(), the help of options and words, and the sentences that
doctor.cc and finding.cc make, or `problem` in the folders that a start of a host or a client comes through. Each must
be a row of the table; each row must be said somewhere; both sides must have the same gaps."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "host/base/chinese.cc"
PIECE = r'"(?:[^"\\]|\\.)*"'
LITERAL = rf"{PIECE}(?:\s*{PIECE})*"
GAP = re.compile(r"\{[^{}]*\}")

# Where sentences of a start come from. What is said of plugins' files is their authors' business, in English.
PROBLEMS = ["host/net", "host/process", "host/store", "host/secure", "host/app", "host/wire/endpoint.cc", "host/wire/prefix.cc",
            "host/room/penalties.cc"]
# Written for programs, or about files of Lua.
NOT_PROBLEMS = {"test_command.cc", "preflight.cc", "candidate.cc", "library.cc", "shelf_scan.cc", "process_table.cc"}


def joined(literal: str) -> str:
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', literal))


def sources() -> dict[Path, str]:
    found = [*ROOT.glob("host/**/*.cc"), *ROOT.glob("host/**/*.h"), *ROOT.glob("client/*.cc"), *ROOT.glob("client/*.h")]
    return {path: path.read_text() for path in found if path != TABLE and path.name != "language.h"}


def is_sentence(text: str) -> bool:
    return bool(re.search(r"[a-z]{2,}.* .*[a-z]", GAP.sub("", text)))


def said_in(path: Path, text: str) -> set[str]:
    name = path.relative_to(ROOT).as_posix()
    said = {joined(found) for found in re.findall(rf"\btr(?:_format)?\(\s*({LITERAL})", text)}
    for inside in re.findall(r"\btr\(([^;\"]*\?[^;]*?)\)[;,)]", text):
        said |= {joined(found) for found in re.findall(LITERAL, inside) if joined(found)}
    if name in ("host/app/options.cc", "client/options.cc", "host/base/program_help.h"):
        for call in re.findall(r"(?:add_option|add_flag|set_config)\((?:[^()]|\([^()]*\))*\)", text):
            texts = [joined(found) for found in re.findall(LITERAL, call)]
            if len(texts) > 1:
                said.add(texts[-1])
        for call in re.findall(r"\n  (?:auto\* exported = )?add\(((?:[^()]|\([^()]*\))*)\)", text):
            said |= set([joined(found) for found in re.findall(LITERAL, call)][1::2])
    if name in ("host/app/doctor.cc", "host/app/finding.cc"):
        said |= {one for one in map(joined, re.findall(LITERAL, text)) if is_sentence(one)}
    if any(name.startswith(folder) for folder in PROBLEMS) and path.name not in NOT_PROBLEMS:
        calls = re.findall(rf"(?:problem|\bfail)\((?:std::string\()?(?:fmt::format\(\s*)?({LITERAL})(?!\s*\+)", text)
        said |= {one for one in map(joined, calls) if is_sentence(one)}
    return said


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
    blob = "\n".join("".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text)) for text in everything.values())
    for english, chinese in table.items():
        if english.removeprefix("{}").strip() not in blob and english not in LIBRARY:
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

# What CLI11 says, and heads of the help, which a loop translates.
LIBRARY = {
    "The following argument was not expected: {}", "The following arguments were not expected: {}",
    "{} is required", "{} requires {}", "{} excludes {}", "{} not in {}", "Value {} not in range {} to {}",
    "Could not convert: {}", "Number less or equal to 0: {}", "{} required {} missing", "{} was not readable (missing?)",
    "Check {} value in {} FAILED", "Expected exactly {} arguments to {}, got {}",
    "Expected at least {} arguments to {}, got {}", "Print this help message and exit",
    "Display program version information and exit",
}

if __name__ == "__main__":
    sys.exit(main())
