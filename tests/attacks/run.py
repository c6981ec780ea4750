#!/usr/bin/env python3
"""Attacks the real host with hostile plugins (*.lua, see attack.py), in the sandbox and with all of Lua's
libraries open. Honest talk must go on during each attack (talk.py, trial.py)."""

import argparse
import ctypes
import os
import statistics
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.append(str(FOLDER.parent))

from attack import MODES, Attack, read_all
from harness import programs
from harness.process import children_of
from trial import Trial, describe

PR_SET_CHILD_SUBREAPER = 36


@dataclass
class Result:
    attack: Attack
    mode: str
    outcome: str = "none"
    hold: float = 0.0
    wrong: str = ""


def attempt(attack: Attack, mode: str) -> Result:
    result = Result(attack, mode)
    try:
        trial = Trial(attack, mode)
    except (OSError, AssertionError) as error:
        result.wrong = str(error)
        return result
    try:
        trial.play()
    except AssertionError as failure:
        result.wrong = str(failure)
    except Exception as error:  # A mistake here must not hide the other attacks.
        result.wrong = f"{type(error).__name__}: {error}"
    result.outcome, result.hold = trial.outcome, trial.talk.longest_hold()
    result.wrong = "\n".join(filter(None, [result.wrong, trial.end()]))
    if result.wrong:
        result.wrong += "\n  the host's log ends with:\n" + "\n".join(
            "    " + line[:400] for line in trial.host.log.everything().splitlines()[-12:])
    return result


def strays() -> list[str]:
    """Processes that an attack left behind: this process is the subreaper of orphans."""
    return [describe(pid) for pid in children_of(os.getpid())]


def report(results: list[Result]) -> None:
    print(f"{'':8} {'':9} {'count':>5} {'held':>5} {'median ms':>10} {'worst ms':>9}")
    for mode in MODES:
        of_mode = [result for result in results if result.mode == mode and not result.wrong]
        for outcome in sorted({result.outcome for result in of_mode}):
            holds = [1000 * result.hold for result in of_mode if result.outcome == outcome]
            print(f"{mode:8} {outcome:9} {len(holds):5} {sum(hold >= 20 for hold in holds):5} "
                  f"{statistics.median(holds):10.1f} {max(holds):9.1f}")
    for result in sorted(results, key=lambda each: -each.hold)[:10]:
        print(f"{1000 * result.hold:9.1f} ms  {result.mode:8} {result.attack.name}")


def main() -> int:
    parser = programs.add_bin(argparse.ArgumentParser(description=__doc__))
    parser.add_argument("--jobs", type=int, default=2, help="how many hosts at once")
    parser.add_argument("--mode", choices=(*MODES, "both"),
                        help="without it, open libraries are tried where they can change what comes of the attack")
    parser.add_argument("--report", action="store_true", help="for how long honest lines were held up")
    parser.add_argument("names", nargs="*", help="only these attacks, without the ending")
    arguments = parser.parse_args()
    programs.use(arguments)
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    tries = [(attack, mode) for attack in read_all(arguments.names) for mode in MODES
             if arguments.mode in (mode, "both") or
             (arguments.mode is None and (mode == "sandbox" or attack.is_another_when_open()))]
    with ThreadPoolExecutor(arguments.jobs) as pool:
        results = list(pool.map(lambda each: attempt(*each), tries))
    failed = [result for result in results if result.wrong]
    for result in failed:
        print(f"── {result.attack.name}, {result.mode}\n{result.wrong}\n")
    if arguments.report:
        report(results)
    if left := strays():
        print(f"these processes were left behind: {left}")
    print(f"{len(results) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed or left or not results else 0


if __name__ == "__main__":
    sys.exit(main())
