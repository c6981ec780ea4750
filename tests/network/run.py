#!/usr/bin/env python3
"""Members in sessions talk over a bad network, and their host is killed meanwhile: nothing is lost.

With --figures: measures how sessions handle bad networks, crowds and restarts.
"""

import argparse
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

import figures
from harness import programs
from trial import Trial

BAD = "--lose 0.1 --double 0.05 --hold-back 0.1 --delay 20 --rebind 3 --seed 1"
MEMBERS, TALKERS, RATE, LINES = 10, 5, 20, 180


def faults_of(tally: dict) -> list[str]:
    return [f"{tally[what]} {what}" for what in ("lost", "doubled", "out_of_order", "wrong", "expelled") if tally[what]]


def trial() -> list[str]:
    """The errors."""
    with Trial(weather=BAD) as room:
        room.crowd.obey(f"join {MEMBERS}")
        room.crowd.obey(f"talk {TALKERS} {RATE} {LINES}")
        room.crowd.obey(f"said {TALKERS * LINES // 2}")
        room.host.kill()
        room.host.start()
        tally = room.crowd.obey("heard")
        wrong = faults_of(tally)
        if room.crowd.end() != (1 if wrong else 0):
            wrong.append("the crowd's status does not say so")
        toll = room.proxy.toll()
    print(f"{MEMBERS} members; {tally['said']} lines said, {tally['heard']} heard, {tally['back']} times back; "
          f"latency p50 {tally['p50']:.0f} ms, p99 {tally['p99']:.0f} ms, worst {tally['max']:.0f} ms")
    print(f"the network lost {toll['lost']} datagrams, doubled {toll['doubled']}, held back {toll['late']}, "
          f"and changed {toll['rebinds']} addresses")
    if tally["said"] != TALKERS * LINES or tally["heard"] != tally["said"] * (MEMBERS - 1):
        wrong.append(f"{tally['said']} lines were said, and heard {tally['heard']} times")
    if tally["back"] < MEMBERS:
        wrong.append(f"only {tally['back']} of {MEMBERS} had to come back, so the host was not killed in time")
    wrong += [f"the network did no harm: nothing {what}" for what in ("lost", "doubled", "late", "rebinds")
              if not toll[what]]
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    programs.add_bin(parser)
    parser.add_argument("--figures", nargs="*", metavar="NAME", choices=[*figures.ALL],
                        help=f"measure these, or all: {', '.join(figures.ALL)}")
    options = parser.parse_args()
    programs.use(options)
    try:
        if options.figures is not None:
            wrong = figures.measure(options.figures or list(figures.ALL))
        else:
            wrong = trial()
    except AssertionError as failure:
        wrong = [str(failure)]
    print(*wrong, sep="\n", end="\n" if wrong else "")
    print("FAILED" if wrong else "1 passed, 0 failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
