"""One crossing at a time as the course's scripts do it: Fernet, a made-up ESP header, TCP.

A server process with a thread for each connection, a client that has a connection for each message, and
a line of text at each end for what happened, here into nothing. Prints how many crossings a second: half
of them go to the server, half come back.
"""

import os
import socket
import struct
import sys
import threading
import time

try:
    from cryptography.fernet import Fernet
except ImportError:
    sys.exit(1)

LENGTH, COUNT = 1400, int(sys.argv[1])
TOTAL = COUNT // 10 + COUNT
fernet = Fernet(Fernet.generate_key())
nothing = open(os.devnull, "w", buffering=1)
finished = threading.Event()


def wrap(data, number):
    return struct.pack("!II", 0x1001, number) + fernet.encrypt(data)


def unwrap(packet):
    return fernet.decrypt(packet[8:])


def read_all(connection):
    pieces = []
    while piece := connection.recv(4096):
        pieces.append(piece)
    return b"".join(pieces)


def handle(connection, address, number):
    with connection:
        data = unwrap(read_all(connection))
        print(f"server: {len(data)} bytes from {address[0]}:{address[1]}", file=nothing)
        connection.sendall(wrap(data, number))
        if not data:
            finished.set()


def serve(listener):
    number = 0
    while not finished.is_set():
        connection, address = listener.accept()
        number += 1
        thread = threading.Thread(target=handle, args=(connection, address, number))
        thread.start()
        if number > TOTAL:
            thread.join()


def ask(port, data, number):
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(wrap(data, number))
        connection.shutdown(socket.SHUT_WR)
        packet = read_all(connection)
    print(f"client: {len(packet)} bytes back", file=nothing)
    return packet


listener = socket.create_server(("127.0.0.1", 0))
port = listener.getsockname()[1]
if os.fork() == 0:
    serve(listener)
    os._exit(0)
message = bytes(range(256)) * 6
message = message[:LENGTH]
for number in range(COUNT // 10):
    ask(port, message, number)
start = time.perf_counter()
for number in range(COUNT):
    assert unwrap(ask(port, message, number)) == message
elapsed = time.perf_counter() - start
ask(port, b"", 0)
os.wait()
print(2 * COUNT / elapsed)
