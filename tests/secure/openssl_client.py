#!/usr/bin/env python3
"""Another implementation as the client: the stock openssl shakes hands with a doorway, and both
draw the same keys.

    openssl_client.py DOORWAY_ALONE
"""

import subprocess
import sys
import threading

EXPORT = ["-keymatexport", "EXPORTER-moonroom", "-keymatexportlen", "72"]
COMMAND = ["openssl", "s_client", "-dtls1_2", *EXPORT, "-connect"]
MARK = "Keying material: "
PATIENCE = 15.0

# The cipher that they settle on: what the doorway is told, and what openssl.
CASES = {
    "AES-256-GCM": ([], ["-cipher", "ECDHE-ECDSA-AES256-GCM-SHA384"]),
    "ChaCha20-Poly1305": ([], ["-cipher", "ECDHE-ECDSA-CHACHA20-POLY1305"]),
    # openssl says its own last flight again, a record a datagram.
    "AES-256-GCM, ours lost once": (["forgetful"], []),
}


def start(command: list[str]) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, text=True
    )


def line_with(process: subprocess.Popen[str], mark: str) -> str:
    """What follows `mark` in the first line that has it."""
    said = []
    for line in process.stdout:
        _, found, rest = line.partition(mark)
        if found:
            return rest.strip()
        said.append(line)
    raise EOFError(f"no '{mark}' in:\n{''.join(said)}")


def verdict(program: str, doorway_words: list[str], client_words: list[str]) -> str:
    doorway = start([program, *doorway_words])
    processes = [doorway]
    # Whoever reads from one of them reads no longer than this.
    end = threading.Timer(PATIENCE, lambda: [process.kill() for process in processes])
    end.start()
    try:
        port = line_with(doorway, "port ")
        client = start([*COMMAND, f"127.0.0.1:{port}", *client_words])
        processes.append(client)
        material = line_with(client, MARK)
        line_with(doorway, "keys")
        print(material, file=doorway.stdin, flush=True)
        return doorway.stdout.read().strip()
    except EOFError as error:
        return str(error)
    finally:
        end.cancel()
        for process in processes:
            process.kill()
            process.communicate()


def main() -> int:
    failed = 0
    for name, (doorway_words, client_words) in CASES.items():
        said = verdict(sys.argv[1], doorway_words, client_words)
        good = said == f"same {name.partition(',')[0]}"
        failed += not good
        print(f"{'ok' if good else 'FAILED'}: {name}: {said}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
