#!/usr/bin/env python3
"""Another implementation as the client: the stock openssl performs a handshake with the server, and both
export the same keys.

    openssl_client.py DOORWAY_ALONE
"""

import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

EXPORT = ["-keymatexport", "EXPORTER-moonroom", "-keymatexportlen", "72"]
COMMAND = ["openssl", "s_client", "-dtls1_2", *EXPORT, "-connect"]
MARK = "Keying material: "
PATIENCE = 15.0
# Without it two handshakes can lead to the same keys (RFC 7627).
NO_MASTER_SECRET = """
openssl_conf = all
[all]
ssl_conf = ssl
[ssl]
system_default = options
[options]
Options = -ExtendedMasterSecret
"""

# The cipher that they settle on: what the doorway is told, and what openssl.
CASES = {
    "AES-256-GCM": ([], ["-cipher", "ECDHE-ECDSA-AES256-GCM-SHA384"]),
    "ChaCha20-Poly1305": ([], ["-cipher", "ECDHE-ECDSA-CHACHA20-POLY1305"]),
    # openssl repeats its last flight, one record a datagram.
    "AES-256-GCM, ours lost once": (["forgetful"], []),
}


def start(command: list[str], **variables: str) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command,
        stdin=pipe,
        stdout=pipe,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | variables,
    )


def line_with(process: subprocess.Popen[str], mark: str) -> str:
    """The text after `mark` in the first line that contains it."""
    said = []
    for line in process.stdout:
        _, found, rest = line.partition(mark)
        if found:
            return rest.strip()
        said.append(line)
    raise EOFError(f"no '{mark}' in:\n{''.join(said)}")


class Meeting:
    """A doorway and an openssl, for so long that nobody waits for either for ever."""

    def __init__(self, program: str, words: list[str]) -> None:
        self.doorway = start([program, *words])
        self.processes = [self.doorway]
        self.end = threading.Timer(PATIENCE, self.kill)

    def __enter__(self) -> "Meeting":
        self.end.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.end.cancel()
        self.kill()
        for process in self.processes:
            process.communicate()

    def kill(self) -> None:
        for process in self.processes:
            process.kill()

    def openssl(self, *words: str, **variables: str) -> subprocess.Popen[str]:
        port = line_with(self.doorway, "port ")
        client = start([*COMMAND, f"127.0.0.1:{port}", *words], **variables)
        self.processes.append(client)
        return client


def verdict(program: str, doorway_words: list[str], client_words: list[str]) -> str:
    with Meeting(program, doorway_words) as meeting:
        material = line_with(meeting.openssl(*client_words), MARK)
        line_with(meeting.doorway, "keys")
        print(material, file=meeting.doorway.stdin, flush=True)
        return meeting.doorway.stdout.read().strip()


def is_refused_without_master_secret(program: str) -> bool:
    with Meeting(program, []) as meeting, tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "openssl.cnf"
        settings.write_text(NO_MASTER_SECRET)
        meeting.openssl(OPENSSL_CONF=str(settings))
        return line_with(meeting.doorway, "refused") == ""


def results(program: str) -> dict[str, bool]:
    found = {
        name: verdict(program, *words) == f"same {name.partition(',')[0]}"
        for name, words in CASES.items()
    }
    found["no extended master secret: refused"] = is_refused_without_master_secret(program)
    return found


def main() -> int:
    found = results(sys.argv[1])
    for name, good in found.items():
        print(f"{'ok' if good else 'FAILED'}: {name}")
    return 0 if all(found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
