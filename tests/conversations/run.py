#!/usr/bin/env python3
"""Plays conversations (*.chat, see script.py) with the real programs over loopback."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness import programs
from script import Script

FOLDER = Path(__file__).resolve().parent
# Conversations mostly wait; more at once would only add load to a busy machine.
AT_ONCE = 6


def play(path: Path) -> str:
    """The failure, or nothing."""
    script = Script(path)
    wrong = ""
    try:
        script.play()
    except AssertionError as failure:
        wrong = str(failure)
    except Exception as error:  # A broken script must not hide the others.
        wrong = f"{type(error).__name__}: {error}"
    ended = script.end()
    log = f"\n  the host's log:\n{script.host.log.everything()}" if wrong and script.host else ""
    return "\n".join(filter(None, [wrong, ended])) + log


def main() -> int:
    names = programs.read_arguments(__doc__)
    paths = [path for path in sorted(FOLDER.glob("*.chat")) if not names or path.stem in names]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        results = list(pool.map(play, paths))
    failed = 0
    for path, wrong in zip(paths, results):
        if wrong:
            failed += 1
            print(f"── {path.name}\n{wrong}\n")
    print(f"{len(paths) - failed} passed, {failed} failed")
    return 1 if failed or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
