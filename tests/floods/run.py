#!/usr/bin/env python3
"""Floods a room from one source, one /24 and one /48, while honest newcomers join and two members talk.

Runs in a network namespace of its own, in which all addresses are this machine's: the blocks are documentation prefixes
(RFC 5737, RFC 3849), so that no rule for private networks applies. Each newcomer must be in within two seconds, and no
line may be lost.

With --long: each flood from each kind of block, for 20 seconds.
"""

import argparse
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path += [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[1] / "network")]

from harness.host import Host
from harness.process import reap
from harness.programs import add_bin, path_of, use
from programs import Crowd

LIMIT = 2.0
SKIPPED = 77
# Of the short floods; each needs less than half a processor.
AT_ONCE = 2
# For the host's and the members' own addresses, and for newcomers.
HOST = "192.0.2.1"
NEWCOMERS = {"newcomer": "203.0.113.0/24", "text": "2001:db8:beef::/48"}
V4, V6 = "198.51.100.0/24", "2001:db8:1::/48"

# name: the host's options, the flood, its blocks with the number of sockets, the rate a second, and the kind of
# newcomers.
FLOODS = {
    "hellos": ([], "hellos", 8000),
    "replayed cookies": ([], "replays", 8000),
    "handshakes": ([], "handshakes", 300),
    "password guesses": (["--password", "sesame"], "guesses", 300),
    "text logins": (["--classic", "open"], "logins", 4000),
}
SOURCES = {"one address": ("198.51.100.7", 1), "a /24": (V4, 250), "a /64": ("2001:db8:1:1::/64", 250), "a /48": (V6, 1000)}
# In the short run: one block each, so that all of it takes less than half a minute.
SHORT = {
    "hellos": "a /24",
    "replayed cookies": "one address",
    "handshakes": "a /48",
    "password guesses": "a /64",
    "text logins": "a /24",
}


def in_a_namespace() -> None:
    """Runs this program again in a namespace of its own, or exits with a message that it cannot."""
    if os.environ.get("MOONROOM_FLOODS") == "inside":
        return
    trial = subprocess.run(["unshare", "--net", "ip", "link", "show"], capture_output=True, check=False)
    if trial.returncode != 0:
        print("skipped: this needs a network namespace of its own (root, util-linux, iproute2)")
        sys.exit(SKIPPED)
    os.environ["MOONROOM_FLOODS"] = "inside"
    os.execvp("unshare", ["unshare", "--net", sys.executable, *sys.argv])


def make_routes() -> None:
    for command in ("link set lo up", f"addr add {HOST}/32 dev lo", "route add local 198.51.100.0/24 dev lo",
                    "route add local 203.0.113.0/24 dev lo", "-6 addr add 2001:db8::1/128 dev lo nodad",
                    "-6 route add local 2001:db8::/32 dev lo"):
        subprocess.run(["ip", *command.split()], check=True)


def flood(kind: str, host: str, block: str, sockets: int, rate: float, seconds: float, password: str) -> subprocess.Popen:
    return subprocess.Popen([path_of("flood"), kind, "--host", host, "--from", block, "--sockets", str(sockets),
                             "--rate", str(rate), "--seconds", str(seconds), *(["--password", password] if password else [])],
                            stdout=subprocess.PIPE)


def answer_of(process: subprocess.Popen, seconds: float) -> dict:
    out, _ = process.communicate(timeout=seconds + 30)
    if process.returncode != 0:
        raise AssertionError(f"{process.args[1]} ended with {process.returncode}")
    return json.loads(out) if out.strip() else {}


def play(name: str, source: str, seconds: float) -> tuple[dict, list[str]]:
    """The figures of one flood, and its errors."""
    options, kind, rate = FLOODS[name]
    block, sockets = SOURCES[source]
    # Both families reach a host that listens on all addresses.
    host = Host("--listen", "[::]:0", "--rate-limit", "off", *options)
    password = "sesame" if "--password" in options else ""
    running = []
    try:
        crowd = None
        if not password:
            crowd = Crowd(host.port, address=HOST)
            crowd.obey("join 2")
            crowd.obey(f"talk 2 50 {int(25 * seconds)}")
        to = f"[2001:db8::1]:{host.port}" if ":" in block else f"{HOST}:{host.port}"
        running.append(flood(kind, to, block, sockets, rate, seconds, "wrong" if password else ""))
        who = "text" if kind == "logins" else "newcomer"
        to = f"[2001:db8::1]:{host.port}" if ":" in NEWCOMERS[who] else f"{HOST}:{host.port}"
        running.append(flood(who, to, NEWCOMERS[who], 1, 1, seconds, password))
        toll = answer_of(running[0], seconds)
        figures = answer_of(running[1], seconds)
        figures["toll"] = toll
        if crowd:
            tally = crowd.obey("heard")
            figures["p99"] = tally["p99"]
            figures["lost"] = tally["lost"]
            crowd.stop()
    finally:
        for process in running:
            reap(process)
        host.end()
    wrong = []
    if figures["in"] < figures["came"] or figures["longest"] > LIMIT:
        wrong.append(f"{name} from {source}: {figures['in']} of {figures['came']} came in, "
                     f"the longest wait was {figures['longest']:.1f} s")
    if figures.get("lost"):
        wrong.append(f"{name} from {source}: {figures['lost']} lines were lost")
    if kind == "replays" and toll["got"] > 3 * toll["sent"]:
        wrong.append(f"{name}: {toll['sent']} bytes were answered with {toll['got']}")
    return figures, wrong


def report(name: str, source: str, seconds: float) -> list[str]:
    """Plays the flood, prints its figures, and returns its errors."""
    figures, wrong = play(name, source, seconds)
    latency = f", lines' p99 {figures['p99']:.1f} ms" if "p99" in figures else ""
    print(f"{name} from {source}: {figures['in']} of {figures['came']} newcomers in, longest wait "
          f"{figures['longest']:.2f} s{latency} {figures['toll'] or ''}", flush=True)
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_bin(parser)
    parser.add_argument("--long", action="store_true", help="every flood from every block, 20 seconds each")
    parser.add_argument("--seconds", type=float, help="how long each flood lasts")
    parser.add_argument("--only", help="one flood")
    options = parser.parse_args()
    in_a_namespace()
    make_routes()
    use(options)
    seconds = options.seconds or (20.0 if options.long else 4.0)
    plan = [(name, source) for name in FLOODS for source in SOURCES
            if (options.long or SHORT[name] == source) and options.only in (None, name)]
    with ThreadPoolExecutor(1 if options.long else AT_ONCE) as pool:
        failed = sum(pool.map(lambda each: report(*each, seconds), plan), [])
    print(*failed, sep="\n", end="\n" if failed else "")
    print("FAILED" if failed else "passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
