"""ESP in UDP by Scapy: a packet of 1,400 bytes sealed with AES-256-GCM, parsed again and opened.

Prints how many a second. There is no socket in it.
"""

import sys
import time

try:
    from scapy.layers.inet import IP, UDP
    from scapy.layers.ipsec import ESP, SecurityAssociation
    from scapy.packet import Raw
except ImportError:
    sys.exit(1)

LENGTH, COUNT = 1400, int(sys.argv[1])


def association():
    return SecurityAssociation(
        ESP,
        spi=0x1001,
        crypt_algo="AES-GCM",
        crypt_key=b"k" * 32 + b"salt",
        tunnel_header=IP(src="192.0.2.1", dst="192.0.2.2"),
        nat_t_header=UDP(sport=4500, dport=4500),
    )


near, far = association(), association()
packet = IP(src="10.0.0.7", dst="10.1.0.9") / UDP(sport=49152, dport=53) / Raw(b"a" * (LENGTH - 28))
assert len(bytes(packet)) == LENGTH


def cross():
    sealed = bytes(near.encrypt(packet))
    return far.decrypt(IP(sealed))


assert bytes(cross())[20:] == bytes(packet)[20:]
for _ in range(COUNT // 10):
    cross()
start = time.perf_counter()
for _ in range(COUNT):
    cross()
print(COUNT / (time.perf_counter() - start))
