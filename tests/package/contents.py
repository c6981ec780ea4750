#!/usr/bin/env python3
"""The package, looked at without installing it: what is in it, whose it is, what its scripts are."""

import argparse
import gzip
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BUILD = Path("build/release")

# What an administrator looks for, and where.
WANTED = """
/etc/moonroom/moonroom.conf
/etc/moonroom/plugins/
/usr/bin/moonroom
/usr/bin/moonroomd
/usr/lib/systemd/system/moonroom.service
/usr/lib/systemd/system/moonroom.socket
/usr/share/bash-completion/completions/moonroom
/usr/share/bash-completion/completions/moonroomd
/usr/share/doc/moonroom/changelog.gz
/usr/share/doc/moonroom/copyright
/usr/share/doc/moonroom/operating.md
/usr/share/fish/vendor_completions.d/moonroom.fish
/usr/share/fish/vendor_completions.d/moonroomd.fish
/usr/share/man/man1/moonroom.1.gz
/usr/share/man/man8/moonroomd.8.gz
/usr/share/moonroom/plugins/gallery/dice.lua
/usr/share/moonroom/scripts/relay.lua
/usr/share/moonroom/scripts/wording/en.lua
/usr/share/zsh/vendor-completions/_moonroom
/usr/share/zsh/vendor-completions/_moonroomd
""".split()

# What systemd-analyze gives for the unit, in tenths: 100 is wide open.
EXPOSED_AT_MOST = 20

# The address is nobody's, and postinst asks systemctl for a reload, which deb-systemd-invoke
# cannot.
LINTIAN_KNOWS = {
    "bogus-mail-host",
    "bogus-mail-host-in-debian-changelog",
    "maintainer-script-calls-systemctl",
}


def run(*words: str | Path) -> str:
    done = subprocess.run(words, capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        raise AssertionError(f"{words[0]}: {done.stdout}{done.stderr}")
    return done.stdout


def pack_from(build: Path, folder: Path) -> Path:
    """Makes the package of what has been built there."""
    run("cpack", "--config", build / "CPackConfig.cmake", "-B", folder)
    return next(folder.glob("*.deb"))


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.deb = pack_from(BUILD, Path(cls.folder.name))
        cls.tree = Path(cls.folder.name, "tree")
        cls.control = Path(cls.folder.name, "control")
        run("dpkg-deb", "--extract", cls.deb, cls.tree)
        run("dpkg-deb", "--control", cls.deb, cls.control)

    def listed(self) -> list[tuple[str, str, str]]:
        """Mode, owner and path of each file."""
        lines = (line.split() for line in run("dpkg-deb", "--contents", self.deb).splitlines())
        return [(words[0], words[1], words[5].removeprefix(".")) for words in lines]

    def test_what_an_administrator_looks_for_is_there(self):
        paths = {path for _, _, path in self.listed()}
        self.assertEqual([path for path in WANTED if path not in paths], [])

    def test_everything_is_roots_and_nobody_else_may_change_it(self):
        for mode, owner, path in self.listed():
            self.assertEqual(owner, "root/root", path)
            self.assertNotRegex(mode, "^.....w|^........w|[sS]", path)

    def test_what_is_in_etc_is_kept_when_somebody_has_changed_it(self):
        known = (self.control / "conffiles").read_text().split()
        files = [p for p in (self.tree / "etc").rglob("*") if p.is_file()]
        self.assertEqual([f"/{p.relative_to(self.tree)}" for p in files], known)

    def test_the_scripts_are_scripts(self):
        for name in ("postinst", "prerm", "postrm"):
            script = self.control / name
            self.assertEqual(script.stat().st_mode & 0o777, 0o755)
            run("sh", "-n", script)

    def test_the_libraries_that_it_needs_are_named(self):
        depends = run("dpkg-deb", "--field", self.deb, "Depends")
        for library in ("libc6", "libluajit-5.1-2", "libsqlite3-0", "libmicrohttpd12", "adduser"):
            self.assertIn(library, depends)

    def test_the_version_is_said_the_same_everywhere(self):
        version = run("dpkg-deb", "--field", self.deb, "Version").strip()
        said = run(self.tree / "usr/bin/moonroomd", "--version").split()[-1]
        log = gzip.decompress((self.tree / "usr/share/doc/moonroom/changelog.gz").read_bytes())
        self.assertEqual([version, re.findall(rb"\((.*?)\)", log)[0].decode()], [said, said])

    def test_the_programs_are_hardened(self):
        for program in ("moonroom", "moonroomd"):
            said = run("readelf", "--wide", "--file-header", "--program-headers", "--dynamic",
                       "--dyn-syms", self.tree / "usr/bin" / program)
            for sign in (r"Type: +DYN", r"GNU_RELRO", r"BIND_NOW", r"__stack_chk_fail",
                         r"__\w+_chk@GLIBC"):
                self.assertRegex(said, sign, program)
            self.assertNotRegex(said, r"GNU_STACK.* RWE", program)

    def test_every_option_of_the_configuration_is_one(self):
        config = (self.tree / "etc/moonroom/moonroom.conf").read_text()
        bold = Path(self.folder.name, "bold.conf")
        bold.write_text(re.sub(r"^#(\S+ = )", r"\1", config, flags=re.MULTILINE))
        self.assertGreater(bold.read_text().count(" = "), 5)
        done = subprocess.run([self.tree / "usr/bin/moonroomd", "--config", bold, "doctor"],
                              capture_output=True, text=True, timeout=60)
        self.assertIn(done.returncode, (0, 1), done.stderr)

    @unittest.skipUnless(shutil.which("systemd-analyze"), "there is no systemd-analyze")
    def test_the_service_is_locked_in(self):
        unit = self.tree / "usr/lib/systemd/system/moonroom.service"
        run("systemd-analyze", "security", "--offline=true", "--no-pager",
            f"--threshold={EXPOSED_AT_MOST}", unit)

    @unittest.skipUnless(shutil.which("lintian"), "there is no lintian")
    def test_lintian_has_nothing_to_say(self):
        said = subprocess.run(["lintian", "--allow-root", "--fail-on=none", self.deb],
                              capture_output=True, text=True, timeout=120).stdout
        tags = set(re.findall(r"^[EW]: \S+: (\S+)", said, re.MULTILINE))
        self.assertEqual(tags - LINTIAN_KNOWS, set(), said)


def main() -> int:
    global BUILD
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, default=BUILD, help="the build folder")
    arguments, rest = parser.parse_known_args()
    BUILD = arguments.build.resolve()
    result = unittest.main(argv=[sys.argv[0], *rest], exit=False).result
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
