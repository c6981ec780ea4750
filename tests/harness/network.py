"""Sockets of this machine."""

import random
import socket
from pathlib import Path

# Below the range of ephemeral ports: the system gives none of them to another program while a host is away.
PORTS = range(20000, 32000)


def free_port(kind: socket.SocketKind = socket.SOCK_DGRAM) -> int:
    while True:
        port = random.SystemRandom().choice(PORTS)
        with socket.socket(socket.AF_INET, kind) as trial:
            try:
                trial.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


def udp_sockets() -> list[list[str]]:
    """The fields of each socket, from proc(5)."""
    tables = [Path("/proc/net/udp"), Path("/proc/net/udp6")]
    return [line.split() for table in tables if table.exists() for line in table.read_text().splitlines()[1:]]


def unread_bytes(port: int) -> int:
    """Bytes that wait in the socket with this port of 127.0.0.1; none without a socket."""
    place = f"0100007F:{port:04X}"
    return next((int(fields[4].partition(":")[2], 16) for fields in udp_sockets() if fields[1] == place), 0)


def is_bound(port: int) -> bool:
    return any(fields[1].endswith(f":{port:04X}") for fields in udp_sockets())
