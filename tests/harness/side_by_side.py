"""Runs the cases of a test program in several processes at once.

Most end-to-end cases wait for a program or a pipe and use little of the processor. Each process
takes the next case from a common queue, so a long case delays no other. The test program must not
share files or ports between cases. With MOONROOM_TIMES in the environment, it prints the seconds of each case.
"""

import json
import os
import struct
import sys
import tempfile
import time
import traceback
import unittest
from collections.abc import Iterator
from pathlib import Path

from harness import programs

INDEX = struct.Struct("=I")
TIMES = "MOONROOM_TIMES"
# For a process that ended without a report.
LOST = {"run": 1, "failed": 1, "skipped": [], "times": []}


def cases_of(suite: unittest.TestSuite) -> Iterator[unittest.TestCase]:
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from cases_of(test)
        else:
            yield test


def load(names: list[str]) -> list[unittest.TestCase]:
    module = sys.modules["__main__"]
    loader = unittest.defaultTestLoader
    suite = loader.loadTestsFromNames(names, module) if names else loader.loadTestsFromModule(module)
    return list(cases_of(suite))


class Tally(unittest.TestResult):
    """Prints each failure as a whole, so that the output of processes does not mix."""

    def __init__(self) -> None:
        super().__init__()
        self.failed = 0
        self.reasons_to_skip: list[str] = []
        self.times: list[tuple[float, str]] = []

    def startTest(self, test) -> None:
        super().startTest(test)
        self.began = time.monotonic()

    def stopTest(self, test) -> None:
        super().stopTest(test)
        self.times.append((time.monotonic() - self.began, test.id()))

    def tell(self, test: unittest.TestCase, error) -> None:
        self.failed += 1
        text = "".join(traceback.format_exception(*error))
        os.write(sys.stdout.fileno(), f"── {test.id()}\n{text}\n".encode())

    def addError(self, test, err) -> None:
        self.tell(test, err)

    def addFailure(self, test, err) -> None:
        self.tell(test, err)

    def addSubTest(self, test, subtest, err) -> None:
        if err is not None:
            self.tell(subtest, err)

    def addUnexpectedSuccess(self, test) -> None:
        self.failed += 1
        print(f"── {test.id()} succeeded, which was not expected", flush=True)

    def addSkip(self, test, reason: str) -> None:
        self.reasons_to_skip.append(f"{test.id()}: {reason}")

    def counts(self) -> dict:
        return {"run": self.testsRun, "failed": self.failed, "skipped": self.reasons_to_skip, "times": self.times}


def work(queue: int, tests: list[unittest.TestCase], result: Tally) -> None:
    while data := os.read(queue, INDEX.size):
        tests[INDEX.unpack(data)[0]].run(result)


def fork_worker(queue: int, tests: list[unittest.TestCase], report: Path) -> int:
    if pid := os.fork():
        return pid
    status = 1
    try:
        result = Tally()
        work(queue, tests, result)
        report.write_text(json.dumps(result.counts()))
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def run_at_once(tests: list[unittest.TestCase], jobs: int) -> list[dict]:
    queue, feed = os.pipe()
    with tempfile.TemporaryDirectory(prefix="moonroom-reports-") as folder:
        reports = [Path(folder) / str(number) for number in range(min(jobs, len(tests)))]
        # A pipe takes 64 KiB: far more indices than there are cases.
        for index in range(len(tests)):
            os.write(feed, INDEX.pack(index))
        os.close(feed)
        pids = [fork_worker(queue, tests, report) for report in reports]
        os.close(queue)
        for pid in pids:
            os.waitpid(pid, 0)
        return [json.loads(report.read_text()) if report.exists() else LOST
                for report in reports]


def run_all(names: list[str], jobs: int) -> int:
    """The exit status; the last line says how many cases passed and failed."""
    sys.stdout.flush()
    counts = run_at_once(load(names), jobs)
    if TIMES in os.environ:
        for seconds, name in sorted((tuple(time) for each in counts for time in each["times"]), reverse=True):
            print(f"{seconds:7.2f} s  {name}")
    for skipped in sorted(line for each in counts for line in each["skipped"]):
        print(f"skipped {skipped}")
    ran, failed = (sum(each[what] for each in counts) for what in ("run", "failed"))
    print(f"{ran - failed} passed, {failed} failed")
    return 1 if failed or ran == 0 else 0


def main(description: str | None, jobs: int = 4) -> int:
    """For the main function of a test program: parses its arguments, --bin and names of cases."""
    names = programs.read_arguments(description)
    # A separate known_hosts, because later the tests' ports belong to other hosts.
    with tempfile.TemporaryDirectory(prefix="moonroom-") as home:
        os.environ.update(XDG_CONFIG_HOME=f"{home}/config", XDG_STATE_HOME=f"{home}/state")
        return run_all(names, jobs)
