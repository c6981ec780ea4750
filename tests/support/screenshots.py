#!/usr/bin/env python3
"""Pictures of real screens for the documentation: screenshots.py BIN [FOLDER [NAME...]].

The programs in BIN play each scene below in terminals of tmux, whose screens go into FOLDER/NAME.svg. The host's key and the times of day are the same each time. Other figures differ, so the
script writes a picture only when more than figures has changed.
"""

import base64
import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness.process import PATIENCE, wait_until
from harness.programs import ROOT
from picture import SEQUENCE, Pane, to_svg

HOST = "127.8.8.8"  # A loopback address of its own: the usual port is free there.
COLUMNS = 100
QUIET = 0.3  # Seconds without a change, after which a screen is complete.


def identity(seed: str) -> str:
    """An Ed25519 key (RFC 8410) that is no secret, for rooms of this script."""
    der = bytes.fromhex("302e020100300506032b657004220420") + hashlib.sha256(seed.encode()).digest()
    return f"-----BEGIN PRIVATE KEY-----\n{base64.b64encode(der).decode()}\n-----END PRIVATE KEY-----\n"


# ── Terminals ────────────────────────────────────────────────────────────────────────────────────


class Terminal:
    """A shell in a terminal of its own."""

    def __init__(self, stage: "Stage", name: str, rows: int):
        self.stage, self.name = stage, name
        stage.tmux("new-session", "-d", "-s", name, "-x", str(COLUMNS), "-y", str(rows),
                   shlex.join(["bash", "--noprofile", "--rcfile", str(stage.folder / "rc"), "-i"]))
        self.sees("$")

    def rows(self) -> list[str]:
        """With their styles: in tmux's output a style continues in the next row, here each row begins without one."""
        rows, look = [], ""
        for row in self.stage.tmux("capture-pane", "-e", "-p", "-t", self.name).rstrip("\n").split("\n"):
            rows.append(look + row.rstrip())
            whole = "".join(match[0] for match in SEQUENCE.finditer(rows[-1]))
            look = re.split(r"\x1b\[0?m", whole)[-1]
        while rows and not SEQUENCE.sub("", rows[-1]).strip():
            rows.pop()
        return rows

    def text(self) -> str:
        return SEQUENCE.sub("", "\n".join(self.rows()))

    def types(self, keys: str, enter: bool = True) -> None:
        self.stage.tmux("send-keys", "-t", self.name, "-l", keys)
        if enter:
            self.stage.tmux("send-keys", "-t", self.name, "Enter")

    def sees(self, part: str) -> None:
        wait_until(lambda: part in self.text(), lambda: f"{part!r} in {self.name}'s terminal:\n{self.text()}")

    def settles(self) -> None:
        seen, since = "", time.monotonic()
        while time.monotonic() - since < QUIET:
            time.sleep(0.02)
            if (now := self.text()) != seen:
                seen, since = now, time.monotonic()

    def pane(self, title: str) -> Pane:
        self.settles()
        return Pane(title, [self.stage.in_words_for_all(row, number) for number, row in enumerate(self.rows())])


class Member:
    """A member of the room without a picture."""

    def __init__(self, stage: "Stage", name: str, *options: str):
        self.process = subprocess.Popen(
            [stage.programs / "moonroom", "--plain", "--name", name, *options, HOST], text=True, encoding="utf-8",
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=stage.environment)

    def says(self, line: str) -> None:
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def leaves(self) -> None:
        self.process.communicate(timeout=PATIENCE)


# ── The stage ────────────────────────────────────────────────────────────────────────────────────


class Stage:
    """A home folder, a terminal multiplexer, and all programs."""

    def __init__(self, programs: Path, folder: Path):
        self.programs, self.folder = programs, folder
        self.plugins = folder / "plugins"
        self.plugins.mkdir()
        self.data = folder / ".local/state/moonroom"
        self.environment = {"PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(folder), "LC_ALL": "C.UTF-8",
                            "TZ": "UTC", "TERM": "screen-256color"}
        self.members: list[Member] = []
        # The commands look as with an installed package.
        (folder / "rc").write_text(
            f"PS1='$ '; cd {folder}\n"
            f"moonroomd() {{ command moonroomd --scripts {ROOT}/scripts --plugins plugins "
            f'--listen {HOST} "$@"; }}\n')

    def tmux(self, *words: str) -> str:
        command = ["tmux", "-u", "-f", "/dev/null", "-S", self.folder / "tmux", *words]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True).stdout

    def terminal(self, name: str, rows: int = 30) -> Terminal:
        return Terminal(self, name, rows)

    def host(self, seed: str = "a room", *plugins: str) -> Terminal:
        """The room, with its console in this terminal."""
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(parents=True, mode=0o700)
        (self.data / "identity.pem").write_text(identity(seed))
        (self.data / "identity.pem").chmod(0o600)
        for name in plugins:
            shutil.copy(ROOT / f"plugins/gallery/{name}.lua", self.plugins)
        terminal = self.terminal(f"host of {seed}")
        terminal.types("moonroomd --wording en")
        terminal.sees("listening on")
        return terminal

    def member(self, name: str, *options: str) -> Member:
        self.members.append(Member(self, name, *options))
        return self.members[-1]

    def in_words_for_all(self, row: str, number: int) -> str:
        """Without data of this machine or this minute."""
        minutes = 19 * 60 + 58 + number // 6
        clock = f"{minutes // 60}:{minutes % 60:02}"
        row = re.sub(r"^((?:\x1b\[[0-9;]*m)*)\d\d:\d\d(?=\D)", rf"\g<1>{clock}", row)
        row = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}", f"2026-11-20 {clock}:00.000", row)
        return row.replace(str(self.folder), "/home/ann")

    def clear(self) -> None:
        for member in self.members:
            member.process.kill()
            member.process.communicate()
        # The host ends with its terminal, and its children with the host.
        host = (self.data / "lock").read_text().strip() if (self.data / "lock").exists() else "none"
        subprocess.run(["tmux", "-S", self.folder / "tmux", "kill-server"], capture_output=True)
        wait_until(lambda: not Path(f"/proc/{host}").exists(), lambda: "the host ends")


# ── The scenes ───────────────────────────────────────────────────────────────────────────────────


def conversation(stage: Stage) -> list[Pane]:
    host = stage.host("a room", "who", "msg")
    zhang = stage.member("张三")
    host.sees("张三 joined")
    bob = stage.member("bob", "--classic")
    host.sees("bob joined")
    ann = stage.terminal("ann")
    ann.types(f"moonroom --name ann {HOST}")
    ann.sees("ann>")
    zhang.says("大家好！今晚几点开始？")
    ann.sees("几点开始")
    bob.says("Hello! At eight, I think.")
    ann.sees("At eight")
    ann.types("八点。See you all there 🎸")
    host.sees("八点")
    li = stage.member("李四")
    ann.sees("李四 joined")
    li.says("ann, 我要迟到五分钟")
    ann.sees("迟到")
    ann.types("/msg 张三 bring your guitar")
    ann.sees("you → 张三")
    zhang.says("/msg ann 好，我带上吉他")
    ann.sees("张三 → you")
    bob.leaves()
    ann.sees("bob left")
    ann.types("/who")
    ann.sees("here:")
    ann.types("没关系，慢慢来", enter=False)
    return [ann.pane("ann")]


def chatter(members: list[Member]) -> None:
    """Half a minute of lines, first at a growing and then at a falling rate, for the columns of rates."""
    for number in range(30):
        for count in range(16 - abs(number - 15)):
            members[count % 2].says(f"{number}.{count}")
        time.sleep(1)


def console(stage: Stage) -> list[Pane]:
    host = stage.host("a room", "who")
    members = []
    for name, *options in (("张三",), ("ann",), ("bob", "--classic")):
        members.append(stage.member(name, *options))
        host.sees(f"{name} joined")
    chatter(members)
    console = stage.terminal("console", 50)
    console.types("moonroomd console")
    console.sees(">")
    members[0].says("十点关门吗？")
    console.sees("十点")
    console.types("No, at eleven tonight.")
    console.sees("eleven tonight.\n")
    console.types("/who")
    console.sees("3 in the room")
    console.types("/stats")
    return [console.pane("root@chat: moonroomd console")]


def changed_key(stage: Stage) -> list[Pane]:
    host = stage.host("a room")
    ann = stage.terminal("ann")
    ann.types(f"moonroom --name ann {HOST}")
    ann.sees("ann>")
    ann.types("/quit")
    host.sees("ann left")
    host.types("/quit")
    host.settles()
    stage.host("somebody else's room")
    ann.types(f"moonroom --name ann {HOST}")
    ann.sees("take the old one out")
    return [ann.pane("ann, a day later")]


SHOUT = """local shout = {}
function shout.filter_message(message)
  return message.text:upper()
end
return shout
"""


def live_plugin(stage: Stage) -> list[Pane]:
    host = stage.host()
    ann = stage.member("ann")
    host.sees("ann joined")
    ann.says("good evening")
    host.sees("good evening")
    (stage.plugins / "shout.lua").write_text(SHOUT)
    host.sees("shout.lua is live")
    ann.says("what was that?")
    host.sees("WHAT WAS THAT?")
    editor = stage.terminal("editor", 12)
    editor.types("cat plugins/shout.lua")
    editor.sees("return shout\n")
    file = editor.pane("another terminal: the plugin, just saved")
    (stage.plugins / "shout.lua").write_text(SHOUT.replace("filter_message", "filter_mesage"))
    host.sees("did you mean")
    ann.says("and now?")
    host.sees("AND NOW?")
    return [file, host.pane("the host: saved, then saved with a mistake")]


SCENES = {
    "conversation": (conversation, "The client in a conversation, in English and Chinese"),
    "console": (console, "The console with /who and /stats"),
    "changed-key": (changed_key, "A host whose key has changed is refused"),
    "live-plugin": (live_plugin, "A plugin is saved while the room runs"),
}


def without_figures(picture: str) -> str:
    """A unit is part of its figure, because the same time can be shown in µs or in ms."""
    units = r"(?<=\d) ?(?:[nµm]?s|min|h|[kMG]?i?B)\b"
    return re.sub(r"[\d▁▂▃▄▅▆▇█\s.-]+", "", re.sub(units, "", picture))


def keep(picture: str, file: Path) -> str:
    if file.exists() and without_figures(file.read_text()) == without_figures(picture):
        return "as it was"
    file.write_text(picture)
    return "new"


def main() -> int:
    programs = Path(sys.argv[1]).resolve()
    pictures = Path(sys.argv[2] if len(sys.argv) > 2 else ROOT / "docs/pictures")
    for name in sys.argv[3:] or SCENES:
        play, title = SCENES[name]
        with tempfile.TemporaryDirectory(prefix="m", ignore_cleanup_errors=True) as folder:
            stage = Stage(programs, Path(folder))
            try:
                panes = play(stage)
            finally:
                stage.clear()
        print(f"{name}.svg: {keep(to_svg(panes, title), pictures / f'{name}.svg')}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
