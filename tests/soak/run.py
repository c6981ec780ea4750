#!/usr/bin/env python3
"""Accidents to a room while members talk in it; compares the sent and the received lines."""

import argparse
import random
import resource
import signal
import statistics
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from account import Account
from accidents import Accidents
from harness import programs
from soak import Soak

TALKERS = 4
SHOWN = 12  # The number of complaints to show, and of all with the events.


def soak(trial: Soak, options: argparse.Namespace) -> None:
    trial.failed_starts = 0.1
    Accidents(trial).happen_for(options.seconds)


def restarts(trial: Soak, options: argparse.Namespace) -> None:
    for _ in range(options.restarts):
        trial.go_on_for(trial.random.uniform(0, 0.1))
        trial.kill_host(signal.SIGKILL)
        trial.done["host SIGKILL"] += 1


def worker_kills(trial: Soak, options: argparse.Namespace) -> None:
    for _ in range(options.worker_kills):
        trial.go_on_until(lambda: trial.is_calm() and trial.signal_worker(signal.SIGKILL) > 0, "there is a worker")
        trial.done["worker SIGKILL"] += 1
        if trial.done["worker SIGKILL"] % 50 == 0:
            trial.measure()


def tell(trial: Soak, result: Account) -> None:
    print(", ".join(f"{count} {name}" for name, count in sorted(trial.done.items())))
    print(f"{len(trial.crowd.members)} members; said {result.said}, kept {result.kept}, heard {result.heard}")
    print(f"said while no host was there {result.in_vain}, lost with a host {result.lost}, refused {result.refused}, "
          f"kept and not heard {result.missed}, heard again after a restart {result.doubled}")
    for what, times in (("the first line is heard", trial.first_heard),
                        ("everybody has heard one", trial.heard_by_all)):
        if times:
            print(f"from the end of a host until {what}: median {statistics.median(times) * 1000:.0f} ms, "
                  f"worst {max(times) * 1000:.0f} ms")
    print(f"descriptors {trial.descriptors[0]} to {trial.descriptors[-1]}, "
          f"memory {trial.memory[0] >> 10} to {trial.memory[-1] >> 10} KiB")


def play(mode: Callable, options: argparse.Namespace) -> list[str]:
    """The failures."""
    trial = Soak(options.members, min(options.members, TALKERS), options.seed)
    try:
        trial.begin()
        mode(trial, options)
        result = trial.end()
        if options.report:
            tell(trial, result)
        return result.wrong + (trial.events if result.wrong and options.events else [])
    except AssertionError as wrong:
        told = [str(wrong), f"so far: {dict(trial.done)}", "the log ends with: " + log_of(trial)]
        return told + (trial.events if options.events else [])
    finally:
        trial.close()


def log_of(trial: Soak) -> str:
    return trial.host.log.text()[-2000:]


def parse() -> argparse.Namespace:
    parser = programs.add_bin(argparse.ArgumentParser(description=__doc__))
    parser.add_argument("--seconds", type=float, default=20, help="how long accidents happen")
    parser.add_argument("--seed", type=int, default=None, help="what decides which accidents, and when")
    parser.add_argument("--report", action="store_true", help="print figures")
    parser.add_argument("--events", action="store_true", help="after a failure, print what happened and when")
    parser.add_argument("--members", type=int, default=TALKERS, help=f"{TALKERS} of them talk")
    parser.add_argument("--restarts", type=int, default=0, help="only this: kill the host so many times")
    parser.add_argument("--worker-kills", type=int, default=0, help="only this: kill the worker so many times")
    options = parser.parse_args()
    programs.use(options)
    if options.members < 2:
        parser.error("who should hear what one says?")
    if options.seed is None:
        options.seed = random.SystemRandom().randrange(1 << 32)
    return options


def main() -> int:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    options = parse()
    mode = restarts if options.restarts else worker_kills if options.worker_kills else soak
    print(f"seed {options.seed}", flush=True)
    wrong = play(mode, options)
    shown = len(wrong) if options.events else SHOWN
    for words in wrong[:shown]:
        print(words)
    if len(wrong) > shown:
        print(f"and {len(wrong) - shown} more")
    print(f"seed {options.seed}: FAILED" if wrong else "1 passed, 0 failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
