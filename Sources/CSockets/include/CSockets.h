/* What Swift's Glibc lacks for sending and receiving many UDP datagrams in one call: the GNU calls,
   the macros of control messages, and segmentation offload. Elsewhere than on Linux every function
   refuses with ENOSYS, and its caller takes the plain way.

   It is a compiled target and no header of inline functions, because the system's own headers, read
   with _GNU_SOURCE, would give Swift a second copy of types that it has from Glibc. */
#ifndef GARITA_CSOCKETS_H
#define GARITA_CSOCKETS_H

#include <stddef.h>
#include <stdint.h>

/* The most datagrams that one call sends: what UDP_SEGMENT took when it was new. */
enum { sockets_most = 64 };

/* What one place of sockets_receive was filled with. */
struct sockets_received {
    /* Bytes that were stored. */
    uint32_t count;
    /* The length of the datagrams that the kernel put together here, the last of which may be
       shorter; 0 if this is one datagram. */
    uint32_t segment;
    /* In host byte order. */
    uint16_t sender_port;
    /* Whether the place was too short. */
    uint16_t truncated;
};

/* Whether the kernel knows UDP_SEGMENT. */
int sockets_can_segment(int socket);

/* Lets the kernel hand over datagrams put together (UDP_GRO); from then on a plain recvfrom sees
   them so. Returns 0, or -1 with errno. */
int sockets_put_together(int socket);

/* Sends `count` bytes to a port of 127.0.0.1, which the kernel cuts into datagrams: sendmsg(2).
   Returns how many bytes went, or -1 with errno. */
ptrdiff_t sockets_send_segments(
    int socket, const void *bytes, size_t count, uint16_t segment, uint16_t port);

/* Sends the datagrams of `segment` bytes that lie behind each other in `bytes`, at most sockets_most:
   sendmmsg(2). Returns how many went, or -1 with errno. */
int sockets_send_many(int socket, const void *bytes, size_t count, size_t segment, uint16_t port);

/* Sends the `count` datagrams of these lengths that lie behind each other in `bytes`, at most
   sockets_most: sendmmsg(2). Returns how many went, or -1 with errno. */
int sockets_send_each(
    int socket, const void *bytes, const uint32_t *lengths, size_t count, uint16_t port);

/* Takes what has arrived into places of `length` bytes, one each `stride` bytes of `bytes`, at most
   sockets_most: recvmmsg(2). Returns how many were filled, or -1 with errno. */
int sockets_receive(
    int socket, void *bytes, size_t length, size_t stride, struct sockets_received *received,
    unsigned places);

#endif
