"""Runs one attack on one host, and checks the host from outside."""

import re
import shutil
import time
from pathlib import Path

from attack import Attack
from host import PATIENCE, Folders, Host
from people import Failure, Member
from processes import describe, is_expected, resident
from talk import Talk

# Twice the default budget, so that a plugin that is only large is not killed for being slow,
# even on a busy machine.
OPTIONS = ["--data", "FOLDER/data", "--wording", "en", "--rate-limit", "off",
           "--hook-budget", "100", "--plugin-memory", "32"]
# It uses functions that an attack might remove.
HONEST = """
local honest = { commands = {} }
honest.commands.echo = { usage = "TEXT", help = "says it again", run = function(call)
  return "echo " .. call.text
end }
function honest.on_message(message)
  room.publish("said", message.text)
  room.store.lines = (room.store.lines or 0) + 1
end
return honest
"""
# Seconds between two honest lines during a wait.
PACE = 0.004
# Seconds; the longest known is one, on an idle machine.
LONGEST_HOLD = 5.0
# Bytes for a process: one plugin's 32 MiB, an honest room, and the same again as a reserve.
MEMORY = 128 << 20
# The plugin that a line of the log blames.
BLAMED = re.compile(r" (?:error|warning) (?:(?:plugins|scripts)/([\w.-]+)\.lua\b|([\w.-]+):)")


class Trial:
    def __init__(self, attack: Attack, mode: str, programs: Path) -> None:
        self.attack, self.mode = attack, mode
        self.expected = attack.outcomes[mode]
        self.folders = Folders()
        self.canary = self.folders.path / "canary" / "canary"
        self.canary.parent.mkdir()
        self.canary.write_text("alive")
        self.folders.add("plugins/honest.lua", HONEST)
        self.sources = attack.sources(self.canary)
        if "load" not in attack.triggers:
            self.put_plugins()
        more = ["--open-libraries"] if mode == "open" else []
        try:
            self.host = Host(programs, self.folders, OPTIONS + more)
        except (OSError, RuntimeError):
            self.folders.remove()
            raise
        self.talk = Talk(self.host)
        self.mallory = Member("mallory", self.host)
        self.outcome = "none"

    # ── The plugin ───────────────────────────────────────────────────────────────────────────────

    def put_plugins(self, more: bytes = b"") -> None:
        """The second comes first: it is there when the attack begins."""
        for name, source in self.sources.items():
            (self.folders.path / "plugins" / name).write_bytes(source + more)

    def remove_plugins(self) -> None:
        for name in self.sources:
            (self.folders.path / "plugins" / name).unlink(missing_ok=True)

    # ── The course of events ─────────────────────────────────────────────────────────────────────

    def play(self) -> None:
        self.talk.begin()
        if "join" not in self.attack.triggers:
            self.mallory.join("mallory")
        if not self.attack.changes_talk:
            self.talk.go_on(2)
            self.talk.complete()
            self.talk.check_echo()
        for trigger in self.attack.triggers:
            self.pull(trigger)
            if not self.attack.changes_talk:
                self.talk.go_on(3)
        self.await_outcome()
        if self.attack.changes_talk:
            self.remove_plugins()
            self.await_log("is gone")
        self.talk.go_on(2)
        self.talk.complete()
        self.talk.check_echo()
        self.talk.check_door(Member("carol", self.host))
        if "join" in self.attack.triggers:
            self.check_newcomer()
        self.talk.check_heard()
        if (hold := self.talk.longest_hold()) > LONGEST_HOLD:
            raise Failure(f"a line was held up for {hold:.1f} s")
        self.check_processes()
        self.check_memory()
        self.check_log()
        self.check_canary()

    def pull(self, trigger: str) -> None:
        if trigger == "load":
            self.put_plugins()
        elif trigger == "reload":
            self.put_plugins(b"-- A newer version.\n")
        elif trigger == "unload":
            self.remove_plugins()
        elif trigger == "join":
            self.mallory.send(b"L mallory")
        elif trigger == "leave":
            self.mallory.send(b"Q mallory")
        elif trigger == "message":
            self.mallory.say("attack")
        elif trigger == "command":
            self.mallory.say("/attack")
        elif trigger == "announce":
            self.host.type("attack")
        elif trigger == "console":
            self.host.type("/attack")
            self.host.type("/help")

    # ── The outcome ──────────────────────────────────────────────────────────────────────────────

    def log(self) -> str:
        return self.host.log.unseen()

    def seen(self) -> str:
        """The outcome as the log shows it so far."""
        log, name = self.log(), re.escape(self.attack.name)
        if re.search(rf"plugins/{name}(\.second)?\.lua: the plugin worker ", log):
            return "killed"
        if re.search(rf" error {name}(\.second)?: ", log):
            return "fault"
        if re.search(rf" error plugins/{name}(\.second)?\.lua:(\d+:)? ", log):
            return "refused"
        if "while this plugin ran" in log:
            return "misnamed"
        return "unnamed" if "the plugin worker " in log else "harmless"

    def is_over(self) -> bool:
        as_in_sandbox = self.expected == self.attack.outcomes["sandbox"]
        if as_in_sandbox and self.attack.says not in self.log():
            return False
        self.outcome = self.seen()
        if self.outcome == "harmless" and "load" in self.attack.triggers and not self.is_live():
            return False
        return self.outcome in self.expected or self.expected == ["any"]

    def is_live(self) -> bool:
        return f"plugins/{self.attack.name}.lua is live" in self.log()

    def await_outcome(self) -> None:
        """Waits; the honest members go on talking meanwhile."""
        until = time.monotonic() + PATIENCE
        while not self.is_over():
            if time.monotonic() > until:
                raise Failure(f"{' or '.join(self.expected)} was expected, but it was {self.seen()}")
            if not self.attack.changes_talk and len(self.talk.ada.said) < 300:
                self.talk.go_on(1)
            time.sleep(PACE)

    def await_log(self, text: str) -> None:
        until = time.monotonic() + PATIENCE
        while text not in self.log():
            if time.monotonic() > until:
                raise Failure(f"the log never shows {text!r}")
            time.sleep(PACE)

    def check_newcomer(self) -> None:
        """A welcomed newcomer is in the room, and a refused one is not."""
        answer = self.mallory.next()
        if answer is None:
            raise Failure("mallory gets no answer")
        told = any(text == "mallory joined the room" for _, text in self.talk.ada.heard)
        if told != (answer == b"OK"):
            raise Failure(f"mallory is {'in' if told else 'not in'}, but was answered {answer!r}")

    def check_log(self) -> None:
        """No other plugin is blamed, the log has nothing unexpected, and no control character reached a terminal."""
        if not self.is_over():
            raise Failure(f"{' or '.join(self.expected)} was expected, but then it was {self.seen()}")
        mine = (self.attack.name, self.attack.name + ".second")
        for line in self.log().splitlines():
            blamed = BLAMED.search(line)
            strange = " the plugin worker " in line and not blamed
            if strange or (blamed and (blamed[1] or blamed[2]) not in mine):
                if self.outcome not in ("unnamed", "misnamed"):
                    raise Failure(f"this should not have happened: {line[:300]}")
        for output in (self.host.log, self.host.console):
            if raw := re.search(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f]", output.unseen()):
                raise Failure(f"a control character reached the console: {raw[0]!r}")

    def check_processes(self) -> None:
        if self.host.process.poll() is not None:
            raise Failure(f"the host ended with status {self.host.process.returncode}")
        until = time.monotonic() + PATIENCE
        while not all(map(is_expected, self.host.children())) or self.workers() != 1:
            if time.monotonic() > until:
                raise Failure(f"the host has these processes: {[describe(pid) for pid in self.host.children()]}")
            time.sleep(PACE)

    def workers(self) -> int:
        return sum(" plugin-worker " in describe(pid) for pid in self.host.children())

    def check_memory(self) -> None:
        """No plugin may use more than its 32 MiB, by any kind of allocation."""
        for pid in [self.host.process.pid, *self.host.children()]:
            if resident(pid) > MEMORY and " job-worker " not in describe(pid):
                raise Failure(f"{describe(pid)} has {resident(pid) >> 20} MiB of memory")

    def check_canary(self) -> None:
        if self.canary.read_text() != "alive" or len(list(self.canary.parent.iterdir())) != 1:
            raise Failure("the canary has been touched")

    def end(self) -> str:
        """A description of a wrong end of the host, or nothing."""
        self.talk.close()
        self.mallory.close()
        wrong = self.host.end()
        shutil.rmtree(self.folders.path)
        return wrong
