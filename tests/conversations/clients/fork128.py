"""A classic client with small buffers: 128 bytes for the answer to a login, 1024 for a line.

It truncates longer datagrams, and half a character crashes it.
"""

import os
import socket
import sys

server = (sys.argv[1], int(sys.argv[2]))
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

while True:
    name = input("who are you? ")
    sock.sendto(("L " + name).encode(), server)
    answer = sock.recvfrom(128)[0].decode()
    if answer == "OK":
        break
    print(answer)

print("you are in")
child = os.fork()
if child == 0:
    while True:
        line = input()
        if line == "quit":
            sock.sendto(("Q " + name).encode(), server)
            os._exit(0)
        sock.sendto(("C %s %s" % (name, line)).encode(), server)
while True:
    line = sock.recvfrom(1024)[0].decode()
    if line == "EXIT":
        break
    print(line)
os.waitpid(child, 0)
