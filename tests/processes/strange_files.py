#!/usr/bin/env python3
"""Files of every kind in the folders of Lua files, before a start, during a start, and while the room talks.

The test checks from outside: the room runs, all other plugins work, the log names the file and a reason, and its removal is noticed.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from files_case import GOOD, KINDS, NOT_FOR_ROOT, STRANGER, FilesCase, remove
from harness import programs, side_by_side
from harness.host import Host
from harness.member import joined
from harness.process import wait_until
from harness.programs import ROOT


class StrangeFiles(FilesCase):
    def make_all(self, kinds: dict) -> dict[str, str]:
        """One plugin of each kind: the expected text by file name."""
        said = {}
        for number, (kind, (make, words, _)) in enumerate(kinds.items()):
            place = self.plugins / ("strange.lua" if kind == "noise" else f"k{number}.lua")
            make(place)
            said[place.name] = words
        return said

    def see_all(self, host: Host, said: dict[str, str]) -> None:
        for name, words in said.items():
            if words:
                host.console.await_line(f"plugins/{name}", words)
        host.type("/plugin list")
        for name, words in said.items():
            if words:
                host.console.await_line(f"plugins/{name}", "failed")

    def test_before_a_start(self):
        said = self.make_all(self.kinds())
        host = self.host()
        self.see_all(host, said)
        talk = self.talk(host)
        talk.alive("first", "zlast")
        (self.plugins / "first.lua").unlink()
        host.console.await_line("plugins/first.lua is gone")
        talk.alive("zlast")

    def test_before_a_start_as_an_ordinary_user(self):
        if os.geteuid() != 0:
            self.skipTest("takes a root to become somebody else")
        said = self.make_all({**self.kinds(), **NOT_FOR_ROOT})
        host = self.host(preexec_fn=lambda: os.setuid(STRANGER))
        self.see_all(host, said)
        self.talk(host).alive("first", "zlast")

    def test_of_settings_words_and_scripts(self):
        for kind in ("fifo", "circle", "300 KB", "link to folder"):
            with self.subTest(kind):
                wording = self.root / "scripts" / "wording"
                places = (self.plugins / "config.lua", self.root / "scripts" / "odd.lua", wording / "mine.lua",
                          wording / "notes-000.lua")
                (wording / "notes-000.lua").unlink()
                for place in places:
                    KINDS[kind][0](place)
                host = self.host("--wording", "mine")
                for path in ("plugins/config.lua", "scripts/odd.lua", "wording/mine.lua", "wording/notes-000.lua"):
                    host.console.await_line(path, KINDS[kind][1])
                self.addCleanup(joined("bob", host.port).close)
                host.end()
                for place in places:
                    remove(place)
                shutil.copy(ROOT / "scripts/wording" / "notes-000.lua", wording)

    def test_while_it_starts(self):
        place = self.plugins / "strange.lua"
        stop = threading.Event()

        def churn() -> None:
            kinds = [kind for name, kind in self.kinds().items() if not name.startswith("link to")]
            while not stop.is_set():
                for make, _, _ in kinds:
                    with contextlib.suppress(OSError):
                        make(place)
                    with contextlib.suppress(OSError):
                        remove(place)
        busy = threading.Thread(target=churn)
        busy.start()
        try:
            for _ in range(3):
                host = self.host()
                self.talk(host).alive("first", "zlast")
                host.end()
                self.assertEqual(host.process.returncode, 0)
        finally:
            stop.set()
            busy.join()

    def test_a_running_plugin_goes_on_while_its_file_cannot_be_read(self):
        host = self.host()
        talk = self.talk(host)
        place = self.plugins / "first.lua"
        place.unlink()
        os.mkfifo(place)
        host.console.await_line("plugins/first.lua", "a pipe", "the version before it goes on")
        talk.alive("first")
        # Files deleted meanwhile are gone, too.
        (self.plugins / "zlast.lua").unlink()
        host.console.await_line("plugins/zlast.lua is gone")
        place.unlink()
        host.console.await_line("plugins/first.lua is gone")
        place.write_text(GOOD % ("first", "first"))
        host.console.await_line("plugins/first.lua is live")
        talk.alive("first")

    def test_names_of_every_byte(self):
        names = [bytes([byte]) for byte in range(1, 256) if byte not in b"/."]
        names += [b"a" + name for name in names] + [b"\xed\xa0\x80", "副本".encode(), "\u202egnp".encode(), b"\xc2\x85"]
        folder = os.fsencode(self.plugins)
        for form in ("text", "json"):
            with self.subTest(form):
                host = self.host("--log-format", form)
                talk = self.talk(host)
                # The limit of a folder, less the files that are there.
                for start in range(0, len(names), 100):
                    some = names[start:start + 100]
                    for name in some:
                        with open(os.path.join(folder, name + b".lua"), "wb") as file:
                            file.write(b"room.log('made') return { on_load = function() room.log('hello') end }")
                    (self.plugins / "mark.lua").write_text("return {}")
                    host.console.await_line("plugins/mark.lua is live")
                    host.type("/plugin list")
                    talk.alive("first", "zlast")
                    for name in [*some, b"mark"]:
                        os.unlink(os.path.join(folder, name + b".lua"))
                    host.console.await_line("plugins/mark.lua is gone")
                    self.no_control(host, form)
                    host.console.forget()
                host.end()
                self.assertEqual(host.process.returncode, 0)

    def no_control(self, host: Host, form: str) -> None:
        for line in host.console.text().splitlines():
            self.assertFalse([c for c in line if ord(c) < 32 or 0x7f <= ord(c) < 0xa0 or 0x202a <= ord(c) <= 0x202e], line)
            if form == "json" and line.startswith("{"):
                json.loads(line)

    def test_folders_that_are_replaced_and_links_that_change(self):
        host = self.host()
        talk = self.talk(host)
        new = self.plugins / "new.lua"

        def becomes_live(version: str, change) -> None:
            change()
            wait_until(lambda: talk.say("new?") == f"bob: {version}", f"{version} is live")

        def replaced() -> None:
            self.plugins.rename(self.root / "old")
            shutil.copytree(self.root / "old", self.plugins)
            new.write_text(GOOD % ("new", "replaced"))
        becomes_live("replaced!", replaced)
        becomes_live("edited!", lambda: new.write_text(GOOD % ("new", "edited")))

        def made_again() -> None:
            shutil.rmtree(self.plugins)
            self.plugins.mkdir()
            new.write_text(GOOD % ("new", "again"))
        becomes_live("again!", made_again)

        away = self.root / "away"
        away.mkdir()
        target = away / "target.lua"
        target.write_text(GOOD % ("new", "linked"))
        new.unlink()
        becomes_live("linked!", lambda: new.symlink_to(target))
        becomes_live("target!", lambda: target.write_text(GOOD % ("new", "target")))
        hidden = away / "other.lua"
        hidden.write_text(GOOD % ("new", "moved"))
        becomes_live("moved!", lambda: hidden.rename(target))

        whole = self.root / "whole"
        whole.mkdir()
        (whole / "new.lua").write_text(GOOD % ("new", "whole"))

        def folder_is_a_link() -> None:
            shutil.rmtree(self.plugins)
            self.plugins.symlink_to(whole)
        becomes_live("whole!", folder_is_a_link)
        becomes_live("inside!", lambda: (whole / "new.lua").write_text(GOOD % ("new", "inside")))
        other = self.root / "other"
        other.mkdir()
        (other / "new.lua").write_text(GOOD % ("new", "elsewhere"))

        def link_changes() -> None:
            (self.root / "fresh").symlink_to(other)
            (self.root / "fresh").rename(self.plugins)
        becomes_live("elsewhere!", link_changes)

    def test_a_folder_that_comes_later(self):
        shutil.rmtree(self.plugins)
        host = self.host()
        host.console.await_line("cannot read the folder", "--plugins")
        talk = self.talk(host)
        self.plugins.mkdir()
        (self.plugins / "late.lua").write_text(GOOD % ("late", "late"))
        wait_until(lambda: talk.say("late?") == "bob: late!", "it is live")

    def test_tools_check_the_other_files(self):
        said = self.make_all(self.kinds())
        shutil.copy(self.plugins / "first.lua", self.root / "good.lua")
        (self.root / "good_test.lua").write_text(
            "test('answers', function(room) local a, b = room:join('ann'), room:join('bob') a:forgets() a:say('first?') end)")
        where = ["--scripts", self.root / "scripts", "--plugins", self.plugins, "--wording", "en"]

        def run(*words) -> subprocess.CompletedProcess:
            return programs.run("moonroomd", *where, *words)
        alone = run("check", self.root / "good.lua")
        self.assertEqual((alone.returncode, alone.stdout), (0, b"1 file: nothing wrong\n"), alone)
        tested = run("test", self.root / "good_test.lua")
        self.assertEqual(tested.returncode, 0, tested)
        for tool in ("check", "plugins"):
            shown = run(tool)
            self.assertEqual(shown.returncode, 1 if tool == "check" else 0, shown)
            for name, words in said.items():
                self.assertIn(words, next(line for line in shown.stdout.decode().splitlines() if name in line or not words))
        self.assertIn(b"plugins/first.lua", shown.stdout)
        for name, words in said.items():
            if words:
                named = run("check", self.plugins / name)
                self.assertEqual(named.returncode, 1)
                self.assertIn(words, named.stdout.decode())
        # `new` never writes through a link.
        (self.plugins / "made.lua").symlink_to(self.root / "outside.lua")
        self.assertEqual(run("new", "made").returncode, 1)
        self.assertFalse((self.root / "outside.lua").exists())
        self.assertEqual(run("new", "fresh").returncode, 0)


if __name__ == "__main__":
    sys.exit(side_by_side.main(__doc__))
