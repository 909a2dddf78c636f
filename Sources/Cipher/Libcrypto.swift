import CLibcrypto

/// The library behind this room.
enum Libcrypto {
    /// Sets libcrypto up, at the first use and not at start-up (`OPENSSL_init_crypto`).
    ///
    /// Every entry that may be the first one calls it; after the first call it does nothing.
    static func prepare() {
        let status = garita_prepare()
        precondition(status == 1, "libcrypto can be set up without a configuration file")
    }
}
