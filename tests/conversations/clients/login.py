"""A classic client with long verbs: LOGIN, CHAT, EXIT."""

import socket
import sys
from multiprocessing import Process

HOST = (sys.argv[1], int(sys.argv[2]))


class Client:
    def __init__(self) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.name = ""

    def request(self, verb: str, *words: str) -> None:
        self.socket.sendto(" ".join((verb, self.name, *words)).encode(), HOST)

    def log_in(self) -> None:
        while True:
            self.name = input("your name> ")
            self.request("LOGIN")
            answer = self.socket.recv(1024).decode()
            if answer == "OK":
                return print("you are in")
            print(answer)

    def hear(self) -> None:
        while True:
            print(self.socket.recv(4096).decode())

    def run(self) -> None:
        self.log_in()
        Process(target=self.hear, daemon=True).start()
        while (text := input()) != "quit":
            self.request("CHAT", text)
        self.request("EXIT")


if __name__ == "__main__":
    Client().run()
