"""A test case with a room in a folder of its own, and files of every kind for that folder.

Device nodes are made in a folder of the test; /dev is never touched.
"""

import contextlib
import os
import shutil
import socket
import stat
import tempfile
import threading
import time
import unittest
from pathlib import Path

from harness.host import Folders, Host
from harness.member import joined

# A user who owns nothing here.
STRANGER = 65534

GOOD = "return { filter_message = function(m) if m.text == '%s?' then return '%s!' end end }"


# ── Kinds of files ────────────────────────────────────────────────────────────────────────────────

def node(kind: int, major: int, minor: int):
    def make(place: Path) -> None:
        os.mknod(place, kind | 0o666, os.makedev(major, minor))
    return make


def bind_socket(place: Path) -> None:
    # Names of sockets are short.
    here = os.open(place.parent, os.O_RDONLY | os.O_DIRECTORY)
    with socket.socket(socket.AF_UNIX) as mine:
        mine.bind(f"/proc/self/fd/{here}/{place.name}")
    os.close(here)


def sparse(place: Path) -> None:
    with place.open("wb") as file:
        file.truncate(1 << 40)


def unreadable(place: Path) -> None:
    place.write_text("return {}")
    place.chmod(0)


def circle_of_two(place: Path) -> None:
    other = place.with_name(f".{place.name}.other")
    place.symlink_to(other.name)
    with contextlib.suppress(FileExistsError):
        other.symlink_to(place.name)


def link_to(make):
    """A link to a file of that kind that lies elsewhere."""
    def make_link(place: Path) -> None:
        folder = Path(tempfile.mkdtemp(dir=place.parent.parent, prefix="away-"))
        folder.chmod(0o755)
        away = folder / "target"
        make(away)
        place.symlink_to(away)
    return make_link


def writes(content: bytes):
    return lambda place: place.write_bytes(content)


# The file, and the expected text about it; True if making it needs root.
KINDS = {
    "fifo": (os.mkfifo, "a pipe", False),
    "socket": (bind_socket, "a socket", False),
    "folder": (Path.mkdir, "a folder", False),
    "zero": (node(stat.S_IFCHR, 1, 5), "a device", True),
    "null": (node(stat.S_IFCHR, 1, 3), "a device", True),
    "random": (node(stat.S_IFCHR, 1, 8), "a device", True),
    "terminal": (node(stat.S_IFCHR, 5, 0), "a device", True),
    "disk": (node(stat.S_IFBLK, 7, 250), "a device", True),
    "no driver": (node(stat.S_IFCHR, 250, 250), "a device", True),
    "sparse giant": (sparse, "larger than 256 KiB", False),
    "300 KB": (writes(b"-" * 300_000), "larger than 256 KiB", False),
    "UTF-16": (writes("return {}".encode("utf-16")), "UTF-16", False),
    "UTF-16 without a mark": (writes("return {}".encode("utf-16-le")), "UTF-16", False),
    "zeros": (writes(bytes(4000)), "UTF-16", False),
    "bytecode": (writes(b"\x1bLJ\x02\0\0"), "compiled Lua", False),
    "noise": (writes(bytes(range(1, 256)) * 20), "strange.lua:1:", False),
    "dangling": (lambda place: place.symlink_to("nowhere"), "leads nowhere", False),
    "circle": (lambda place: place.symlink_to(place.name), "in a circle", False),
    "circle of two": (circle_of_two, "in a circle", False),
    "its own folder": (lambda place: place.symlink_to("."), "a folder", False),
    "memory of the kernel": (lambda place: place.symlink_to("/proc/self/pagemap"), "", False),
    "maps": (lambda place: place.symlink_to("/proc/self/smaps"), "", False),
    "standard input": (lambda place: place.symlink_to("/proc/self/fd/0"), "", False),
}
for each in ("fifo", "socket", "folder", "zero", "null", "random", "disk", "sparse giant", "300 KB"):
    KINDS[f"link to {each}"] = (link_to(KINDS[each][0]), KINDS[each][1], KINDS[each][2])
    KINDS[f"link to link to {each}"] = (link_to(link_to(KINDS[each][0])), KINDS[each][1], KINDS[each][2])
NOT_FOR_ROOT = {"unreadable": (unreadable, "not allowed", False), "link to unreadable": (link_to(unreadable), "not allowed", False)}


def can_make_nodes(folder: Path) -> bool:
    try:
        KINDS["zero"][0](folder / "probe")
        (folder / "probe").unlink()
    except OSError:
        return False
    return True


def remove(place: Path) -> None:
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    else:
        place.unlink()


# ── A room ────────────────────────────────────────────────────────────────────────────────────────

class Talk:
    """Two members: one sends a line every few milliseconds, the other measures its delay."""

    def __init__(self, host: Host) -> None:
        self.ada, self.bob = joined("ada", host.port), joined("bob", host.port)
        assert self.ada.hear() == "bob joined the room"
        self.number = 0

    def say(self, text: str) -> str:
        self.bob.say(text)
        return self.ada.hear()

    def alive(self, *plugins: str) -> None:
        for name in plugins:
            heard = self.say(f"{name}?")
            assert heard == f"bob: {name}!", f"{name} does not live: {heard}"

    def slowest_ms(self, seconds: float) -> float:
        slowest = 0.0
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.number += 1
            began = time.monotonic()
            heard = self.say(f"line {self.number}")
            slowest = max(slowest, (time.monotonic() - began) * 1000)
            assert heard == f"bob: line {self.number}", heard
            time.sleep(0.002)
        return slowest

    def held_ms(self, change, seconds: float) -> float:
        """The additional delay of the slowest line during the action and for some time after it."""
        calm = self.slowest_ms(min(seconds, 0.1))
        changing = threading.Thread(target=change)
        changing.start()
        slowest = self.slowest_ms(seconds)
        changing.join()
        return slowest - calm

    def end(self) -> None:
        self.ada.close()
        self.bob.close()


class FilesCase(unittest.TestCase):
    def setUp(self) -> None:
        folders = Folders()
        self.addCleanup(folders.remove)
        self.root, self.plugins = folders.path, folders.plugins
        for name in ("first", "zlast"):
            (self.plugins / f"{name}.lua").write_text(GOOD % (name, name))
        self.nodes = can_make_nodes(self.root)

    def host(self, *options: str | Path, **more) -> Host:
        host = Host("--rate-limit", "off", "--scripts", self.root / "scripts", "--plugins", self.plugins, *options,
                    merged=True, **more)
        self.addCleanup(host.end)
        return host

    def talk(self, host: Host) -> Talk:
        talk = Talk(host)
        self.addCleanup(talk.end)
        return talk

    def kinds(self) -> dict:
        return {name: kind for name, kind in KINDS.items() if self.nodes or not kind[2]}
