#!/usr/bin/env python3
"""How fast the room is: run.py --bin FOLDER, the folder with moonroomd, bench_floor and bench_load.

Four servers are measured in turn, round after round, so that what else happens on this machine
meets all of them: `floor`, which only moves bytes, `moonroom`, the same that keeps all on disk
(`stored`), and `python`, the textbook's room.
The number to compare is deliveries a second of the server's processor time.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

from report import Case, Run, table
from servers import Kind, Server, kinds


def cases(members: str, flights: str) -> list[Case]:
    """From "10,100" and "8x8,1x1": speakers by lines in flight for each."""
    windows = [tuple(map(int, flight.split("x"))) for flight in flights.split(",")]
    return [Case(int(count), speakers, window)
            for count in members.split(",") for speakers, window in windows]


def processors(wanted: str) -> tuple[set[int], set[int]]:
    """For the server with its workers, and for the generator: apart where there are two."""
    allowed = sorted(os.sched_getaffinity(0))
    if wanted:
        server = set(map(int, wanted.split(",")))
    else:
        server = set(allowed[:2] if len(allowed) >= 4 else allowed[:1])
    return server, {max(set(allowed) - server, default=allowed[-1])}


def measure(kind: Kind, case: Case, number: int, options: argparse.Namespace) -> Run:
    server_cpus, generator_cpus = processors(options.server_cpus)
    with Server(kind, server_cpus) as server:
        command = [str(options.bin / "bench_load"), "--port", str(server.port)]
        for name in ("members", "speakers", "window"):
            command += [f"--{name}", str(getattr(case, name))]
        for pid in (server.pid, *server.workers):
            command += ["--pid", str(pid)]
        command += ["--seconds", str(options.seconds), "--warm-up", str(options.warm_up)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True,
                              timeout=options.seconds + options.warm_up + 120,
                              preexec_fn=lambda: os.sched_setaffinity(0, generator_cpus))
        if done.returncode != 0:
            raise RuntimeError(f"bench_load ended with {done.returncode} against {kind.name}")
        return Run(case, kind.name, number, server.pid, json.loads(done.stdout))


def measure_all(servers: list[Kind], options: argparse.Namespace) -> list[Run]:
    runs: list[Run] = []
    todo = cases(options.members, options.in_flight)
    for number in range(options.rounds):
        # Whoever goes first in one round does not in the next.
        turn = number % len(servers)
        for case in todo:
            for kind in servers[turn:] + servers[:turn]:
                runs.append(measure(kind, case, number, options))
                print(f"round {number + 1} of {options.rounds}: {kind.name:>8}, "
                      f"{case.members} members, {case.in_flight} in flight: "
                      f"{runs[-1].efficiency:,.0f} deliveries / CPU s", file=sys.stderr)
    return runs


def present(options: argparse.Namespace) -> list[Kind]:
    wanted = options.servers.split(",")
    chosen = [kind for kind in kinds(options.bin) if kind.name in wanted]
    for kind in chosen:
        if not kind.program.exists():
            print(f"bench: there is no {kind.program}, so {kind.name} is left out", file=sys.stderr)
    return [kind for kind in chosen if kind.program.exists()]


def machine() -> str:
    model = next((line.partition(":")[2].strip() for line in open("/proc/cpuinfo")
                  if line.startswith("model name")), platform.machine())
    return f"{model}, {os.cpu_count()} CPUs, Linux {platform.release()}"


def heading(options: argparse.Namespace) -> str:
    server, generator = processors(options.server_cpus)
    shared = ", which they share" if server & generator else ""
    return (f"{machine()}; server on CPU {sorted(server)}, generator on {sorted(generator)}"
            f"{shared}.\nMedian (quartiles) of {options.rounds} alternating rounds of "
            f"{options.seconds:g} s; 64-byte texts, each delivery checked. Ratios compare runs of "
            f"the same round.\n")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How fast the room is")
    add = parser.add_argument
    add("--bin", type=Path, required=True, help="folder of the programs")
    add("--rounds", type=int, default=9)
    add("--seconds", type=float, default=2.0, help="measured in each run")
    add("--warm-up", type=float, default=0.5, help="seconds before that")
    add("--members", default="10,100")
    add("--in-flight", default="8x8,1x1", help="speakers x lines on their way for each")
    add("--servers", default="floor,moonroom,stored,python")
    add("--server-cpus", default="", help="e.g. 0,1; the generator gets another one")
    return parser.parse_args()


def main() -> int:
    options = parse()
    if not (options.bin / "bench_load").exists():
        print(f"bench: there is no {options.bin / 'bench_load'}", file=sys.stderr)
        return 2
    servers = present(options)
    if not servers:
        return 2
    try:
        runs = measure_all(servers, options)
    except (RuntimeError, subprocess.TimeoutExpired) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    print(heading(options))
    print(table(runs))
    return 1 if any(run.result["wrong"] for run in runs) else 0


sys.exit(main())
