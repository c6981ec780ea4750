"""Formats the results of the runs as Markdown: medians over the rounds, and their spread."""

from dataclasses import dataclass
from functools import cached_property
from statistics import median, quantiles
from typing import Callable, Iterable

from room import Load, Memory
from servers import Kind

# The reference of the ratios, when it was measured.
FLOOR = "floor: sendmmsg"
DEFAULT = "moonroom: default scripts"

HEADER = """\
| server | deliveries / CPU s | of the floor | of default scripts | CPU µs a delivery | user % \
| deliveries / s | p50 ms | p99 ms | p99.9 ms | lost | doubled | wrong | limit |
|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|"""

# The share of a processor from which it counts as the limit.
FULL = 0.93


@dataclass(frozen=True)
class Run:
    """One talk: `result` is the generator's output, `others` the share of the processors that
    other processes used meanwhile."""

    kind: Kind
    members: int
    load: Load
    round: int
    result: dict
    others: float

    @cached_property
    def cpu_seconds(self) -> float:
        return sum(used for used, _, _ in self.result["server_cpu"])

    @property
    def efficiency(self) -> float:
        """Deliveries a second of the server's processor time, all its processes together."""
        return self.result["deliveries"] / max(self.cpu_seconds, 1e-6)

    @property
    def rate(self) -> float:
        return self.result["deliveries"] / self.result["seconds"]

    @property
    def wrong(self) -> int:
        """Includes lines in the wrong order, and lines echoed to their author."""
        kinds = ["wrong", "overtaken"] + ([] if self.kind.echoes else ["echoes"])
        return sum(self.result[kind] for kind in kinds)

    @property
    def limit(self) -> str:
        """The process that was busy all the time, including its waits for a processor."""
        busy = {"server": max(map(wanted, self.result["server_cpu"])),
                "generator": wanted(self.result["generator_cpu"])}
        busiest = max(busy, key=busy.get)
        return busiest if busy[busiest] >= FULL * self.result["seconds"] else "window"

    def micros(self, process: int) -> float:
        return 1e6 * self.result["server_cpu"][process][0] / max(self.result["deliveries"], 1)


def wanted(process: list[float]) -> float:
    """Seconds in which a process ran or could have run."""
    used, _, waited = process
    return used + waited


@dataclass(frozen=True)
class Case:
    """All runs of all servers with the same number of members and the same load."""

    members: int
    load: Load
    runs: list[Run]

    def of(self, name: str) -> list[Run]:
        return [run for run in self.runs if run.kind.name == name]

    @property
    def names(self) -> list[str]:
        return list(dict.fromkeys(run.kind.name for run in self.runs))

    @property
    def title(self) -> str:
        lines = self.load.in_flight(self.members)
        return (f"{self.members:,} members, {lines} line{'s' if lines > 1 else ''} in flight, "
                f"{self.load.lengths} lengths")


def cases(runs: list[Run]) -> list[Case]:
    keys = dict.fromkeys((run.members, run.load) for run in runs)
    return [Case(members, load,
                 [run for run in runs if (run.members, run.load) == (members, load)])
            for members, load in keys]


def calm(runs: list[Run]) -> list[Run]:
    """The half with the least disturbance, for figures that a busy neighbour distorts."""
    return sorted(runs, key=lambda run: run.others)[:(len(runs) + 1) // 2]


def table(case: Case) -> str:
    rows = [HEADER, *(row(case, name) for name in case.names)]
    return f"### {case.title}\n\n" + "\n".join(rows) + "\n"


def row(case: Case, name: str) -> str:
    runs = case.of(name)
    calmest = calm(runs)
    limits = [run.limit for run in calmest]
    cells = [
        name,
        spread((run.efficiency for run in runs), "{:,.0f}"),
        ratio(case, name, FLOOR),
        ratio(case, name, DEFAULT),
        " + ".join(f"{median(run.micros(process) for run in runs):.2f}"
                   for process in range(len(runs[0].result["server_cpu"]))),
        f"{user_percent(runs):.0f}",
        f"{median(run.rate for run in calmest):,.0f}",
        *(milliseconds(calmest, part) for part in ("p50", "p99", "p99.9")),
        *(sum(run.result[fault] for run in runs) for fault in ("lost", "doubled")),
        sum(run.wrong for run in runs),
        max(set(limits), key=limits.count),
    ]
    return "| " + " | ".join(map(str, cells)) + " |"


def ratio(case: Case, name: str, reference: str) -> str:
    """From runs of the same round, which had the same neighbours on this machine."""
    ratios = ratios_of(case, name, reference)
    return "1" if name == reference and ratios else spread(ratios, "{:.2f}")


def ratios_of(case: Case, name: str, reference: str) -> list[float]:
    # Skips a run in which the reference stalled throughout.
    base = {run.round: run.efficiency for run in case.of(reference) if run.efficiency > 0}
    return [run.efficiency / base[run.round] for run in case.of(name) if run.round in base]


def user_percent(runs: list[Run]) -> float:
    """Of the first process. Ticks are coarse, so all rounds are combined."""
    used = [run.result["server_cpu"][0] for run in runs]
    return 100 * sum(user for _, user, _ in used) / max(sum(every for every, _, _ in used), 1e-6)


def milliseconds(runs: list[Run], part: str) -> str:
    return f"{median(run.result[part] for run in runs) / 1000:,.2f}"


def spread(values: Iterable[float], form: str) -> str:
    """The median, and the quartiles when there are enough values."""
    numbers = list(values)
    if not numbers:
        return "–"
    middle = form.format(median(numbers))
    if len(numbers) < 3:
        return middle
    low, _, high = quantiles(numbers, method="inclusive")
    return f"{middle} ({form.format(low)} – {form.format(high)})"


def memory_table(members: int, memories: dict[str, list[Memory]]) -> str:
    """The server's processes side by side: the host, and its worker if there is one."""
    def cell(processes: list[Memory], value: Callable[[Memory], float], form: str) -> str:
        return " + ".join(form.format(value(process)) for process in processes)

    rows = [f"### Memory, {members:,} idle members\n",
            "| server | with nobody, MB | each member, bytes |", "|---|---:|---:|"]
    for name, processes in memories.items():
        rows.append(f"| {name} | {cell(processes, lambda one: one.empty / 1e6, '{:.1f}')} "
                    f"| {cell(processes, lambda one: one.member, '{:,.0f}')} |")
    return "\n".join(rows) + "\n"


def faults(runs: list[Run]) -> str:
    due = sum(run.result["deliveries"] for run in runs)
    lost, doubled = (sum(run.result[kind] for run in runs) for kind in ("lost", "doubled"))
    late = sum(run.result["late"] for run in runs)
    return (f"{due:,} deliveries were measured and checked: {lost:,} lost (of which {late:,} came "
            f"after more than 20 s), {doubled:,} doubled, {sum(run.wrong for run in runs):,} wrong "
            f"or out of order.")
