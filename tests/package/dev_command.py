#!/usr/bin/env python3
"""Runs ./dev in a separate folder with fake programs that only record their calls, and checks its refusals, installs and texts."""

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

# The output of a build that has nothing to do.
IDLE = "[0/2] Re-checking globbed directories...\n[1/2] Looking up the commit\nninja: no work to do.\n"

MISTAKES = {
    ("tset",): "tset",
    ("test", "typo"): "typo",
    ("test", "quick", "alone"): "quick alone",
    ("build", "cliant"): "cliant",
    ("package", "--prov"): "--prov",
    ("soak", "long"): "long",
    ("soak", "10", "1", "7"): "10 1 7",
    ("bench", "plugin"): "plugin",
    ("network", "figures"): "figures",
    ("demo", "fast"): "fast",
    ("format", "host"): "host",
    ("reference", "markdown"): "markdown",
    ("chat",): "who are you",
    ("chat", "--name"): "who are you",
}


class DevCommand(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.root = Path(holder.name)
        self.calls = self.root / "calls"
        self.calls.write_text("")
        shutil.copy(ROOT / "dev", self.root)
        for name in ("apt-get", "sudo", "clang-format"):
            self.program(name, f'echo "{name} $*" >>"{self.calls}"')
        self.program("dpkg-query", "true")

    def program(self, name: str, body: str, folder: str = "programs") -> None:
        path = self.root / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)

    def dev(self, *words: str) -> subprocess.CompletedProcess:
        plain = {**os.environ, "PATH": f"{self.root}/programs:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
        return subprocess.run([self.root / "dev", *words], env=plain, capture_output=True, text=True, timeout=60)

    def all_is_installed(self) -> None:
        self.program("dpkg-query", 'shift 3; for name; do echo "installed $name"; done')

    def a_build_that_says(self, text: str, status: int = 0) -> None:
        self.all_is_installed()
        (self.root / "CMakePresets.json").write_text("{}")
        os.utime(self.root / "CMakePresets.json", (0, 0))
        (self.root / "build/release").mkdir(parents=True)
        (self.root / "build/release/build.ninja").touch()
        (self.root / "said").write_text(text)
        self.program("cmake", f'cat "{self.root}/said"; exit {status}')
        self.program("moonroom", 'echo "in as $2"', "build/release/bin")

    def test_a_wrong_word_is_reported_before_anything_is_installed(self):
        for words, named in MISTAKES.items():
            done = self.dev(*words)
            self.assertEqual((done.returncode, done.stdout), (2, ""), words)
            self.assertIn(named, done.stderr)
            self.assertEqual(self.calls.read_text(), "", words)

    @unittest.skipUnless(os.geteuid() == 0, "only root installs without asking")
    def test_apt_is_waited_for(self):
        for folder in ("host", "client", "tests"):
            (self.root / folder).mkdir()
        self.assertEqual(self.dev("format").returncode, 0)
        self.assertRegex(self.calls.read_text(), r"apt-get install .*clang-format.* DPkg::Lock::Timeout=\d+")

    def test_a_build_with_nothing_to_do_is_silent(self):
        self.a_build_that_says(IDLE)
        done = self.dev("chat", "ann")
        self.assertEqual((done.stdout, done.stderr), ("in as ann\n", ""))
        self.assertEqual(self.calls.read_text(), "")

    def test_a_build_with_something_to_do_tells(self):
        self.a_build_that_says(IDLE.splitlines()[0] + "\n[1/3] Building CXX object x.o\nx.cc:1: warning: y\n")
        done = self.dev("chat", "ann")
        self.assertEqual(done.stdout, "[1/3] Building CXX object x.o\nx.cc:1: warning: y\nin as ann\n")

    def test_a_build_that_fails_starts_nothing(self):
        self.a_build_that_says("FAILED: x.o\nx.cc:1: error: y\n", 1)
        done = self.dev("chat", "ann")
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(done.stdout, "FAILED: x.o\nx.cc:1: error: y\n")


if __name__ == "__main__":
    unittest.main()
