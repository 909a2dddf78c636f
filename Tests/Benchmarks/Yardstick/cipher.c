#include "yardstick.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

enum { additional = 8, iv_length = 8, salt_length = 4, tag_length = 16 };

struct yardstick_cipher {
    EVP_CIPHER_CTX *sealing;
    EVP_CIPHER_CTX *opening;
    uint64_t count;
};

struct yardstick_cipher *yardstick_cipher_new(const uint8_t key[32]) {
    struct yardstick_cipher *cipher = calloc(1, sizeof *cipher);
    EVP_CIPHER *kind = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
    if (cipher != NULL) {
        cipher->sealing = EVP_CIPHER_CTX_new();
        cipher->opening = EVP_CIPHER_CTX_new();
    }
    int ready = cipher != NULL && kind != NULL && cipher->sealing != NULL && cipher->opening != NULL
        && EVP_EncryptInit_ex2(cipher->sealing, kind, key, NULL, NULL) == 1
        && EVP_DecryptInit_ex2(cipher->opening, kind, key, NULL, NULL) == 1;
    EVP_CIPHER_free(kind);
    if (ready) return cipher;
    yardstick_cipher_free(cipher);
    return NULL;
}

void yardstick_cipher_free(struct yardstick_cipher *cipher) {
    if (cipher == NULL) return;
    EVP_CIPHER_CTX_free(cipher->sealing);
    EVP_CIPHER_CTX_free(cipher->opening);
    free(cipher);
}

static void make_nonce(uint8_t nonce[12], const uint8_t *packet) {
    memset(nonce, 0x61, salt_length);
    memcpy(nonce + salt_length, packet + additional, iv_length);
}

int yardstick_seal(
    struct yardstick_cipher *cipher, uint8_t *packets, size_t number, size_t stride, size_t length) {
    EVP_CIPHER_CTX *context = cipher->sealing;
    int text = (int)(length - yardstick_overhead);
    for (size_t place = 0; place < number; place++, packets += stride) {
        uint64_t iv = ++cipher->count;
        memcpy(packets + additional, &iv, iv_length);
        uint8_t nonce[12];
        make_nonce(nonce, packets);
        uint8_t *start = packets + additional + iv_length;
        int written;
        if (EVP_EncryptInit_ex2(context, NULL, NULL, nonce, NULL) != 1
            || EVP_EncryptUpdate(context, NULL, &written, packets, additional) != 1
            || EVP_EncryptUpdate(context, start, &written, start, text) != 1
            || EVP_EncryptFinal_ex(context, start + text, &written) != 1
            || EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, tag_length, start + text) != 1)
            return 0;
    }
    return 1;
}

int yardstick_open(
    struct yardstick_cipher *cipher, const uint8_t *packets, size_t number, size_t stride,
    size_t length, uint8_t *target) {
    EVP_CIPHER_CTX *context = cipher->opening;
    int text = (int)(length - yardstick_overhead);
    for (size_t place = 0; place < number; place++, packets += stride) {
        uint8_t nonce[12];
        make_nonce(nonce, packets);
        const uint8_t *start = packets + additional + iv_length;
        int written;
        if (EVP_DecryptInit_ex2(context, NULL, NULL, nonce, NULL) != 1
            || EVP_DecryptUpdate(context, NULL, &written, packets, additional) != 1
            || EVP_CIPHER_CTX_ctrl(
                   context, EVP_CTRL_AEAD_SET_TAG, tag_length, (void *)(start + text)) != 1
            || EVP_DecryptUpdate(context, target, &written, start, text) != 1
            || EVP_DecryptFinal_ex(context, target + text, &written) != 1)
            return 0;
    }
    return 1;
}
