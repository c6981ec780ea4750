"""The programs under test: where they are, and how a test runs one of them to its end."""

import argparse
import os
import subprocess
from pathlib import Path

from harness.process import PATIENCE

ROOT = Path(__file__).resolve().parents[2]
# The option --bin of a test program changes it.
folder = ROOT / "build/release/bin"


def path_of(name: str) -> Path:
    return folder / name


def run(name: str, *words: str | Path, **more) -> subprocess.CompletedProcess:
    """Captures the output. Without `input` the standard input is empty."""
    defaults = {"capture_output": True, "timeout": PATIENCE}
    if "input" not in more:
        defaults["stdin"] = subprocess.DEVNULL
    if "stdout" in more or "stderr" in more:
        defaults |= {"capture_output": False, "stderr": subprocess.PIPE}
    return subprocess.run([path_of(name), *words], **(defaults | more))


def plain_environment(home: Path | str, **variables: str) -> dict[str, str]:
    """Of a user with this home and no settings."""
    return {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8", **variables}


def add_bin(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--bin", type=Path, default=folder, help="where the programs are")
    return parser


def use(chosen: argparse.Namespace) -> None:
    global folder
    folder = chosen.bin.resolve()


def read_arguments(description: str | None) -> list[str]:
    """Parses --bin; returns the other arguments."""
    chosen, others = add_bin(argparse.ArgumentParser(description=description)).parse_known_args()
    use(chosen)
    return others
