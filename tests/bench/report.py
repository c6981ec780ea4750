"""What the runs gave, as a Markdown table: medians over the rounds, and how far they are apart."""

from dataclasses import dataclass
from statistics import median, quantiles
from typing import Callable, Iterable

HEADER = """\
| N | in flight | server | deliveries / CPU s | of floor | of moonroom | of python | deliveries / s \
| p50 µs | p99 µs | lost | wrong | relay : worker % | generator CPU % |
|---:|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"""


@dataclass(frozen=True)
class Case:
    members: int
    speakers: int
    window: int

    @property
    def in_flight(self) -> int:
        return min(self.speakers, self.members) * self.window


@dataclass(frozen=True)
class Run:
    """One measurement: `result` is what the generator printed."""

    case: Case
    server: str
    round: int
    pid: int
    result: dict

    @property
    def cpu_seconds(self) -> float:
        return sum(self.result["cpu_seconds"].values())

    @property
    def efficiency(self) -> float:
        """Deliveries a second of the server's processor time, all its processes together."""
        return self.result["deliveries"] / max(self.cpu_seconds, 0.01)

    @property
    def rate(self) -> float:
        return self.result["deliveries"] / self.result["seconds"]

    @property
    def relay_percent(self) -> float:
        return 100 * self.result["cpu_seconds"][str(self.pid)] / max(self.cpu_seconds, 0.01)


def table(runs: list[Run]) -> str:
    """One row a case and server, in the order in which they were first run."""
    rows = dict.fromkeys((run.case, run.server) for run in sorted(runs, key=lambda run: run.round))
    return "\n".join([HEADER, *(row(case, server, runs) for case, server in rows)])


def row(case: Case, server: str, runs: list[Run]) -> str:
    same_case = [run for run in runs if run.case == case]
    own = [run for run in same_case if run.server == server]
    relay = median(run.relay_percent for run in own)
    cells = [
        case.members, case.in_flight, server,
        spread((run.efficiency for run in own), "{:,.0f}"),
        ratio(own, same_case, "floor"),
        ratio(own, same_case, "moonroom"),
        ratio(own, same_case, "python"),
        spread((run.rate for run in own), "{:,.0f}"),
        number(own, lambda result: result["latency_us"]["p50"]),
        number(own, lambda result: result["latency_us"]["p99"]),
        sum(run.result["lost"] for run in own),
        sum(run.result["wrong"] for run in own),
        f"{relay:.0f} : {100 - relay:.0f}",
        number(own, lambda result: 100 * result["generator_share"]),
    ]
    return "| " + " | ".join(map(str, cells)) + " |"


def ratio(own: list[Run], same_case: list[Run], reference: str) -> str:
    """Of runs of the same round, which had the same neighbours on this machine."""
    if own[0].server == reference:
        return "1"
    base = {run.round: run.efficiency for run in same_case if run.server == reference}
    if not base:
        return "–"
    return spread((run.efficiency / base[run.round] for run in own if run.round in base), "{:.2f}")


def number(own: list[Run], value: Callable[[dict], float]) -> str:
    return f"{median(value(run.result) for run in own):,.0f}"


def spread(values: Iterable[float], form: str) -> str:
    """The median, and the quartiles around it when there are enough for that."""
    numbers = list(values)
    if not numbers:
        return "–"
    middle = form.format(median(numbers))
    if len(numbers) < 3:
        return middle
    low, _, high = quantiles(numbers, method="inclusive")
    return f"{middle} ({form.format(low)} – {form.format(high)})"
