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

/* Begins to open a packet with a tag at the end of it. The tag goes with the nonce: a call of
   EVP_CIPHER_CTX_ctrl for it costs a packet of 64 bytes a twentieth of its time. 1 on success. */
static inline int garita_begin_opening(
    EVP_CIPHER_CTX *context, const unsigned char *nonce, const unsigned char *tag, size_t tag_count) {
    /* The library reads the tag; a parameter is not const because others are written. */
    OSSL_PARAM params[2] = {
        OSSL_PARAM_construct_octet_string(OSSL_CIPHER_PARAM_AEAD_TAG, (void *)tag, tag_count),
        OSSL_PARAM_construct_end(),
    };
    return EVP_DecryptInit_ex2(context, NULL, NULL, nonce, params);
}

/* Writes the tag of the packet that has just been sealed, as EVP_CTRL_AEAD_GET_TAG does. 1 on success. */
static inline int garita_get_tag(EVP_CIPHER_CTX *context, unsigned char *tag, size_t tag_count) {
    OSSL_PARAM params[2] = {
        OSSL_PARAM_construct_octet_string(OSSL_CIPHER_PARAM_AEAD_TAG, tag, tag_count),
        OSSL_PARAM_construct_end(),
    };
    return EVP_CIPHER_CTX_get_params(context, params);
}

#endif
