"""Reads proc(5), and sends signals to one process at a time."""

import os
from pathlib import Path


def children_of(pid: int) -> list[int]:
    """Oldest first."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def fields_of(pid: int) -> list[str]:
    """Of proc(5)'s stat, from the state on; empty when there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def identity_of(pid: int) -> tuple[int, str]:
    """A process number can be reused; together with the start time it is unique."""
    fields = fields_of(pid)
    return pid, fields[19] if fields else ""


def is_zombie(pid: int) -> bool:
    return fields_of(pid)[:1] == ["Z"]


def still_runs(who: tuple[int, str]) -> bool:
    """A dead orphan counts as gone, because the system reaps it at any time."""
    return who[1] != "" and identity_of(who[0]) == who and not is_zombie(who[0])


def is_worker(pid: int) -> bool:
    try:
        return b"plugin-worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False


def descriptors_of(pid: int) -> list[str]:
    """What they are of."""
    folder, found = Path(f"/proc/{pid}/fd"), []
    try:
        for link in os.listdir(folder):
            found.append(os.readlink(folder / link))
    except (FileNotFoundError, ProcessLookupError):
        pass  # The process, or one of its children, has just ended.
    return found


def memory_of(pid: int) -> int:
    """Resident bytes."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (FileNotFoundError, ProcessLookupError):
        return 0


def signal_to(pid: int, number: int) -> bool:
    """Never to a group, never to all. False when there is no such process any more."""
    if pid <= 1:
        raise AssertionError(f"no process to signal: {pid}")
    try:
        os.kill(pid, number)
        return True
    except ProcessLookupError:
        return False
