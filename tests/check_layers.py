#!/usr/bin/env python3
"""Checks the code against host/LAYERS: which folder may include which, and which may use the system; and the rules of class_rules.py."""

import re
import sys
import tempfile
from pathlib import Path

import class_rules

INCLUDE = re.compile(r'^\s*#include\s+(?:"([a-z_]+)/[^"]+"|<([^>]+)>)')
PURE = {"text", "base", "wire", "room", "match", "relay", "link"}
# Files of the room and the relay that know text from sessions, or keep something by session; the others
# ask a wire::Connection what it can do.
TRANSPORT = {
    "room": {"members.h", "members.cc", "event.h", "snapshot.h"},
    "relay": {
        "broadcast.h", "broadcast.cc", "effects.h", "membership.h", "membership.cc", "password_gate.cc",
        "replies.cc", "resumption.cc", "session_frontend.cc", "text_frontend.cc",
    },
}  # fmt: skip
OF_TRANSPORT = re.compile(r"\bnewline_framing\b|(?<=[\w)])(?:\.|->)session\b|\btransport\(\)")
SYSTEM = {"lua.hpp": {"script", "author"}, "sys/socket.h": {"net", "process", "admin", "client"}}


def read_table(path: Path) -> dict[str, set[str]]:
    """`folder: folders it may include`, a line each; # begins a comment."""
    table = {}
    for line in path.read_text().splitlines():
        name, colon, allowed = line.partition("#")[0].partition(":")
        if colon:
            table[name.strip()] = set(allowed.split())
    return table


def problems_of(file: Path, folder: str, table: dict[str, set[str]]) -> list[str]:
    found = []
    for number, line in enumerate(file.read_text().splitlines(), 1):
        match = INCLUDE.match(line)
        project, system = match.groups() if match else (None, None)
        place = f"{file}:{number}"
        if project and project != folder and project not in table[folder]:
            found.append(f"{place}: {folder}/ may not include {project}/ (host/LAYERS)")
        if system in SYSTEM and folder not in SYSTEM[system]:
            found.append(f"{place}: <{system}> belongs in {', '.join(sorted(SYSTEM[system]))}")
        if re.search(r"(?<![\w:.>])(::)fork\(", line) and folder != "process":
            found.append(f"{place}: only host/process calls fork()")
        if OF_TRANSPORT.search(line) and file.name not in TRANSPORT.get(folder, {file.name}):
            found.append(f"{place}: ask the connection what it can do; only some files know its transport")
        if system and folder in PURE and system.startswith(("sys/", "uv.h", "spdlog/")):
            found.append(f"{place}: {folder}/ is pure: no <{system}>")
    return found


def check(root: Path) -> list[str]:
    table = read_table(root / "host/LAYERS")
    folders = [(path, path.name) for path in sorted((root / "host").iterdir()) if path.is_dir()]
    folders.append((root / "client", "client"))
    found = []
    for path, name in folders:
        if name not in table:
            found.append(f"{path}: it has no line in host/LAYERS")
            continue
        for file in sorted(path.glob("*.h")) + sorted(path.glob("*.cc")):
            found += problems_of(file, name, table)
    return found


def finds_a_planted_arrow() -> bool:
    """A check that cannot fail is none."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("host/base", "host/wire", "host/relay", "client"):
            (root / name).mkdir(parents=True)
        (root / "host/LAYERS").write_text("base:\nwire: base\nrelay: wire\nclient: wire base\n")
        (root / "host/wire/a.h").write_text('#include "base/b.h"\n')
        before = check(root)
        (root / "host/base/b.h").write_text('#include "wire/a.h"\n#include <lua.hpp>\n')
        (root / "host/relay/c.cc").write_text(
            "bool framed = it.newline_framing;\nif (to.session != 0)\n  is(it->transport());\nbool is = it.is_sealed();\n"
        )
        return before == [] and len(check(root)) == 5


def main() -> int:
    root = Path(__file__).resolve().parent.parent
    found = check(root) + class_rules.check([*sorted(path for path in (root / "host").iterdir() if path.is_dir()), root / "client"])
    print("\n".join(found), file=sys.stderr if found else sys.stdout, end="\n" if found else "")
    if not finds_a_planted_arrow() or not class_rules.rules_work():
        print("the check itself is broken: it misses a planted arrow, or class_rules.py misses an example", file=sys.stderr)
        return 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
