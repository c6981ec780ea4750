#!/usr/bin/env python3
"""Measures how fast the room is: run.py --bin FOLDER [--full] [--peers], the folder with moonroomd,
bench_floor and bench_load.

Servers of all kinds run side by side, each with its own crowd of members, and talk in turn, a
moment each, round after round, so that disturbances on this machine affect all of them. The number
to compare is deliveries a second of the server's processor time.
"""

import argparse
import os
import platform
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness import programs
from peers import peer_kinds
from pictures import pictures
from report import Run, cases, faults, memory_table, table
from room import Load, Memory, Room
from servers import Kind, own_kinds

DOCS = Path(__file__).resolve().parents[2] / "docs/performance"

QUIET = Load(1, 1, "equal")
# With one line in flight no lines are combined, so lengths make no difference there.
LOADS = [QUIET, Load(8, 8, "equal"), Load(8, 8, "mixed")]

# Under full load a line takes a fifth of a second to reach a thousand members; the measured time
# must be several times as long.
SLOW_FROM, SLOWER = 1000, 3


@dataclass
class Bench:
    kinds: list[Kind]
    options: argparse.Namespace
    cpus: tuple[set[int], set[int]]
    runs: list[Run] = field(default_factory=list)
    memories: dict[str, list[Memory]] = field(default_factory=dict)
    memory_members: int = 0

    def measure(self, members: int) -> None:
        """All kinds with the same number of members, side by side."""
        with ExitStack() as stack:
            rooms = []
            for kind in self.kinds:
                note(f"{members} members: {kind.name} is filled")
                room = Room(kind, members, self.cpus)
                rooms.append(stack.enter_context(room))
            self.memories = {room.kind.name: room.memory for room in rooms}
            self.memory_members = members
            for number in range(self.options.rounds):
                self._round(number, members, rooms)

    def _round(self, number: int, members: int, rooms: list[Room]) -> None:
        longer = SLOWER if members >= SLOW_FROM else 1
        for load in LOADS:
            note(f"{members} members: round {number + 1} of {self.options.rounds}, "
                 f"{load.in_flight(members)} in flight, {load.lengths} lengths")
            # Each round starts with another server.
            turn = number % len(rooms)
            for room in rooms[turn:] + rooms[:turn]:
                result, others = room.talk(load, longer * self.options.warm_up,
                                           longer * self.options.seconds)
                self.runs.append(Run(room.kind, members, load, number, result, others))

    def order(self) -> None:
        """In the order of the list, not of the measurements."""
        places = {kind.name: place for place, kind in enumerate(self.kinds)}
        self.runs.sort(key=lambda run: places[run.kind.name])


def note(words: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{words}", end="", file=sys.stderr, flush=True)


def processors(wanted: str) -> tuple[set[int], set[int]]:
    """One processor for the measured server, with all its processes, to find what one processor
    can do. Another for the generator, where there is another."""
    allowed = sorted(os.sched_getaffinity(0))
    server = set(map(int, wanted.split(","))) if wanted else set(allowed[:1])
    return server, {max(set(allowed) - server, default=allowed[-1])}


def present(options: argparse.Namespace) -> list[Kind]:
    every = own_kinds() + (peer_kinds() if options.peers else [])
    wanted = options.kinds.split(",") if options.kinds else [""]
    chosen = [kind for kind in every if any(word in kind.name for word in wanted)]
    for kind in chosen:
        if not kind.program.exists():
            print(f"bench: there is no {kind.program}, so {kind.name} is left out", file=sys.stderr)
    return [kind for kind in chosen if kind.program.exists()]


def machine() -> str:
    model = next((line.partition(":")[2].strip() for line in open("/proc/cpuinfo")
                  if line.startswith("model name")), platform.machine())
    return f"{model}, {os.cpu_count()} CPUs, Linux {platform.release()}"


def heading(bench: Bench) -> str:
    server, generator = bench.cpus
    shared = ", which they share" if server & generator else ""
    options = bench.options
    return (f"{date.today()}, {machine()}; each server on CPU {listed(server)}, the generator on "
            f"CPU {listed(generator)}{shared}. Medians, with quartiles in brackets, of "
            f"{options.rounds} alternated rounds of {options.seconds:g} s each "
            f"({SLOWER * options.seconds:g} s from {SLOW_FROM:,} members on). Ratios compare runs "
            f"of the same round. Rates and times are of the half of the rounds in which others "
            f"used the two processors least (median {others(bench.runs):.0%}).\n")


def listed(cpus: set[int]) -> str:
    return ", ".join(map(str, sorted(cpus)))


def others(runs: list[Run]) -> float:
    shares = sorted(run.others for run in runs)
    return shares[len(shares) // 2]


def write(bench: Bench, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    tables = "\n".join(map(table, cases(bench.runs)))
    (folder / "results.md").write_text(
        f"# Results\n\nWritten by `./dev bench`; README.md says how to read it.\n\n"
        f"{heading(bench)}\n{faults(bench.runs)}\n\n{tables}\n"
        f"{memory_table(bench.memory_members, bench.memories)}")
    for name, plot in pictures(cases(bench.runs)).items():
        (folder / f"{name}.svg").write_text(plot.svg())


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How fast the room is", prog="./dev bench")
    add = parser.add_argument
    programs.add_bin(parser)
    add("--full", action="store_true", help="half an hour, and docs/performance is written anew")
    add("--peers", action="store_true", help="also mosquitto, nats-server, ngircd and inspircd")
    add("--members", default="10,100,1000")
    add("--rounds", type=int, help="5; 9 with --full")
    add("--seconds", type=float, help="measured at a time: 0.25; 0.6 with --full")
    add("--warm-up", type=float, default=0.1, help="seconds before that")
    add("--kinds", default="", help="only servers with one of these words in their names")
    add("--server-cpus", default="", help="as 0,1; the generator gets another one")
    add("--write", type=Path, help="folder for tables and pictures; docs/performance with --full")
    options = parser.parse_args()
    options.rounds = options.rounds or (9 if options.full else 5)
    options.seconds = options.seconds or (0.6 if options.full else 0.25)
    options.write = options.write or (DOCS if options.full else None)
    return options


def main() -> int:
    options = parse()
    programs.use(options)
    if not (generator := programs.path_of("bench_load")).exists():
        print(f"bench: there is no {generator}", file=sys.stderr)
        return 2
    bench = Bench(present(options), options, processors(options.server_cpus))
    try:
        for members in map(int, options.members.split(",")):
            bench.measure(members)
            bench.order()
            note("")
            for case in cases(bench.runs):
                if case.members == members:
                    print(table(case), flush=True)
    except AssertionError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    print(memory_table(bench.memory_members, bench.memories))
    print(heading(bench))
    print(faults(bench.runs))
    if options.write:
        write(bench, options.write)
    return 1 if any(run.wrong or run.result["doubled"] for run in bench.runs) else 0


sys.exit(main())
