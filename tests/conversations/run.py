#!/usr/bin/env python3
"""Plays conversations (*.chat, see script.py) with the real programs over loopback."""

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from people import Failure
from script import Script

FOLDER = Path(__file__).resolve().parent
# Conversations mostly wait; more at once would only add load to a busy machine.
AT_ONCE = 6


def play(path: Path, programs: Path) -> str:
    """The failure, or nothing."""
    script = Script(path, programs)
    wrong = ""
    try:
        script.play()
    except Failure as failure:
        wrong = str(failure)
    except Exception as error:  # A broken script must not hide the others.
        wrong = f"{type(error).__name__}: {error}"
    ended = script.end()
    log = f"\n  the host's log:\n{script.host.log.everything()}" if wrong and script.host else ""
    return "\n".join(filter(None, [wrong, ended])) + log


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=Path, required=True, help="where the two programs are")
    parser.add_argument("names", nargs="*", help="only these, without the ending")
    arguments = parser.parse_args()
    paths = sorted(FOLDER.glob("*.chat"))
    if arguments.names:
        paths = [path for path in paths if path.stem in arguments.names]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        results = list(pool.map(lambda path: play(path, arguments.bin.resolve()), paths))
    failed = 0
    for path, wrong in zip(paths, results):
        if wrong:
            failed += 1
            print(f"── {path.name}\n{wrong}\n")
    print(f"{len(paths) - failed} passed, {failed} failed")
    return 1 if failed or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
