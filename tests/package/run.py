#!/usr/bin/env python3
"""The packages in a clean root: installed, used, replaced by a newer version, removed and purged.

Needs root, debootstrap and a network; without them it says so and exits with 77. If systemd-nspawn can
start a system, the service runs there as on any machine; otherwise the test starts it by hand only.
Everything runs in a separate namespace, which ends with the test.
"""

import argparse
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from contents import pack_from

PATIENCE = 60.0  # Seconds; only a failure ever waits that long.
SKIPPED = 77
KEPT_FOR = 7 * 24 * 3600.0  # Seconds; afterwards there can be newer packages.

# The first line of a room's history, sent by a newcomer, is shown unchanged.
TALK_BY_HAND = """
set -e
words=$(sed -n 's/^ExecStart=//p' /usr/lib/systemd/system/moonroom.service)
setpriv --reuid=moonroom --regid=moonroom --clear-groups $words --listen 127.0.0.1:0 \\
  </dev/null >/tmp/host 2>&1 & host=$!
for i in $(seq 300); do grep -q '^listening' /tmp/host && break; sleep 0.1; done
port=$(sed -n 's/^listening on .*://p' /tmp/host)
echo "said by hand" | moonroom --name ann "127.0.0.1:$port"
moonroomd history
kill $host
wait $host
"""

# A member during the exchange of the program.
STAY = """
(echo before; until [ -e /tmp/exchanged ]; do sleep 0.1; done; echo after) | moonroom --name bob
"""


def say(text: str) -> None:
    print(text, flush=True)


def run(*words: str | Path, **options) -> str:
    done = subprocess.run(words, capture_output=True, text=True, timeout=200, **options)
    if done.returncode != 0:
        raise AssertionError(f"{shlex.join(map(str, words))}: {done.stdout}{done.stderr}")
    return done.stdout


def check(condition: object, what: str) -> None:
    if not condition:
        raise AssertionError(what)
    say(f"  {what}")


def wait_until(condition, what: str) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > until:
            raise AssertionError(f"never came true: {what}")
        time.sleep(0.1)
    say(f"  {what}")


# ── The root ─────────────────────────────────────────────────────────────────────────────────────


def make_root(root: Path, kept: Path) -> None:
    """A small Debian server, with its lists of packages. It is cached for the next run."""
    started = time.monotonic()
    if kept.exists() and time.time() - kept.stat().st_mtime < KEPT_FOR:
        run("tar", "--extract", "--file", kept, "--directory", root)
    else:
        fetch_root(root)
        new = kept.with_suffix(".new")
        run("tar", "--create", "--file", new, "--directory", root, ".")
        new.rename(kept)
    run("mount", "-t", "proc", "proc", root / "proc")
    say(f"a clean root ({time.monotonic() - started:.0f} s)")


def fetch_root(root: Path) -> None:
    codename = re.search(r"^VERSION_CODENAME=(\S+)", Path("/etc/os-release").read_text(), re.M)[1]
    run("debootstrap", "--variant=minbase", "--include=systemd,systemd-sysv,dbus", codename, root)
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    inside(root, "apt-get", "--quiet", "update")
    shutil.rmtree(root / "var/cache/apt/archives")


def inside(root: Path, *words: str) -> str:
    plain = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
    return run("chroot", root, *words, env=plain)


def newer(deb: Path, folder: Path) -> Path:
    """The same programs as the next version."""
    run("dpkg-deb", "--raw-extract", deb, folder)
    control = folder / "DEBIAN/control"
    control.write_text(re.sub(r"(?m)^(Version: .*)$", r"\1+next", control.read_text()))
    run("dpkg-deb", "--build", "--root-owner-group", folder, folder.with_suffix(".deb"))
    return folder.with_suffix(".deb")


# ── The tests ────────────────────────────────────────────────────────────────────────────────────


def install(root: Path, debs: dict[str, Path]) -> None:
    for name, deb in debs.items():
        shutil.copy(deb, root / f"{name}.deb")
    started = time.monotonic()
    install_words = ("apt-get", "--yes", "--quiet", "--no-install-recommends", "install")
    inside(root, *install_words, "/moonroom.deb")
    check(not (root / "usr/bin/moonroomd").exists(), "the client comes without a server")
    inside(root, *install_words, "/moonroomd.deb")
    say(f"installed ({time.monotonic() - started:.0f} s)")
    check("moonroomd " in inside(root, "moonroomd", "--version"), "the server tells its version")
    check("moonroom " in inside(root, "moonroom", "--version"), "the client tells its version")
    check((root / "usr/share/man/man8/moonroomd.8.gz").stat().st_size > 500, "the page is there")
    owner = inside(root, "stat", "--format=%U %a", "/var/lib/moonroom").strip()
    check(owner == "moonroom 700", "its data is its own user's")
    config = inside(root, "stat", "--format=%U:%G %a", "/etc/moonroom/moonroom.conf").strip()
    check(config == "root:moonroom 640", "its configuration may hold a password")
    check("/var/lib/moonroom" in inside(root, "moonroomd", "doctor"), "the doctor knows the service")


def talk_by_hand(root: Path) -> None:
    started = time.monotonic()
    said = inside(root, "sh", "-c", TALK_BY_HAND)
    say(f"started by hand, as the service's user ({time.monotonic() - started:.1f} s until a line was said)")
    check("said by hand" in said, "a client says a line")


def remove(system) -> None:
    say("removed")
    said = system("dpkg", "--remove", "moonroomd")
    check("identity.pem" in said, "it is told that the host's key stays")
    system("test", "-e", "/var/lib/moonroom/room.db", "-a", "-e", "/etc/moonroom/moonroom.conf")
    check(True, "what was said and the configuration are still there")
    said = system("dpkg", "--purge", "moonroomd")
    check("deleting /var/lib/moonroom" in said and "key" in said, "a purge tells that the host's key goes")
    system("sh", "-c", "! ls -d /var/lib/moonroom /etc/moonroom")
    check(True, "and gone when it is purged")


class Machine:
    """The root as a running system, with systemd and no network but its own."""

    def __init__(self, root: Path):
        self.nspawn = subprocess.Popen(
            ["systemd-nspawn", "--quiet", f"--directory={root}", "--boot", "--private-network",
             "--register=no", "--keep-unit", "--console=pipe"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def leader(self) -> str:
        path = Path(f"/proc/{self.nspawn.pid}/task/{self.nspawn.pid}/children")
        children = path.read_text().split() if path.exists() else []
        return children[0] if children else ""

    def system(self, *words: str) -> str:
        return run("nsenter", "--target", self.leader(), "--all", *words)

    def start(self, *words: str) -> subprocess.Popen:
        return subprocess.Popen(["nsenter", "--target", self.leader(), "--all", *words],
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def boots(self) -> bool:
        """False where no system can be started, as in most containers."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.nspawn.poll() is None:
            if self.leader() and self.asked("is-system-running") in ("running", "degraded"):
                return True
            time.sleep(0.1)
        return False

    def tried(self, *words: str) -> str:
        """The output, also after a failure."""
        command = ["nsenter", "--target", self.leader(), "--all", *words]
        done = subprocess.run(command, capture_output=True, text=True)
        return (done.stdout + done.stderr).strip()

    def asked(self, *words: str) -> str:
        return self.tried("systemctl", *words)

    def journal(self) -> str:
        return self.system("journalctl", "--unit=moonroom", "--output=cat", "--no-pager")

    def history(self) -> str:
        return self.system("moonroomd", "history")

    def end(self) -> None:
        self.nspawn.terminate()
        self.nspawn.wait(PATIENCE)


def serve(machine: Machine) -> None:
    say("started by systemd")
    wait_until(lambda: machine.asked("is-active", "moonroom") == "active", "the service is up")
    machine.system("sh", "-c", "echo said to the service | moonroom --name ann")
    wait_until(lambda: "said to the service" in machine.history(), "a client says a line")
    check("members" in machine.system("sh", "-c", "echo /stats | moonroomd console"),
          "root has a console")
    machine.system("sh", "-c", "echo /plugin enable dice | moonroomd console")
    machine.system("test", "-e", "/etc/moonroom/plugins/dice.lua")
    check(True, "a plugin is enabled at the console")
    check(machine.system("sh", "-c", "echo /ps | moonroomd console").count("yes") >= 2,
          "plugins run behind both walls, the host's and the unit's")


def exchange(machine: Machine, root: Path, deb: Path) -> None:
    say("exchanged for a newer one")
    show = ("systemctl", "show", "moonroom", "--property=MainPID,NRestarts")
    before = machine.system(*show)
    stays = machine.start("sh", "-c", STAY)
    wait_until(lambda: "before" in machine.history(), "somebody is in the room")
    shutil.copy(deb, root / "newer.deb")
    machine.system("dpkg", "--install", "/newer.deb")
    machine.system("touch", "/tmp/exchanged")
    stays.communicate(timeout=PATIENCE)
    wait_until(lambda: "after" in machine.history(), "and still talks afterwards")
    wait_until(lambda: machine.journal().count("listening on") == 2, "in the new program")
    check(machine.system(*show) == before, "the process is the same")
    check(machine.history().count("bob进入了聊天室") == 1, "nobody had to come in again")


# Each is a change by sed to the configuration, after which a reload must fail.
MISTAKES = {"an option set twice": '$a data = "/tmp/other"', "other data": 's|^data = .*|data = "/tmp/other"|',
            "other plugins": 's|^plugins = .*|plugins = "/no/such"|', "a section": "$a [room]", "noise": "$a \\x01\\xff"}
MISTAKES |= {line: f"$a {line}" for line in (
    "nonsense = 1", 'listen = "8889"', 'listen = "nonsense"', 'wording = "klingon"', 'scripts = "/no/such"', 'classic = "maybe"',
    "max-members = 0", "keep = 5", "keep-days = 0", 'rate-limit = "often"', 'login-limit = "20/x"', "hook-budget = 0",
    "plugin-memory = 100000", "jobs = 0", 'log-level = "loud"', 'metrics = "nowhere"')}

# Each replaces the program; the good program is ./well.
PROGRAMS = {"none": "true", "an empty one": "touch moonroomd", "a cut one": "head -c 100000 well >moonroomd; chmod +x moonroomd",
            "one that is not executable": "cp well moonroomd; chmod -x moonroomd", "a folder": "mkdir moonroomd",
            "a FIFO": "mkfifo moonroomd", "a link to nothing": "ln -s /no/such moonroomd",
            "a script without its interpreter": "printf '#!/no/such' >moonroomd; chmod +x moonroomd",
            "noise": "head -c 100000 /dev/urandom >moonroomd; chmod +x moonroomd", "another program": "cp /bin/true moonroomd",
            "one that fails": "cp /bin/false moonroomd"}


def reload(machine: Machine) -> None:
    say("reloaded, well and badly")
    main = machine.asked("show", "moonroom", "--property=MainPID,NRestarts")
    for _ in range(5):
        machine.system("sh", "-c", "systemctl reload moonroom && echo /who | moonroomd console")
    check(True, "the host answers right behind a reload")
    config = "/etc/moonroom/moonroom.conf"
    for name, change in MISTAKES.items():
        machine.system("cp", config, "/tmp/well")
        machine.system("sed", "--in-place", change, config)
        failed = "failed" in machine.tried("systemctl", "reload", "moonroom")
        machine.system("cp", "/tmp/well", config)
        check(failed and machine.asked("is-active", "moonroom") == "active", f"{name}: told, and the room goes on")
        machine.system("sh", "-c", "echo /who | moonroomd console")
    for name, making in PROGRAMS.items():
        refused = machine.journal().count("the upgrade is refused")
        machine.system("sh", "-c", f"cd /usr/bin && mv moonroomd well && {making}")
        machine.system("systemctl", "kill", "--signal=USR2", "--kill-who=main", "moonroom")
        wait_until(lambda: machine.journal().count("the upgrade is refused") > refused, f"{name} as the program: refused")
        machine.system("sh", "-c", "cd /usr/bin && rm -rf moonroomd && mv well moonroomd")
    check(machine.asked("show", "moonroom", "--property=MainPID,NRestarts") == main, "the process is the same")


def have_accidents(machine: Machine) -> None:
    say("met with accidents")
    config = "/etc/moonroom/moonroom.conf"
    machine.system("sh", "-c", f"cp {config} /tmp/well; echo 'nonsense = 1' >>{config}")
    check("failed" in machine.tried("systemctl", "reload", "moonroom"), "a mistake is told")
    check(machine.asked("is-active", "moonroom") == "active", "and the room goes on")
    machine.system("cp", "/tmp/well", config)
    machine.system("systemctl", "kill", "--signal=KILL", "--kill-who=main", "moonroom")
    wait_until(lambda: machine.asked("show", "moonroom", "--property=NRestarts") == "NRestarts=1"
               and machine.asked("is-active", "moonroom") == "active",
               "a host that was killed is there again")


def open_early(machine: Machine) -> None:
    say("started when somebody comes")
    machine.system("systemctl", "stop", "moonroom.service")
    machine.system("sh", "-c", "mkdir -p /etc/systemd/system/moonroom.socket.d && cd /etc/systemd/system/moonroom.socket.d &&"
                   " printf '[Socket]\\nListenDatagram=127.0.0.1:8899\\n' >more.conf && systemctl daemon-reload")
    machine.system("systemctl", "start", "moonroom.socket")
    machine.system("sh", "-c", "echo who woke you | moonroom --name cara")
    wait_until(lambda: "who woke you" in machine.history(), "nobody had to start it")
    machine.system("sh", "-c", "echo by the other port | moonroom --name dora 127.0.0.1:8899")
    wait_until(lambda: "by the other port" in machine.history(), "all its sockets are listened to")


def prove(build: Path, folder: Path) -> int:
    # In memory, because the root is thrown away.
    run("mount", "-t", "tmpfs", "-o", "mode=755", "root", folder)
    root = folder / "root"
    root.mkdir()
    debs = pack_from(build, folder)
    try:
        make_root(root, build / "clean-root.tar")
    except AssertionError as error:
        say(f"skipped: no clean root can be made: {str(error).strip().splitlines()[-1]}")
        return SKIPPED
    install(root, debs)
    talk_by_hand(root)
    run("umount", root / "proc")
    machine = Machine(root)
    try:
        if machine.boots():
            serve(machine)
            exchange(machine, root, newer(debs["moonroomd"], folder / "next"))
            reload(machine)
            have_accidents(machine)
            open_early(machine)
            remove(machine.system)
            return 0
    finally:
        machine.end()
    say("not started by systemd: systemd-nspawn cannot start a system here")
    remove(lambda *words: inside(root, *words))
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, default=Path("build/release"), help="the build folder")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.inside:
        return prove(arguments.build, arguments.inside)
    alone = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
    tools = all(map(shutil.which, ("debootstrap", "systemd-nspawn")))
    if not tools or subprocess.run([*alone, "true"], capture_output=True).returncode != 0:
        say("skipped: this needs root, debootstrap, systemd-nspawn and namespaces of its own")
        return SKIPPED
    with tempfile.TemporaryDirectory(prefix="moonroom-") as folder:
        again = [sys.executable, "-B", __file__, "--build", arguments.build.resolve(), "--inside", folder]
        return subprocess.run([*alone, *again]).returncode


if __name__ == "__main__":
    sys.exit(main())
