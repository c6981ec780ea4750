#!/usr/bin/env python3
"""Checks the packages without installing them: their files, owners and scripts."""

import argparse
import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BUILD = Path("build/release")

# Files that an administrator expects, and their places.
WANTED = {
    "moonroomd": """
/etc/moonroom/moonroom.conf
/etc/moonroom/plugins/
/usr/bin/moonroomd
/usr/lib/systemd/system/moonroom.service
/usr/lib/systemd/system/moonroom.socket
/usr/share/bash-completion/completions/moonroomd
/usr/share/doc/moonroomd/changelog.gz
/usr/share/doc/moonroomd/copyright
/usr/share/doc/moonroomd/operating.md
/usr/share/fish/vendor_completions.d/moonroomd.fish
/usr/share/man/man8/moonroomd.8.gz
/usr/share/man/zh_CN/man8/moonroomd.8.gz
/usr/share/moonroom/plugins/gallery/dice.lua
/usr/share/moonroom/scripts/relay.lua
/usr/share/moonroom/scripts/wording/en.lua
/usr/share/zsh/vendor-completions/_moonroomd
""".split(),
    "moonroom": """
/usr/bin/moonroom
/usr/share/bash-completion/completions/moonroom
/usr/share/doc/moonroom/changelog.gz
/usr/share/doc/moonroom/client.md
/usr/share/doc/moonroom/copyright
/usr/share/fish/vendor_completions.d/moonroom.fish
/usr/share/man/man1/moonroom.1.gz
/usr/share/man/zh_CN/man1/moonroom.1.gz
/usr/share/zsh/vendor-completions/_moonroom
""".split(),
}

NEEDED = {
    "moonroomd": ("adduser", "libc6", "libluajit-5.1-2", "libmicrohttpd12", "libseccomp2", "libsqlite3-0", "libsystemd0"),
    "moonroom": ("libc6", "libgnutls30", "libutf8proc2"),
}
# Packages that the client must not require.
NOT_NEEDED = ("adduser", "libluajit", "libmicrohttpd", "libseccomp", "libsqlite3", "libsystemd", "moonroomd")

# The exposure of the unit by systemd-analyze, in tenths: 100 is unprotected.
EXPOSED_AT_MOST = 20

# postinst asks systemctl for a reload, which deb-systemd-invoke cannot.
LINTIAN_KNOWS = {"maintainer-script-calls-systemctl"}

# In a source tree there can be plugins of a developer beside the gallery.
PRIVATE = "private_plugin_of_the_builder.lua"


def run(*words: str | Path) -> str:
    done = subprocess.run(words, capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        raise AssertionError(f"{words[0]}: {done.stdout}{done.stderr}")
    return done.stdout


def pack_from(build: Path, folder: Path) -> dict[str, Path]:
    """Makes the packages from the build in that folder; returns them by name."""
    run("cpack", "--config", build / "CPackConfig.cmake", "-B", folder)
    return {deb.name.split("_")[0]: deb for deb in folder.glob("*.deb")}


class Package:
    def __init__(self, deb: Path, folder: Path):
        folder.mkdir()
        self.deb, self.tree, self.control = deb, folder / "tree", folder / "control"
        run("dpkg-deb", "--extract", deb, self.tree)
        run("dpkg-deb", "--control", deb, self.control)

    def listed(self) -> list[tuple[str, str, str]]:
        """Mode, owner and path of each file."""
        lines = (line.split() for line in run("dpkg-deb", "--contents", self.deb).splitlines())
        return [(words[0], words[1], words[5].removeprefix(".")) for words in lines]

    def paths(self) -> set[str]:
        return {path for _, _, path in self.listed()}

    def field(self, name: str) -> str:
        return run("dpkg-deb", "--field", self.deb, name).strip()


class Packages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(holder.cleanup)
        cls.folder = Path(holder.name)
        private = ROOT / "plugins" / PRIVATE
        private.write_text("return {}\n")
        try:
            debs = pack_from(BUILD, cls.folder)
        finally:
            private.unlink()
        cls.packages = {name: Package(deb, cls.folder / name) for name, deb in debs.items()}
        cls.host, cls.client = cls.packages["moonroomd"], cls.packages["moonroom"]

    def test_there_are_two(self):
        self.assertEqual(sorted(self.packages), ["moonroom", "moonroomd"])

    def test_the_package_has_the_files_that_an_administrator_needs(self):
        for name, package in self.packages.items():
            self.assertEqual([path for path in WANTED[name] if path not in package.paths()], [])

    def test_no_file_is_in_both(self):
        both = self.host.paths() & self.client.paths()
        self.assertEqual([path for path in both if not path.endswith("/")], [])

    def test_the_only_plugins_of_the_package_are_those_of_the_gallery(self):
        folder = "/usr/share/moonroom/plugins/"
        plugins = {path for path in self.host.paths() if path.startswith(folder) and path.endswith(".lua")}
        gallery = {f"{folder}gallery/{file.name}" for file in (ROOT / "plugins/gallery").glob("*.lua")}
        self.assertEqual(plugins, gallery)

    def test_every_file_belongs_to_root_and_only_root_can_change_it(self):
        for package in self.packages.values():
            for mode, owner, path in package.listed():
                self.assertEqual(owner, "root/root", path)
                self.assertNotRegex(mode, "^.....w|^........w|[sS]", path)

    def test_changed_files_in_etc_are_kept(self):
        known = (self.host.control / "conffiles").read_text().split()
        files = [p for p in (self.host.tree / "etc").rglob("*") if p.is_file()]
        self.assertEqual([f"/{p.relative_to(self.host.tree)}" for p in files], known)
        self.assertFalse((self.client.tree / "etc").exists())

    def test_the_scripts_are_scripts(self):
        for name in ("postinst", "prerm", "postrm"):
            script = self.host.control / name
            self.assertEqual(script.stat().st_mode & 0o777, 0o755)
            run("sh", "-n", script)
            self.assertFalse((self.client.control / name).exists())

    def test_a_purge_reports_that_the_key_is_deleted(self):
        script = (self.host.control / "postrm").read_text()
        told = script.index("identity.pem", script.index("purge)"))
        self.assertLess(told, script.index("rm -rf /var/lib/moonroom"))

    def test_each_package_names_its_libraries(self):
        for name, package in self.packages.items():
            for library in NEEDED[name]:
                self.assertIn(library, package.field("Depends"))

    def test_the_client_needs_no_library_of_the_host(self):
        for library in NOT_NEEDED:
            self.assertNotIn(library, self.client.field("Depends"))

    def test_the_version_is_the_same_everywhere(self):
        for name, package in self.packages.items():
            said = run(package.tree / "usr/bin" / name, "--version")
            self.assertRegex(said, rf"^{name} [0-9.]+( \(commit [0-9a-f]{{7,}}(, modified)?\))?$")
            log = gzip.decompress((package.tree / f"usr/share/doc/{name}/changelog.gz").read_bytes())
            self.assertEqual([package.field("Version"), re.findall(rb"\((.*?)\)", log)[0].decode()],
                             [said.split()[1]] * 2)

    def test_the_programs_are_hardened(self):
        for name, package in self.packages.items():
            said = run("readelf", "--wide", "--file-header", "--program-headers", "--dynamic",
                       "--dyn-syms", package.tree / "usr/bin" / name)
            for sign in (r"Type: +DYN", r"GNU_RELRO", r"BIND_NOW", r"__stack_chk_fail",
                         r"__\w+_chk@GLIBC"):
                self.assertRegex(said, sign, name)
            self.assertNotRegex(said, r"GNU_STACK.* RWE", name)

    def test_every_option_of_the_configuration_is_one(self):
        config = (self.host.tree / "etc/moonroom/moonroom.conf").read_text()
        bold = self.folder / "bold.conf"
        bold.write_text(re.sub(r"^#(\S+ = )", r"\1", config, flags=re.MULTILINE))
        self.assertGreater(bold.read_text().count(" = "), 5)
        done = subprocess.run([self.host.tree / "usr/bin/moonroomd", "--config", bold, "doctor"],
                              capture_output=True, text=True, timeout=60)
        self.assertIn(done.returncode, (0, 1), done.stderr)

    def test_an_installed_host_keeps_plugins_in_the_users_folder(self):
        home = self.folder / "home"
        home.mkdir()
        plain = {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8"}
        done = subprocess.run([self.host.tree / "usr/bin/moonroomd", "plugin", "enable", "dice"],
                              capture_output=True, text=True, timeout=60, env=plain)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue((home / ".local/share/moonroom/plugins/dice.lua").exists())

    @unittest.skipUnless(shutil.which("systemd-analyze"), "there is no systemd-analyze")
    def test_the_service_has_a_sandbox(self):
        unit = self.host.tree / "usr/lib/systemd/system/moonroom.service"
        run("systemd-analyze", "security", "--offline=true", "--no-pager",
            f"--threshold={EXPOSED_AT_MOST}", unit)

    @unittest.skipUnless(shutil.which("lintian"), "there is no lintian")
    def test_lintian_has_nothing_to_say(self):
        for package in self.packages.values():
            said = subprocess.run(["lintian", "--allow-root", "--fail-on=none", package.deb],
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
