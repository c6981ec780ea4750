"""One attack: a plugin in a file. Its first comment describes the attack, names its trigger, and gives the outcome
that the test expects.

    -- An endless loop while a message is judged.
    -- trigger: message          the event that starts it; several happen one after the other:
                 load              the file is put into the folder while people talk
                 join, leave       a member joins or leaves
                 message           a member says "attack"
                 command           a member says "/attack"
                 announce          the administrator says "attack"
                 console           the administrator types "/attack", and "/help"
                 reload            a newer version of the file is saved
                 unload            the file is removed
                 itself            nothing: it starts by itself
    -- sandbox: killed           the outcome; "fault or killed" where both are right:
                 refused           the plugin is not loaded, and the console gives the reason
                 fault             the console reports a fault of the plugin
                 killed            the worker is replaced, and the console names the plugin
                 harmless          no effect outside the plugin
                 unnamed           the worker is replaced, and no plugin is blamed
                 misnamed          the worker is replaced, and another plugin is blamed, as the attack claimed
                 any               any outcome; only honest talk matters
    -- open: killed              the same with all of Lua's libraries open
    -- says: made no progress         a text that the log must contain, in each mode with the outcome of the sandbox
    -- changes talk              the plugin may refuse honest lines while it is loaded
    -- with: pages.part          the text of this file stands before the plugin's

A second plugin of the attack is in NAME.second.lua. CANARY in the text stands for a file that must
not be changed.
"""

import re
from dataclasses import dataclass
from pathlib import Path

CLOSED_IN_THE_SANDBOX = re.compile(
    rb"\b(ffi|io|os|debug|package|jit|require|module|load|loadstring|loadfile|dofile|collectgarbage|newproxy)\b")
COMMENT = re.compile(rb"--\[(=*)\[.*?\]\1\]|--[^\n]*", re.DOTALL)
FOLDER = Path(__file__).resolve().parent
MODES = ("sandbox", "open")
TRIGGERS = ("load", "join", "leave", "message", "command", "announce", "console", "reload",
            "unload", "itself")
OUTCOMES = ("refused", "fault", "killed", "harmless", "unnamed", "misnamed", "any")


@dataclass(frozen=True)
class Attack:
    name: str
    triggers: list[str]
    outcomes: dict[str, list[str]]
    says: str
    part: str
    changes_talk: bool

    def is_another_when_open(self) -> bool:
        """Whether open libraries can change the outcome."""
        if self.outcomes["sandbox"] != self.outcomes["open"]:
            return True
        return any(CLOSED_IN_THE_SANDBOX.search(COMMENT.sub(b"", source)) for source in self.sources(Path("canary")).values())

    def sources(self, canary: Path) -> dict[str, bytes]:
        """The content of each file for the plugins' folder, the second plugin first."""
        both = [FOLDER / f"{self.name}.second.lua", FOLDER / f"{self.name}.lua"]
        sources = {path.name: path.read_bytes() for path in both if path.exists()}
        if self.part:
            sources[f"{self.name}.lua"] = (FOLDER / self.part).read_bytes() + sources[f"{self.name}.lua"]
        return {name: source.replace(b"CANARY", bytes(canary)) for name, source in sources.items()}


def read(path: Path) -> Attack:
    top = path.read_text(errors="replace").split("\n\n")[0]
    head = [line.removeprefix("-- ") for line in top.splitlines()]
    fields = dict(line.split(": ", 1) for line in head if re.match(r"(trigger|sandbox|open|says|with): ", line))
    outcomes = {mode: fields[mode].split(" or ") for mode in MODES}
    attack = Attack(path.stem, fields["trigger"].split(", "), outcomes, fields.get("says", ""),
                    fields.get("with", ""), "changes talk" in head)
    for word in attack.triggers:
        if word not in TRIGGERS:
            raise ValueError(f"{path.name}: no trigger '{word}'")
    for word in outcomes["sandbox"] + outcomes["open"]:
        if word not in OUTCOMES:
            raise ValueError(f"{path.name}: no outcome '{word}'")
    return attack


def read_all(names: list[str]) -> list[Attack]:
    """The attacks with these names, or all."""
    paths = sorted(path for path in FOLDER.glob("*.lua") if not path.stem.endswith(".second"))
    missing = set(names) - {path.stem for path in paths}
    if missing:
        raise ValueError(f"there is no attack {', '.join(sorted(missing))}")
    return [read(path) for path in paths if not names or path.stem in names]
