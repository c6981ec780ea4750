"""One attack: a plugin in a file, whose first comment says what it does, what sets it off, and what must
come of it.

    -- An endless loop while a message is judged.
    -- trigger: message          what sets it off; several are done one after the other:
                 load              the file is put into the folder while people talk
                 join, leave       somebody comes or goes
                 message           somebody says "attack"
                 command           somebody says "/attack"
                 announce          the administrator says "attack"
                 console           the administrator types "/attack", and "/help"
                 reload            a newer version of the file is saved
                 unload            the file is taken away
                 itself            nothing: it goes off by itself
    -- sandbox: killed           what comes of it; "fault or killed" where both are right:
                 refused           it is not loaded, and the console says why
                 fault             the console names it with a fault
                 killed            the worker is replaced, and the console names it
                 harmless          nobody notices anything
                 unnamed           the worker is replaced, and nobody is blamed
                 misnamed          the worker is replaced, and another is named: it said so itself
                 any               whatever; only honest talk matters
    -- open: killed              the same with all of Lua's libraries open
    -- says: stood still         part of what the log must show, wherever the same comes of it as in the sandbox
    -- changes talk              it may refuse honest lines for as long as it is there
    -- with: pages.part          begins with what stands in that file

A second plugin that takes part stands in NAME.second.lua. CANARY in the text stands for a file that must
not be changed.
"""

import re
from dataclasses import dataclass
from pathlib import Path

CLOSED_IN_THE_SANDBOX = re.compile(
    rb"\b(ffi|io|os|debug|package|jit|require|module|load|loadstring|loadfile|dofile|collectgarbage|newproxy)\b")
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
        """Whether open libraries can change what comes of it."""
        if self.outcomes["sandbox"] != self.outcomes["open"]:
            return True
        return any(CLOSED_IN_THE_SANDBOX.search(source) for source in self.sources(Path("canary")).values())

    def sources(self, canary: Path) -> dict[str, bytes]:
        """What is to stand in each file of the plugins' folder, the second one first."""
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
    """Those of these names, or all."""
    paths = sorted(path for path in FOLDER.glob("*.lua") if not path.stem.endswith(".second"))
    missing = set(names) - {path.stem for path in paths}
    if missing:
        raise ValueError(f"there is no attack {', '.join(sorted(missing))}")
    return [read(path) for path in paths if not names or path.stem in names]
