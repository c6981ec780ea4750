#!/usr/bin/env python3
"""Measures whether many members fit into one room, and whether those in it notice when many join
and leave at once: crowd.py --bin FOLDER, the folder with moonroomd and bench_load.

A stall is measured by two members with a processor of their own that send each other a line every
few milliseconds: the longest time from sending a line until the other has received it.
"""

import argparse
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness import programs
from room import Load, Room
from servers import Kind, Members, Server, own_kinds

# Milliseconds. Members notice a longer stall.
STALL = 50.0
SETTLING = 0.5
FAULTS = ("lost", "doubled", "wrong", "overtaken", "echoes")


@dataclass(frozen=True)
class Places:
    """Processors of the server, the other members, the ones that join and leave, and the two.
    Where there is a second processor, none of them shares the server's: their machines are
    elsewhere."""

    server: set[int]
    others: set[int]
    comers: set[int]
    pair: set[int]

    @staticmethod
    def taken() -> "Places":
        server, *elsewhere = sorted(os.sched_getaffinity(0))
        elsewhere = elsewhere or [server]
        return Places({server}, {elsewhere[-1]}, {elsewhere[-2 % len(elsewhere)]}, {elsewhere[0]})


class Bench:
    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.places = Places.taken()
        kinds = {kind.name: kind for kind in own_kinds()}
        self.kind: Kind = kinds["moonroom: sessions" if options.sessions
                                else "moonroom: default scripts"]
        self.faults = 0

    # ── Many ─────────────────────────────────────────────────────────────────────────────────────

    def many(self) -> None:
        members, start = self.options.members, time.monotonic()
        cpus = self.places.server, self.places.others
        with Room(self.kind, members, cpus) as room:
            print(f"{members:,} members in one room: all in after "
                  f"{time.monotonic() - start:.1f} s of coming in one after the other")
            for name, memory in zip(("relay", "worker"), room.memory):
                print(f"  memory of the {name}: {memory.empty / 1e6:.1f} MB with nobody, "
                      f"{memory.member:,.0f} bytes each member")
            for load in (Load(1, 1, "mixed"), Load(8, 1, "mixed")):
                result, _ = room.talk(load, 0.2, self.options.seconds)
                print(f"  {load.in_flight(members)} lines in flight: {result['lines']:,} said, heard "
                      f"by all after {times(result)}")
                print(f"  {self.checked(result)}")

    # ── Many at once ─────────────────────────────────────────────────────────────────────────────

    def at_once(self) -> None:
        options = self.options
        with (Server(self.kind, self.places.server) as server,
              Members(server, self.places.others, "m") as others,
              Members(server, self.places.pair, "p") as pair,
              Members(server, self.places.comers, "c") as comers):
            others.obey(f"join {options.others}")
            pair.obey("join 2")
            print(f"{options.others + 2:,} members in one room, of whom two say a line to each other "
                  f"every {options.pace * 1000:g} ms")
            self.seen(pair, "nothing else happens", lambda: time.sleep(options.seconds))
            for number in range(options.rounds):
                for count, verb in ((options.comers, "come"), (0, "leave")):
                    self.seen(pair, f"{options.comers:,} {verb} at once ({number + 1})",
                              lambda count=count: in_a_rush(comers, count))

    def seen(self, pair: Members, what: str, happens) -> None:
        """The measurements of the two."""
        pair.begin(f"watch {self.options.pace}")
        time.sleep(SETTLING)
        happened = happens()
        time.sleep(SETTLING)
        pair.begin("enough")
        result = pair.answer()
        pair.answer()
        longest = result["longest"] / 1000
        verdict = f"MORE than {STALL:g} ms" if longest > STALL else f"within {STALL:g} ms"
        print(f"  {what}: {happened or ''}longest {longest:.1f} ms, {verdict} ({times(result)})")
        print(f"    {processor(result)}; {self.checked(result)}")

    def checked(self, result: dict) -> str:
        found = {fault: result[fault] for fault in FAULTS}
        self.faults += sum(found.values())
        return (f"{result['deliveries']:,} deliveries checked: "
                + ", ".join(f"{count:,} {fault}" for fault, count in found.items()))


def in_a_rush(comers: Members, count: int) -> str:
    result = comers.obey(f"rush {count}")
    again = f", {result['knocks_again']:,} asked again" if result["knocks_again"] else ""
    return f"the last after {result['seconds']:.2f} s{again}; "


def processor(result: dict) -> str:
    """A process that waits for a processor is delayed by others, not by its own work."""
    used, _, waited = result["server_cpu"][0]
    return (f"in {result['seconds']:.2f} s the relay used a processor for {used:.2f} s and waited "
            f"{waited:.2f} s for it")


def times(result: dict) -> str:
    return ", ".join(f"{part} {result[part] / 1000:.1f} ms" for part in ("p50", "p99"))


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Many in one room, and many at once",
                                     prog="./dev bench crowd")
    add = parser.add_argument
    programs.add_bin(parser)
    add("--members", type=int, default=10_000, help="in one room; 0 leaves that out")
    add("--others", type=int, default=1000, help="who are there when others come")
    add("--comers", type=int, default=1000, help="who come and leave at once; 0 leaves that out")
    add("--rounds", type=int, default=3, help="of coming and leaving")
    add("--pace", type=float, default=0.01, help="seconds between two lines of the pair's")
    add("--seconds", type=float, default=3, help="measured at a time")
    add("--sessions", action="store_true", help="sessions instead of text")
    return parser.parse_args()


def main() -> int:
    options = parse()
    programs.use(options)
    bench = Bench(options)
    try:
        if options.members:
            bench.many()
        if options.comers:
            bench.at_once()
    except AssertionError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    return 1 if bench.faults else 0


sys.exit(main())
