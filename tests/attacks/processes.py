"""Reads proc(5): processes, their kind and their memory."""

import os
import re
from pathlib import Path


def children_of(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()] if path.exists() else []


def describe(pid: int) -> str:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return f"{pid} {state} " + Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def resident(pid: int) -> int:
    """Bytes of memory; none when there is no such process."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (FileNotFoundError, ProcessLookupError):
        return 0


def is_expected(pid: int) -> bool:
    """True for the administrator's process, the worker, a running job, and a process that has just ended."""
    shown = describe(pid)
    return not shown or (" Z " not in shown and re.search(r" (plugin-worker|job-worker) |moonroomd ", shown) is not None)
