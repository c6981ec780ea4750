#!/usr/bin/env python3
"""Runs clang-tidy over host/ and client/: tidy.py BUILD CACHE [--changed].

It checks each unit of the build. A unit that has passed is checked again only after a change of
one of its inputs: a source, a header (by the dependencies in BUILD), its compile
command, the rules or clang-tidy itself. CACHE holds one small file a unit with the digest of these
inputs. With --changed, it checks only units that include a file that differs from the common ancestor with the
cloned branch.
"""

import functools
import hashlib
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@functools.cache
def digest(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


def dependencies(build: Path) -> dict[str, list[Path]]:
    """The inputs of each object of the build, from ninja's log."""
    listing = subprocess.run(["ninja", "-C", build, "-t", "deps"],
                             capture_output=True, text=True, check=True).stdout
    found: dict[str, list[Path]] = {}
    for line in listing.splitlines():
        if line.startswith("    "):
            found[target].append(build / line.strip())
        elif line:
            target = line.split(": #deps")[0]
            found[target] = []
    return found


def output(entry: dict[str, str]) -> str:
    words = entry["command"].split()
    return words[words.index("-o") + 1]


class Check:
    """One unit of the build and everything that its result depends on."""

    def __init__(self, entry: dict[str, str], parts: list[Path], rules: bytes, cache: Path):
        self.source = Path(entry["file"])
        self.name = output(entry)
        self.stamp = cache / self.name.replace("/", ".")
        whole = hashlib.sha256(rules + entry["command"].encode())
        for part in sorted(parts):
            whole.update(digest(part))
        self.digest = whole.hexdigest()
        self.parts = {part.resolve() for part in parts}

    def is_done(self) -> bool:
        return self.stamp.exists() and self.stamp.read_text() == self.digest

    def run(self, build: Path) -> bool:
        done = subprocess.run(["clang-tidy", "--quiet", "-p", build, self.source],
                              capture_output=True, text=True)
        if done.returncode == 0:
            self.stamp.write_text(self.digest)
            print(f"  {self.name}", flush=True)
        else:
            print(f"  {self.name}: FAILED\n{done.stdout}{done.stderr}", flush=True)
        return done.returncode == 0


def checks(build: Path, cache: Path) -> list[Check]:
    version = subprocess.run(["clang-tidy", "--version"], capture_output=True, check=True).stdout
    rules = version + (ROOT / ".clang-tidy").read_bytes()
    made_of = dependencies(build)
    entries = json.loads((build / "compile_commands.json").read_text())
    return [Check(entry, made_of[output(entry)], rules, cache) for entry in entries
            if output(entry).startswith(("host/", "client/")) and output(entry) in made_of]


def git(*words: str) -> str:
    return subprocess.run(["git", "-C", ROOT, *words], capture_output=True, text=True, check=True).stdout


def changed_files() -> set[Path] | None:
    """The files that differ from the cloned branch; None without such a branch."""
    try:
        base = git("merge-base", "HEAD", "origin/HEAD").strip()
        listing = git("diff", "--name-only", base) + git("ls-files", "--others", "--exclude-standard")
    except (subprocess.CalledProcessError, FileNotFoundError):
        return None
    return {(ROOT / line).resolve() for line in listing.splitlines()}


def main() -> int:
    build, cache = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    cache.mkdir(parents=True, exist_ok=True)
    everything = checks(build, cache)
    changed = changed_files() if "--changed" in sys.argv[3:] else None
    due = [check for check in everything
           if not check.is_done() and (changed is None or check.parts & changed)]
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        results = list(pool.map(lambda check: check.run(build), due))
    unchanged, failed = len(everything) - len(due), results.count(False)
    print(f"{len(due)} checked, {unchanged} unchanged since, {failed} with findings")
    return 1 if failed else 0


sys.exit(main())
