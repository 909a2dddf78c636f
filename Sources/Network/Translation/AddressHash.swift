import Wire

/// Which address of a pool a flow gets: the choice of Linux (`find_best_ips_proto` in `nf_nat_core.c`).
///
/// The hash is lookup3 of Bob Jenkins (2006) over the source address, with the destination as its start, so that a
/// server sees one client always come from the same address. Numbers are read as a little-endian machine reads them
/// from the header.
enum AddressHash {
    /// The address of the pool that a flow between two addresses gets.
    static func address(
        of pool: NATPool, from source: IPv4Address, to destination: IPv4Address
    ) -> IPv4Address? {
        guard case (.v4(let first), .v4(let last)) = (pool.addresses.first, pool.addresses.last)
        else { return nil }
        let count = UInt64(last.rawValue - first.rawValue) + 1
        guard count > 1 else { return first }
        let start = pool.isPersistent ? 0 : destination.rawValue.byteSwapped
        let hash = hash(source.rawValue.byteSwapped, start: start)
        // The kernel counts in 32 bits: a pool of all addresses has no size there.
        let place = (UInt64(hash) * UInt64(UInt32(truncatingIfNeeded: count))) >> 32
        return IPv4Address(rawValue: first.rawValue + UInt32(truncatingIfNeeded: place))
    }

    /// The hash of an address in the room of an IPv6 address: four words, of which three are 0.
    private static func hash(_ word: UInt32, start: UInt32) -> UInt32 {
        let initial = 0xDEAD_BEEF &+ 16 &+ start
        var (a, b, c) = (initial &+ word, initial, initial)
        mix(&a, &b, &c)
        finish(&a, &b, &c)
        return c
    }

    private static func mix(_ a: inout UInt32, _ b: inout UInt32, _ c: inout UInt32) {
        for (first, second, third) in [(4, 6, 8), (16, 19, 4)] as [(UInt32, UInt32, UInt32)] {
            a = (a &- c) ^ rotate(c, first)
            c = c &+ b
            b = (b &- a) ^ rotate(a, second)
            a = a &+ c
            c = (c &- b) ^ rotate(b, third)
            b = b &+ a
        }
    }

    private static func finish(_ a: inout UInt32, _ b: inout UInt32, _ c: inout UInt32) {
        c = (c ^ b) &- rotate(b, 14)
        a = (a ^ c) &- rotate(c, 11)
        b = (b ^ a) &- rotate(a, 25)
        c = (c ^ b) &- rotate(b, 16)
        a = (a ^ c) &- rotate(c, 4)
        b = (b ^ a) &- rotate(a, 14)
        c = (c ^ b) &- rotate(b, 24)
    }

    private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
        word << count | word >> (32 - count)
    }
}
