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
from story import Story

TALKERS = 4
SHOWN = 12  # The number of complaints to show, and of all with the diary.


def soak(story: Story, options: argparse.Namespace) -> None:
    story.still_births = 0.1
    Accidents(story).happen_for(options.seconds)


def restarts(story: Story, options: argparse.Namespace) -> None:
    for _ in range(options.restarts):
        story.go_on_for(story.random.uniform(0, 0.1))
        story.host_dies(signal.SIGKILL)
        story.done["host SIGKILL"] += 1


def worker_kills(story: Story, options: argparse.Namespace) -> None:
    for _ in range(options.worker_kills):
        story.go_on_until(lambda: story.is_calm() and story.worker_gets(signal.SIGKILL) > 0, "there is a worker")
        story.done["worker SIGKILL"] += 1
        if story.done["worker SIGKILL"] % 50 == 0:
            story.measure()


def tell(story: Story, result: Account) -> None:
    print(", ".join(f"{count} {name}" for name, count in sorted(story.done.items())))
    print(f"{len(story.crowd.members)} members; said {result.said}, kept {result.kept}, heard {result.heard}")
    print(f"said while no host was there {result.in_vain}, lost with a host {result.lost}, refused {result.refused}, "
          f"kept and not heard {result.missed}, heard again after a restart {result.doubled}")
    for what, times in (("the first line is heard", story.first_heard),
                        ("everybody has heard one", story.heard_by_all)):
        if times:
            print(f"from the end of a host until {what}: median {statistics.median(times) * 1000:.0f} ms, "
                  f"worst {max(times) * 1000:.0f} ms")
    print(f"descriptors {story.descriptors[0]} to {story.descriptors[-1]}, "
          f"memory {story.memory[0] >> 10} to {story.memory[-1] >> 10} KiB")


def play(mode: Callable, options: argparse.Namespace) -> list[str]:
    """The failures."""
    story = Story(options.members, min(options.members, TALKERS), options.seed)
    try:
        story.begin()
        mode(story, options)
        result = story.end()
        if options.report:
            tell(story, result)
        return result.wrong + (story.diary if result.wrong and options.diary else [])
    except AssertionError as wrong:
        told = [str(wrong), f"so far: {dict(story.done)}", "the log ends with: " + log_of(story)]
        return told + (story.diary if options.diary else [])
    finally:
        story.close()


def log_of(story: Story) -> str:
    return story.host.log.text()[-2000:]


def parse() -> argparse.Namespace:
    parser = programs.add_bin(argparse.ArgumentParser(description=__doc__))
    parser.add_argument("--seconds", type=float, default=20, help="how long accidents happen")
    parser.add_argument("--seed", type=int, default=None, help="what decides which accidents, and when")
    parser.add_argument("--report", action="store_true", help="print figures")
    parser.add_argument("--diary", action="store_true", help="after a failure, print what happened and when")
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
    shown = len(wrong) if options.diary else SHOWN
    for words in wrong[:shown]:
        print(words)
    if len(wrong) > shown:
        print(f"and {len(wrong) - shown} more")
    print(f"seed {options.seed}: FAILED" if wrong else "1 passed, 0 failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
