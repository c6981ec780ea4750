"""A classic client of the later family: a daemon process receives, and quitting waits for nothing."""

import socket
import sys
from multiprocessing import Process

ADDRESS = (sys.argv[1], int(sys.argv[2]))


def listen(sock: socket.socket) -> None:
    while True:
        message, _ = sock.recvfrom(4096)
        print(message.decode())


def main() -> None:
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    while True:
        name = input("Name:")
        sock.sendto(f"L {name}".encode(), ADDRESS)
        answer, _ = sock.recvfrom(1024)
        if answer == b"OK":
            print("you are in")
            break
        print(answer.decode())
    Process(target=listen, args=(sock,), daemon=True).start()
    while (text := input()) != "quit":
        sock.sendto(f"C {name} {text}".encode(), ADDRESS)
    sock.sendto(f"Q {name}".encode(), ADDRESS)


if __name__ == "__main__":
    main()
