"""The system's data about processes and ports of this machine."""

import os
import time
from pathlib import Path
from socket import AF_INET, SOCK_STREAM, socket


def free_port() -> int:
    with socket(AF_INET, SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int) -> bool:
    with socket(AF_INET, SOCK_STREAM) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def children_of(parent: int) -> list[int]:
    return [pid for pid in map(int, filter(str.isdecimal, os.listdir("/proc")))
            if parent_of(pid) == parent]


def parent_of(pid: int) -> int:
    """0 when the process has ended meanwhile."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0
    # The name before can contain any character; the state and the parent follow its bracket.
    return int(text.rpartition(")")[2].split()[1])


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def resident_bytes(pid: int) -> int:
    """Its memory in use, with its share of shared pages."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def cpu_seconds(pid: int) -> float:
    """Of all its threads, to the nanosecond."""
    # The clock number of another process, as clock_getcpuclockid(3) computes it.
    return time.clock_gettime(~pid << 3 | 2)


def busy_seconds(cpus: set[int]) -> float:
    """Time of those processors in use by any process, to a hundredth of a second."""
    ticks = 0
    for line in Path("/proc/stat").read_text().splitlines():
        name, *fields = line.split()
        if name in {f"cpu{cpu}" for cpu in cpus}:
            user, nice, system, _, _, interrupts, soft, steal = map(int, fields[:8])
            ticks += user + nice + system + interrupts + soft + steal
    return ticks / os.sysconf("SC_CLK_TCK")
