"""Other chat servers, as packaged by Debian: on a free port of this machine, without storage and
without limits on fast senders."""

from pathlib import Path
from textwrap import dedent

from servers import Command, Kind

FOLDERS = ("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin")

MOSQUITTO = """
    listener {port} 127.0.0.1
    allow_anonymous true
    persistence false
    log_dest none
    set_tcp_nodelay true
    max_queued_messages 0
    user root
"""

NATS = """
    listen: "127.0.0.1:{port}"
    ping_interval: "1h"
    write_deadline: "60s"
    max_pending: 256MB
"""

NGIRCD = """
    [Global]
    Name = irc.example
    Info = a room
    AdminInfo1 = nobody
    Listen = 127.0.0.1
    Ports = {port}
    ServerUID = nobody
    ServerGID = nogroup
    [Limits]
    MaxConnections = 0
    MaxConnectionsIP = 0
    MaxJoins = 0
    MaxPenaltyTime = 0
    PingTimeout = 3600
    [Options]
    DNS = no
    Ident = no
    PAM = no
"""

INSPIRCD = """
    <config format="xml">
    <server name="irc.example" description="a room" network="room">
    <admin name="nobody" nick="nobody" email="nobody@irc.example">
    <bind address="127.0.0.1" port="{port}" type="clients">
    <connect name="all" allow="*" timeout="60" pingfreq="3600" limit="20000" localmax="20000"
      globalmax="20000" maxchans="10" recvq="1M" hardsendq="64M" softsendq="64M" fakelag="no"
      threshold="1000000" commandrate="100000000" resolvehostnames="no" useident="no">
    <performance softlimit="20000" somaxconn="1024" quietbursts="yes">
    <pid file="{folder}/pid">
    <files motd="">
"""


def program(name: str) -> Path:
    """Its path, or the path where it would be."""
    places = [Path(folder) / name for folder in FOLDERS]
    return next(filter(Path.exists, places), places[0])


def configured(path: Path, text: str, *arguments: str) -> Command:
    """Writes `text` into a file and appends its name to the arguments."""
    def command(folder: Path, port: int) -> list[str]:
        file = folder / "config"
        file.write_text(dedent(text).replace("{port}", str(port)).replace("{folder}", str(folder)))
        return [str(path), *arguments, str(file)]
    return command


def peer(name: str, language: str, text: str, *arguments: str, echoes: bool = False) -> Kind:
    path = program(name)
    return Kind(name, path, configured(path, text, *arguments), language, says_port=False,
                echoes=echoes)


def peer_kinds() -> list[Kind]:
    return [
        peer("mosquitto", "mqtt", MOSQUITTO, "-c", echoes=True),
        peer("nats-server", "nats", NATS, "-c"),
        peer("ngircd", "irc", NGIRCD, "-n", "-f"),
        peer("inspircd", "irc", INSPIRCD, "--nofork", "--runasroot", "--config"),
    ]
