"""Runs one attack on one host, and checks the host from outside."""

import re

from attack import Attack
from harness.host import Folders, Host
from harness.member import Member
from harness.process import command_of, resident_bytes, state_of, wait_until
from talk import Talk

# Twice the default budget, so that a plugin that is only large is not killed for being slow,
# even on a busy machine.
OPTIONS = ["--rate-limit", "off", "--hook-budget", "100", "--plugin-memory", "32"]
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


def describe(pid: int) -> str:
    return f"{pid} {state_of(pid)} {command_of(pid)}"


def is_expected(pid: int) -> bool:
    """True for the administrator's process, the worker, a running job, and a process that has just ended."""
    state, command = state_of(pid), command_of(pid)
    return not state or (state != "Z" and re.search(r" (plugin-worker|job-worker) |moonroomd ", command) is not None)


class Trial:
    def __init__(self, attack: Attack, mode: str) -> None:
        self.attack, self.mode = attack, mode
        self.expected = attack.outcomes[mode]
        self.folders = Folders()
        self.canary = self.folders.path / "canary" / "canary"
        self.canary.parent.mkdir()
        self.canary.write_text("alive")
        (self.folders.plugins / "honest.lua").write_text(HONEST)
        self.sources = attack.sources(self.canary)
        if "load" not in attack.triggers:
            self.put_plugins()
        more = ["--open-libraries"] if mode == "open" else []
        try:
            places = [word for pair in self.folders.options().items() for word in pair]
            self.host = Host("--data", self.folders.data, *places, *OPTIONS, *more)
        except (OSError, AssertionError):
            self.folders.remove()
            raise
        self.talk = Talk(self.host)
        self.mallory = Member("mallory", self.host.port)
        self.outcome = "none"

    # ── The plugin ───────────────────────────────────────────────────────────────────────────────

    def put_plugins(self, more: bytes = b"") -> None:
        """The second comes first: it is there when the attack begins."""
        for name, source in self.sources.items():
            (self.folders.plugins / name).write_bytes(source + more)

    def remove_plugins(self) -> None:
        for name in self.sources:
            (self.folders.plugins / name).unlink(missing_ok=True)

    # ── The course of events ─────────────────────────────────────────────────────────────────────

    def play(self) -> None:
        self.talk.begin()
        if "join" not in self.attack.triggers:
            self.mallory.join()
        if not self.attack.changes_talk:
            self.talk.go_on(2)
            self.talk.complete()
            self.talk.check_echo()
        for trigger in self.attack.triggers:
            self.trigger(trigger)
            if not self.attack.changes_talk:
                self.talk.go_on(3)
        self.await_outcome()
        if self.attack.changes_talk:
            self.remove_plugins()
            wait_until(lambda: "is gone" in self.log(), "the log shows 'is gone'", PACE)
        self.talk.go_on(2)
        self.talk.complete()
        self.talk.check_echo()
        self.talk.check_join_and_leave(Member("carol", self.host.port))
        if "join" in self.attack.triggers:
            self.check_newcomer()
        self.talk.check_heard()
        if (hold := self.talk.longest_hold()) > LONGEST_HOLD:
            raise AssertionError(f"a line was held up for {hold:.1f} s")
        self.check_processes()
        self.check_memory()
        self.check_log()
        self.check_canary()

    def trigger(self, trigger: str) -> None:
        if trigger == "load":
            self.put_plugins()
        elif trigger == "reload":
            self.put_plugins(b"-- A newer version.\n")
        elif trigger == "unload":
            self.remove_plugins()
        elif trigger == "join":
            self.mallory.send("L mallory")
        elif trigger == "leave":
            self.mallory.send_goodbye()
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
        return self.host.log.text()

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
        def over() -> bool:
            if is_over := self.is_over():
                return is_over
            if not self.attack.changes_talk and len(self.talk.ada.said) < 300:
                self.talk.go_on(1)
            return False
        wait_until(over, lambda: f"{' or '.join(self.expected)} was expected, but it was {self.seen()}", PACE)

    def check_newcomer(self) -> None:
        """A welcomed newcomer is in the room, and a refused one is not."""
        answer = self.mallory.receive()
        if answer is None:
            raise AssertionError("mallory gets no answer")
        told = any(text == "mallory joined the room" for _, text in self.talk.ada.arrived)
        if told != (answer == b"OK"):
            raise AssertionError(f"mallory is {'in' if told else 'not in'}, but was answered {answer!r}")

    def check_log(self) -> None:
        """No other plugin is blamed, the log has nothing unexpected, and no control character reached a terminal."""
        if not self.is_over():
            raise AssertionError(f"{' or '.join(self.expected)} was expected, but then it was {self.seen()}")
        mine = (self.attack.name, self.attack.name + ".second")
        for line in self.log().splitlines():
            blamed = BLAMED.search(line)
            strange = " the plugin worker " in line and not blamed
            if strange or (blamed and (blamed[1] or blamed[2]) not in mine):
                if self.outcome not in ("unnamed", "misnamed"):
                    raise AssertionError(f"this should not have happened: {line[:300]}")
        for output in (self.host.log, self.host.console):
            if raw := re.search(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f]", output.text()):
                raise AssertionError(f"a control character reached the console: {raw[0]!r}")

    def check_processes(self) -> None:
        if self.host.process.poll() is not None:
            raise AssertionError(f"the host ended with status {self.host.process.returncode}")
        wait_until(lambda: all(map(is_expected, self.host.children())) and len(self.host.children_that_are("plugin-worker")) == 1,
                   lambda: f"no process but these: {[describe(pid) for pid in self.host.children()]}", PACE)

    def check_memory(self) -> None:
        """No plugin may use more than its 32 MiB, by any kind of allocation."""
        for pid in [self.host.pid, *self.host.children()]:
            if (size := resident_bytes(pid)) > MEMORY and "job-worker" not in command_of(pid):
                raise AssertionError(f"{describe(pid)} has {size >> 20} MiB of memory")

    def check_canary(self) -> None:
        if self.canary.read_text() != "alive" or len(list(self.canary.parent.iterdir())) != 1:
            raise AssertionError("the canary has been touched")

    def end(self) -> str:
        """A description of a wrong end of the host, or nothing."""
        self.talk.close()
        self.mallory.close()
        wrong = self.host.end()
        self.folders.remove()
        return wrong
