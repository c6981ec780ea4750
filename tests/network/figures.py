"""Measures the costs and limits of sessions; each function prints its lines and returns the errors."""

import statistics
import time

from harness.process import cpu_seconds, resident_bytes
from trial import Trial

GOOD_LINES = 2000  # Of each of five: 10,000 messages.
CROWDS = (100, 1000)
ROUNDS = 5
QUIET_SECONDS = 8
BUSY_SECONDS = 2.0
# Each of them has eight lines in flight.
BUSY_TALKERS, BUSY_WINDOW = 8, 8
KEPT, KEPT_MEMBERS, KNOCKING, RETURNING = 5000, 2000, 1000, 1000
FEW_AT_ONCE = 8


def complaints(what: str, tally: dict) -> list[str]:
    return [f"{what}: {tally[fault]} {fault}" for fault in ("lost", "doubled", "out_of_order", "wrong", "expelled")
            if tally[fault]]


def latency_of(tally: dict) -> str:
    return ", ".join(f"{name} {tally[name]:.1f}" for name in ("p50", "p90", "p99", "p99.9", "max")) + " ms"


def weather() -> list[str]:
    """20 members, 5 of whom send 20 lines a second each."""
    wrong = []
    for name, climate in {"10 % lost each way": "--lose 0.1 --delay 20", "30 % lost each way": "--lose 0.3 --delay 20",
                          "10 % lost, another address each 5 s": "--lose 0.1 --delay 20 --rebind 5"}.items():
        with Trial(weather=climate) as room:
            come = room.crowd.obey("join 20")
            tally, _ = room.talk(f"talk 5 20 {GOOD_LINES}")
            toll = room.proxy.toll()
        print(f"{name}, 20 ms one way: {tally['said']} messages, {tally['heard']} deliveries; lost {tally['lost']}, "
              f"doubled {tally['doubled']}, out of order {tally['out_of_order']}; {latency_of(tally)}")
        print(f"  to come in: {latency_of(come)}; datagrams lost {toll['lost']} of {toll['lost'] + toll['passed']}, "
              f"addresses changed {toll['rebinds']}", flush=True)
        wrong += complaints(name, tally)
    return wrong


def cost() -> list[str]:
    """The host's processor time for each delivery, alternating sessions and text."""
    wrong = []
    for members in CROWDS:
        with Trial() as sealed, Trial(text=True) as plain:
            for room in (sealed, plain):
                room.crowd.obey(f"join {members}")
                room.talk(f"flood {BUSY_TALKERS} {BUSY_WINDOW} 0.5")  # The join notices have been received by then.
            for mood, order in {"quiet": f"talk 1 1 {QUIET_SECONDS}",
                                "busy": f"flood {BUSY_TALKERS} {BUSY_WINDOW} {BUSY_SECONDS}"}.items():
                wrong += compare(f"{members} members, {mood}", order, sealed, plain)
    return wrong


def compare(name: str, order: str, sealed: Trial, plain: Trial) -> list[str]:
    costs: dict[Trial, list[float]] = {sealed: [], plain: []}
    rates: dict[Trial, list[float]] = {sealed: [], plain: []}
    loads: list[float] = []
    wrong = []
    for _ in range(ROUNDS):
        for room in (sealed, plain):
            tally, cpu = room.talk(order)
            costs[room].append(1e6 * cpu / tally["heard"])
            rates[room].append(tally["heard"] / tally["seconds"])
            if room is sealed:
                loads.append(tally["crowd_cpu"] / tally["seconds"])
                wrong += complaints(name, tally)
    session, text = (statistics.median(costs[room]) for room in (sealed, plain))
    ratio = statistics.median(one / other for one, other in zip(costs[sealed], costs[plain]))
    print(f"{name}: {session:.3f} µs of the host a delivery, text {text:.3f} µs, ratio {ratio:.2f}; "
          f"{statistics.median(rates[sealed]):,.0f} deliveries a second, text {statistics.median(rates[plain]):,.0f}; "
          f"the crowd was busy {100 * statistics.median(loads):.0f} % of the time", flush=True)
    return wrong


def memory() -> list[str]:
    """Sessions whose members are not admitted, for lack of a password, show the cost of a session alone."""
    for what, options, count, at_once in (("a session", ("--password", "unsaid"), KEPT, FEW_AT_ONCE),
                                          ("a session when all come at once", ("--password", "unsaid"), KEPT, KEPT),
                                          ("a member in a session", (), KEPT_MEMBERS, FEW_AT_ONCE)):
        with Trial(*options) as room:
            first = count // 10
            room.crowd.obey(f"join {first} {at_once}")
            before = resident_bytes(room.host.pid)
            room.crowd.obey(f"join {count} {at_once}")
            growth = resident_bytes(room.host.pid) - before
        print(f"memory of {what}: {growth / (count - first) / 1024:.2f} KiB, at {count} of them", flush=True)
    return []


def handshakes() -> list[str]:
    with Trial("--password", "unsaid") as room:
        room.crowd.obey("join 100")
        before, start = cpu_seconds(room.host.pid), time.monotonic()
        come = room.crowd.obey(f"join {100 + KNOCKING}")
        cpu, seconds = cpu_seconds(room.host.pid) - before, time.monotonic() - start
    print(f"handshakes: {1e6 * cpu / KNOCKING:.0f} µs of the host each, {KNOCKING / cpu:,.0f} a second and core; "
          f"{come['turned_away']} at once took {seconds:.2f} s", flush=True)
    return []


def restart() -> list[str]:
    """One member sends a line just after the host was killed; a member that receives it has reconnected."""
    with Trial() as room:
        come = room.crowd.obey(f"join {RETURNING}")
        room.talk("talk 1 10 10")
        room.host.kill()
        killed = time.monotonic()
        room.crowd.obey("talk 1 1 1")
        room.host.start()
        started = time.monotonic() - killed
        before = cpu_seconds(room.host.pid)
        tally = room.crowd.obey("heard")
        cpu = cpu_seconds(room.host.pid) - before
    print(f"{RETURNING} came in at once: {latency_of(come)}")
    print(f"{RETURNING} come back after SIGKILL: {latency_of(tally)} after the kill, the host listened after "
          f"{1000 * started:.0f} ms, and took {cpu:.2f} s of a processor for them", flush=True)
    wrong = complaints("restart", tally)
    if tally["back"] != RETURNING:
        wrong.append(f"restart: {tally['back']} came back")
    return wrong


ALL = {function.__name__: function for function in (weather, cost, memory, handshakes, restart)}


def measure(names: list[str]) -> list[str]:
    return [fault for name in names for fault in ALL[name]()]
