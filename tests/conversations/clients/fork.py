"""A classic client of the commonest family: forks after the login, the parent receives."""

import os
import socket
import sys

SERVER = (sys.argv[1], int(sys.argv[2]))


def login(sock: socket.socket) -> str:
    while True:
        name = input("name: ")
        sock.sendto(f"L {name}".encode(), SERVER)
        answer, _ = sock.recvfrom(1024)
        if answer.decode() == "OK":
            print("you are in")
            return name
        print(answer.decode())


def send(sock: socket.socket, name: str) -> None:
    while True:
        text = input()
        if text == "quit":
            sock.sendto(f"Q {name}".encode(), SERVER)
            os._exit(0)
        sock.sendto(f"C {name} {text}".encode(), SERVER)


def receive(sock: socket.socket) -> None:
    while True:
        data, _ = sock.recvfrom(2048)
        if data.decode() == "EXIT":
            sys.exit(0)
        print(data.decode())


with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
    who = login(udp)
    if os.fork() == 0:
        send(udp, who)
    else:
        receive(udp)
