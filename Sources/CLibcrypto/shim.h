/* What Cipher needs of OpenSSL's libcrypto (3.0 or later): the library's own declarations, and wrappers
   for the calls that are macros, or whose parameter lists Swift cannot spell safely. */
#ifndef GARITA_CLIBCRYPTO_SHIM_H
#define GARITA_CLIBCRYPTO_SHIM_H

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

/* Sets the library up without openssl.cnf: reading it costs a millisecond, and another machine's
   configuration must not change what a lab does. Later calls cost one atomic load. */
static inline int garita_prepare(void) {
    return OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
}

/* HKDF-SHA256 (RFC 5869), extract and expand, into `out`. 1 on success. */
static inline int garita_hkdf_sha256(
    const unsigned char *secret, size_t secret_count, const unsigned char *salt, size_t salt_count,
    const unsigned char *info, size_t info_count, unsigned char *out, size_t out_count) {
    /* A parameter without an address counts as missing, so empty strings point here. */
    unsigned char empty = 0;
    char digest[] = "SHA256";
    OSSL_PARAM params[5];
    OSSL_PARAM *next = params;
    *next++ = OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0);
    *next++ = OSSL_PARAM_construct_octet_string(
        OSSL_KDF_PARAM_KEY, secret_count > 0 ? (void *)secret : (void *)&empty, secret_count);
    if (salt_count > 0) {
        *next++ = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)salt, salt_count);
    }
    if (info_count > 0) {
        *next++ = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (void *)info, info_count);
    }
    *next = OSSL_PARAM_construct_end();

    EVP_KDF *kdf = EVP_KDF_fetch(NULL, OSSL_KDF_NAME_HKDF, NULL);
    EVP_KDF_CTX *context = EVP_KDF_CTX_new(kdf);
    int status = context != NULL && EVP_KDF_derive(context, out, out_count, params) == 1;
    EVP_KDF_CTX_free(context);
    EVP_KDF_free(kdf);
    return status;
}

/* What a tag covers beside the text: bytes, and maybe four that do not travel behind the first four. */
struct garita_additional {
    const unsigned char *bytes;
    int count;
    /* In network byte order; NULL for none. */
    const unsigned char *inserted;
};

static inline int garita_authenticate(EVP_CIPHER_CTX *context, struct garita_additional data) {
    int written;
    if (data.count == 0) return 1;
    if (data.inserted == NULL) {
        return EVP_CipherUpdate(context, NULL, &written, data.bytes, data.count);
    }
    return EVP_CipherUpdate(context, NULL, &written, data.bytes, 4) == 1
           && EVP_CipherUpdate(context, NULL, &written, data.inserted, 4) == 1
           && (data.count == 4
               || EVP_CipherUpdate(context, NULL, &written, data.bytes + 4, data.count - 4) == 1);
}

/* Encrypts the text where it stands and writes the tag behind it, by a context that has a key. 1 on
   success. A parameter for the tag is a twentieth cheaper for 64 bytes than EVP_CIPHER_CTX_ctrl. */
static inline int garita_seal(
    EVP_CIPHER_CTX *context, const unsigned char *nonce, struct garita_additional data,
    unsigned char *text, int count, size_t tag_count) {
    int written;
    OSSL_PARAM tag[2] = {
        OSSL_PARAM_construct_octet_string(OSSL_CIPHER_PARAM_AEAD_TAG, text + count, tag_count),
        OSSL_PARAM_construct_end(),
    };
    return EVP_EncryptInit_ex2(context, NULL, NULL, nonce, NULL) == 1
           && garita_authenticate(context, data) == 1
           && (count == 0 || EVP_EncryptUpdate(context, text, &written, text, count) == 1)
           && EVP_EncryptFinal_ex(context, text + count, &written) == 1
           && EVP_CIPHER_CTX_get_params(context, tag) == 1;
}

/* Decrypts the text into `target` and says whether the tag behind the text is right, by a context that has
   a key. 1 if it is; else what is in `target` is worth nothing. */
static inline int garita_open(
    EVP_CIPHER_CTX *context, const unsigned char *nonce, struct garita_additional data,
    const unsigned char *text, int count, size_t tag_count, unsigned char *target) {
    int written;
    /* The library reads the tag; a parameter is not const because others are written. */
    OSSL_PARAM tag[2] = {
        OSSL_PARAM_construct_octet_string(
            OSSL_CIPHER_PARAM_AEAD_TAG, (void *)(text + count), tag_count),
        OSSL_PARAM_construct_end(),
    };
    return EVP_DecryptInit_ex2(context, NULL, NULL, nonce, NULL) == 1
           && garita_authenticate(context, data) == 1
           && EVP_CIPHER_CTX_set_params(context, tag) == 1
           && (count == 0 || EVP_DecryptUpdate(context, target, &written, text, count) == 1)
           && EVP_DecryptFinal_ex(context, target + count, &written) == 1;
}

#endif
