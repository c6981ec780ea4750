#!/usr/bin/env python3
"""The chat room of a first network-programming lesson: naive_room.py [--port PORT].

One socket, one dictionary, one datagram at a time. It checks next to nothing and never removes a
member; it serves as a reference for measurements.
"""

import argparse
from socket import AF_INET, SOCK_DGRAM, socket

Address = tuple[str, int]


class Room:
    def __init__(self, sock: socket):
        self.sock = sock
        self.names: dict[Address, str] = {}

    def tell_others(self, text: str, author: Address) -> None:
        data = text.encode()
        for address in self.names:
            if address != author:
                self.sock.sendto(data, address)

    def login(self, name: str, address: Address) -> None:
        if name in self.names.values():
            self.sock.sendto("That name is taken".encode(), address)
            return
        self.sock.sendto(b"OK", address)
        self.tell_others(f"{name} joined", address)
        self.names[address] = name

    def chat(self, name: str, text: str, address: Address) -> None:
        self.tell_others(f"{name}说：{text}", address)

    def quit(self, name: str, address: Address) -> None:
        self.tell_others(f"{name} left", address)
        self.names.pop(address, None)
        self.sock.sendto(b"EXIT", address)

    def serve(self) -> None:
        while True:
            data, address = self.sock.recvfrom(1024)
            words = data.decode(errors="replace").split(" ", 2)
            match words:
                case ["L", name]:
                    self.login(name, address)
                case ["C", name, text]:
                    self.chat(name, text, address)
                case ["Q", name]:
                    self.quit(name, address)


def main() -> None:
    parser = argparse.ArgumentParser(description="A chat room as the textbook has it")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    with socket(AF_INET, SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", parser.parse_args().port))
        print(f"listening on 127.0.0.1:{sock.getsockname()[1]}", flush=True)
        Room(sock).serve()


main()
