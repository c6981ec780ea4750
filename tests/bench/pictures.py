"""The plots of the results."""

from report import Case, Run, calm
from plot import Plot, Series


def pictures(cases: list[Case]) -> dict[str, Plot]:
    """By the names of their files."""
    quiet = [case for case in cases if case.load.window == 1]
    loaded = [case for case in cases if case.load.window > 1]
    plots = {}
    if loaded:
        plots["full-load"] = plot(
            "Full load: what a second of processor time carries", "deliveries a CPU second",
            loaded, lambda run: run.efficiency,
            {f"{lengths} lengths": lambda load, wanted=lengths: load.lengths == wanted
             for lengths in ("equal", "mixed")})
        plots["full-load-latency"] = plot(
            "Full load: until the last member has heard a line", "p50, milliseconds",
            loaded, lambda run: run.result["p50"] / 1000,
            {f"{lengths} lengths": lambda load, wanted=lengths: load.lengths == wanted
             for lengths in ("equal", "mixed")}, calmest=True)
    if quiet:
        plots["quiet"] = plot(
            "One line in flight: what a delivery costs", "CPU microseconds a delivery",
            quiet, lambda run: 1e6 / max(run.efficiency, 1), {"equal lengths": lambda _: True})
        plots["quiet-latency"] = plot(
            "One line in flight: until the last member has heard it", "p50, milliseconds",
            quiet, lambda run: run.result["p50"] / 1000, {"equal lengths": lambda _: True},
            calmest=True)
    return plots


def plot(title: str, unit: str, cases: list[Case], value, series, calmest: bool = False) -> Plot:
    sizes = sorted({case.members for case in cases})
    names = list(dict.fromkeys(name for case in cases for name in case.names))

    def values(wanted, members: int, name: str) -> list[float] | None:
        runs: list[Run] = [run for case in cases if case.members == members and wanted(case.load)
                           for run in case.of(name)]
        return [value(run) for run in (calm(runs) if calmest else runs)] or None

    rows = [Series(label, [[values(wanted, members, name) for name in names] for members in sizes])
            for label, wanted in series.items()]
    return Plot(title, unit, [f"{members:,} members" for members in sizes], names, rows,
                frozenset(name for name in names if name.startswith("moonroom")))
