/* What the benchmarks hold Garita against in C, and what they count. */
#ifndef GARITA_YARDSTICK_H
#define GARITA_YARDSTICK_H

#include <stddef.h>
#include <stdint.h>

/* How often memory was asked for since the process began; always 0 where it cannot be counted. */
uint64_t yardstick_allocations(void);

/* One context of AES-256-GCM for each direction. */
struct yardstick_cipher;

/* NULL if libcrypto has no such cipher. */
struct yardstick_cipher *yardstick_cipher_new(const uint8_t key[32]);

void yardstick_cipher_free(struct yardstick_cipher *cipher);

/* The bytes of a packet that are no text: 8 of additional data, 8 of IV, 16 of tag. */
enum { yardstick_overhead = 32 };

/* Seals `number` packets of `length` bytes each, where they stand, one each `stride` bytes (0 for the
   same one again), each with an IV of its own. Init with the IV, additional data, update, final, tag. 1 on success. */
int yardstick_seal(
    struct yardstick_cipher *cipher, uint8_t *packets, size_t number, size_t stride, size_t length);

/* Opens such packets, each into `target`. Init with the IV, additional data, tag, update,
   final. 1 if every tag is right. */
int yardstick_open(
    struct yardstick_cipher *cipher, const uint8_t *packets, size_t number, size_t stride,
    size_t length, uint8_t *target);

#endif
