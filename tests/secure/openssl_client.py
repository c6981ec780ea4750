#!/usr/bin/env python3
"""Another implementation as the client: the stock openssl performs a handshake with the server, and both
export the same keys.

    openssl_client.py HANDSHAKE_SERVER_ALONE
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness.process import Output

EXPORT = ["-keymatexport", "EXPORTER-moonroom", "-keymatexportlen", "72"]
COMMAND = ["openssl", "s_client", "-dtls1_2", *EXPORT, "-connect"]
MARK = "Keying material: "
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

# The cipher that they agree on: the words of the handshake server, and of openssl.
CASES = {
    "AES-256-GCM": ([], ["-cipher", "ECDHE-ECDSA-AES256-GCM-SHA384"]),
    "ChaCha20-Poly1305": ([], ["-cipher", "ECDHE-ECDSA-CHACHA20-POLY1305"]),
    # openssl repeats its last flight, one record a datagram.
    "AES-256-GCM, ours lost once": (["forgetful"], []),
}


class Peer:
    """A program of a handshake."""

    def __init__(self, command: list[str], **variables: str) -> None:
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        env=os.environ | variables)
        self.output = Output(self.process.stdout)

    def line_after(self, mark: str) -> str:
        """The rest of the next line that contains the mark."""
        self.output.expect(mark)
        return self.output.next_line().strip()


class Handshake:
    """A handshake server and an openssl. Use it with `with`."""

    def __init__(self, program: str, words: list[str]) -> None:
        self.server = Peer([program, *words])
        self.peers = [self.server]

    def __enter__(self) -> "Handshake":
        return self

    def __exit__(self, *_: object) -> None:
        for peer in self.peers:
            peer.process.kill()
            peer.process.wait()

    def openssl(self, *words: str, **variables: str) -> Peer:
        port = self.server.line_after("port ")
        self.peers.append(Peer([*COMMAND, f"127.0.0.1:{port}", *words], **variables))
        return self.peers[-1]


def verdict(program: str, server_words: list[str], client_words: list[str]) -> str:
    with Handshake(program, server_words) as handshake:
        material = handshake.openssl(*client_words).line_after(MARK)
        handshake.server.line_after("keys")
        handshake.server.process.stdin.write(f"{material}\n".encode())
        handshake.server.process.stdin.flush()
        return handshake.server.output.next_line().strip()


def is_refused_without_master_secret(program: str) -> bool:
    with Handshake(program, []) as handshake, tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "openssl.cnf"
        settings.write_text(NO_MASTER_SECRET)
        handshake.openssl(OPENSSL_CONF=str(settings))
        return handshake.server.line_after("refused") == ""


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
