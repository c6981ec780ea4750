#!/usr/bin/env python3
"""No line waits for strange files, for many files or for a large folder. It measures times, so nothing else may run meanwhile."""

import os
import shutil
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from files_case import FilesCase, remove
from harness import side_by_side

# The allowed additional delay of a line. Other load on the machine delays lines now and then;
# a file that blocks the host would delay them each time.
LONGEST_MS = 50.0
TRIES = 5


class Delays(FilesCase):
    def in_a_room_that_talks(self, some: slice) -> None:
        """With each of these kinds of files."""
        host = self.host()
        talk = self.talk(host)
        place = self.plugins / "strange.lua"
        held = []
        for kind, (make, words, _) in list(self.kinds().items())[some]:
            waits = []
            while len(waits) < TRIES and min(waits, default=LONGEST_MS) >= LONGEST_MS:
                host.console.forget()
                waits.append(talk.held_ms(lambda: make(place), 0.12))  # noqa: B023
                if words:
                    host.console.await_line("plugins/strange.lua", words)
                waits[-1] = max(waits[-1], talk.held_ms(lambda: remove(place), 0.08))
                host.console.await_line("plugins/strange.lua is gone")
            if min(waits) >= LONGEST_MS:
                held.append(f"{kind}: {waits}")
        self.assertEqual(held, [])
        talk.alive("first", "zlast")

    def test_in_a_room_that_talks_1(self):
        self.in_a_room_that_talks(slice(0, None, 3))

    def test_in_a_room_that_talks_2(self):
        self.in_a_room_that_talks(slice(1, None, 3))

    def test_in_a_room_that_talks_3(self):
        self.in_a_room_that_talks(slice(2, None, 3))

    def test_a_hundred_thousand_files(self):
        host = self.host()
        talk = self.talk(host)
        elsewhere = self.root / "many"
        elsewhere.mkdir()
        for number in range(100_000):
            os.close(os.open(elsewhere / f"m{number}.lua", os.O_CREAT | os.O_WRONLY))
        for name in ("first", "zlast"):
            shutil.copy(self.plugins / f"{name}.lua", elsewhere)
        slowest = []
        for _ in range(TRIES):
            host.console.forget()

            def fill() -> None:
                self.plugins.rename(self.root / "few")
                elsewhere.rename(self.plugins)

            def restore() -> None:
                self.plugins.rename(elsewhere)
                (self.root / "few").rename(self.plugins)
            slowest.append(talk.held_ms(fill, 1.0))
            host.console.await_line("100002 files of Lua, and 128 are read")
            talk.alive("first", "zlast")
            slowest[-1] = max(slowest[-1], talk.held_ms(restore, 0.5))
            host.console.await_line("is gone")
            if slowest[-1] < LONGEST_MS:
                break
        self.assertLess(min(slowest), LONGEST_MS)
        talk.alive("first", "zlast")

    def test_many_plugins_at_once(self):
        host = self.host()
        talk = self.talk(host)
        heavy = self.root / "heavy"
        heavy.mkdir()
        for number in range(100):
            (heavy / f"p{number}.lua").write_text("return { on_leave = function() end }" + "\n-- %d" % number)
        # The largest allowed size, all of it code.
        (heavy / "large.lua").write_text("local t = {}\n" + "t[#t + 1] = 'word'\n" * 12_000 + "return {}")
        slowest = []
        for _ in range(TRIES):
            host.console.forget()
            slowest.append(talk.held_ms(lambda: [shutil.copy(each, self.plugins) for each in heavy.iterdir()], 0.5))
            host.console.await_line("plugins/p99.lua is live")
            slowest[-1] = max(slowest[-1], talk.held_ms(
                lambda: [(self.plugins / each.name).unlink() for each in heavy.iterdir()], 0.3))
            host.console.await_line("plugins/p99.lua is gone")
            if slowest[-1] < LONGEST_MS:
                break
        self.assertLess(min(slowest), LONGEST_MS)


if __name__ == "__main__":
    sys.exit(side_by_side.main(__doc__, jobs=2))
