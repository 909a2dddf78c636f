#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "CSockets.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#ifdef __linux__

/* Constants of <linux/udp.h>. */
enum { sockets_udp_segment = 103, sockets_udp_gro = 104 };

static struct sockaddr_in sockets_loopback(uint16_t port) {
    struct sockaddr_in address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

int sockets_can_segment(int socket) {
    int value = 0;
    socklen_t length = sizeof value;
    return getsockopt(socket, IPPROTO_UDP, sockets_udp_segment, &value, &length) == 0;
}

int sockets_put_together(int socket) {
    int on = 1;
    return setsockopt(socket, IPPROTO_UDP, sockets_udp_gro, &on, sizeof on);
}

ptrdiff_t sockets_send_segments(
    int socket, const void *bytes, size_t count, uint16_t segment, uint16_t port) {
    struct sockaddr_in address = sockets_loopback(port);
    struct iovec part = {.iov_base = (void *)bytes, .iov_len = count};
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(uint16_t))];
    } control;
    memset(&control, 0, sizeof control);
    control.header.cmsg_level = IPPROTO_UDP;
    control.header.cmsg_type = sockets_udp_segment;
    control.header.cmsg_len = CMSG_LEN(sizeof segment);
    memcpy(CMSG_DATA(&control.header), &segment, sizeof segment);
    struct msghdr message;
    memset(&message, 0, sizeof message);
    message.msg_name = &address;
    message.msg_namelen = sizeof address;
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = &control;
    message.msg_controllen = sizeof control;
    return sendmsg(socket, &message, 0);
}

/* One message for each part, all to the same port. */
static int sockets_send_parts(int socket, struct iovec *parts, unsigned number, uint16_t port) {
    struct sockaddr_in address = sockets_loopback(port);
    struct mmsghdr messages[sockets_most];
    for (unsigned place = 0; place < number; place++) {
        memset(&messages[place], 0, sizeof messages[place]);
        messages[place].msg_hdr.msg_name = &address;
        messages[place].msg_hdr.msg_namelen = sizeof address;
        messages[place].msg_hdr.msg_iov = &parts[place];
        messages[place].msg_hdr.msg_iovlen = 1;
    }
    return sendmmsg(socket, messages, number, 0);
}

int sockets_send_many(
    int socket, const void *bytes, size_t count, size_t segment, uint16_t port) {
    struct iovec parts[sockets_most];
    unsigned number = 0;
    for (size_t start = 0; start < count && number < sockets_most; start += segment, number++) {
        size_t rest = count - start;
        parts[number].iov_base = (char *)bytes + start;
        parts[number].iov_len = rest < segment ? rest : segment;
    }
    return sockets_send_parts(socket, parts, number, port);
}

int sockets_send_each(
    int socket, const void *bytes, const uint32_t *lengths, size_t count, uint16_t port) {
    struct iovec parts[sockets_most];
    unsigned number = 0;
    for (size_t start = 0; number < count && number < sockets_most; number++) {
        parts[number].iov_base = (char *)bytes + start;
        parts[number].iov_len = lengths[number];
        start += lengths[number];
    }
    return sockets_send_parts(socket, parts, number, port);
}

static uint32_t sockets_segment(struct msghdr *message) {
    for (struct cmsghdr *header = CMSG_FIRSTHDR(message); header != NULL;
         header = CMSG_NXTHDR(message, header)) {
        if (header->cmsg_level != IPPROTO_UDP || header->cmsg_type != sockets_udp_gro) continue;
        int segment = 0;
        memcpy(&segment, CMSG_DATA(header), sizeof segment);
        return segment > 0 ? (uint32_t)segment : 0;
    }
    return 0;
}

int sockets_receive(
    int socket, void *bytes, size_t length, size_t stride, struct sockets_received *received,
    unsigned places) {
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(int))];
    } controls[sockets_most];
    struct sockaddr_in senders[sockets_most];
    struct iovec parts[sockets_most];
    struct mmsghdr messages[sockets_most];
    if (places > sockets_most) places = sockets_most;
    for (unsigned place = 0; place < places; place++) {
        parts[place].iov_base = (char *)bytes + place * stride;
        parts[place].iov_len = length;
        memset(&messages[place], 0, sizeof messages[place]);
        messages[place].msg_hdr.msg_name = &senders[place];
        messages[place].msg_hdr.msg_namelen = sizeof senders[place];
        messages[place].msg_hdr.msg_iov = &parts[place];
        messages[place].msg_hdr.msg_iovlen = 1;
        messages[place].msg_hdr.msg_control = &controls[place];
        messages[place].msg_hdr.msg_controllen = sizeof controls[place];
    }
    int filled = recvmmsg(socket, messages, places, MSG_DONTWAIT, NULL);
    for (int place = 0; place < filled; place++) {
        received[place].count = messages[place].msg_len;
        received[place].segment = sockets_segment(&messages[place].msg_hdr);
        received[place].sender_port = ntohs(senders[place].sin_port);
        received[place].truncated = (messages[place].msg_hdr.msg_flags & MSG_TRUNC) != 0;
    }
    return filled;
}

#else

static int sockets_refuse(void) {
    errno = ENOSYS;
    return -1;
}

int sockets_can_segment(int socket) { return (void)socket, 0; }

int sockets_put_together(int socket) { return (void)socket, sockets_refuse(); }

ptrdiff_t sockets_send_segments(
    int socket, const void *bytes, size_t count, uint16_t segment, uint16_t port) {
    return (void)socket, (void)bytes, (void)count, (void)segment, (void)port, sockets_refuse();
}

int sockets_send_many(
    int socket, const void *bytes, size_t count, size_t segment, uint16_t port) {
    return (void)socket, (void)bytes, (void)count, (void)segment, (void)port, sockets_refuse();
}

int sockets_send_each(
    int socket, const void *bytes, const uint32_t *lengths, size_t count, uint16_t port) {
    return (void)socket, (void)bytes, (void)lengths, (void)count, (void)port, sockets_refuse();
}

int sockets_receive(
    int socket, void *bytes, size_t length, size_t stride, struct sockets_received *received,
    unsigned places) {
    return (void)socket, (void)bytes, (void)length, (void)stride, (void)received, (void)places,
           sockets_refuse();
}

#endif
