package import Wire

/// An address of an interface, and how long the prefix of its link is (RFC 4632 section 3.1, RFC 4291 section 2.3).
package struct InterfaceAddress: Hashable, Sendable {
    /// The address.
    package let address: IPAddress
    /// How many leading bits it has in common with all addresses of the link: 0...32, or 0...128 in IPv6.
    package let length: Int

    /// An address in a prefix of `length` bits.
    ///
    /// - Throws: `prefixLengthOutOfRange`.
    package init(_ address: IPAddress, length: Int) throws(TextFault) {
        guard 0...address.family.addressBits ~= length else { throw .prefixLengthOutOfRange }
        self.address = address
        self.length = length
    }

    /// An address that shares no prefix with others.
    package init(_ address: IPAddress) {
        self.address = address
        length = address.family.addressBits
    }

    /// The addresses of the link.
    package var prefix: Prefix {
        (try? Prefix(masking: address, length: length)) ?? Prefix(address)
    }

    /// Whether a host can have it: it is one host's, and neither the first nor the last IPv4 address of its prefix
    /// (RFC 1122 section 3.2.1.3), unless the prefix has only one or two (RFC 3021).
    package var isOfOneHost: Bool {
        let isOne =
            !address.isMulticast && !address.isReserved && !address.isUnspecified
            && !address.isLoopback
        guard isOne, address.family == .v4, length < 31 else { return isOne }
        return address != prefix.first && address != prefix.last
    }
}

extension InterfaceAddress: TextParsable {
    /// Reads `ADDRESS/LENGTH`; the host's own bits stay.
    ///
    /// An address alone shares its prefix with nobody.
    ///
    /// - Throws: `prefixLengthOutOfRange`, `leadingZero`, or what `IPAddress.parse(_:)` throws.
    package static func parse(_ text: Span<UInt8>) throws(TextFault) -> InterfaceAddress {
        let (address, length) = try Prefix.parts(of: text)
        return try InterfaceAddress(address, length: length)
    }

    /// Appends `ADDRESS/LENGTH`, or the address alone where it shares its prefix with nobody.
    package func write(to text: inout [UInt8]) {
        address.write(to: &text)
        guard length < address.family.addressBits else { return }
        text.append(UInt8(ascii: "/"))
        text.append(decimal: UInt64(length))
    }
}

/// Where a node is attached to a link; it is called as the link is.
package struct Interface: Hashable, Sendable {
    /// The link.
    package let link: LinkID
    /// Its addresses, in the order in which they were given; none on an unnumbered link (RFC 1812 section 2.2.7).
    package internal(set) var addresses: [InterfaceAddress]

    /// An interface on a link.
    package init(link: LinkID, addresses: [InterfaceAddress] = []) {
        self.link = link
        self.addresses = addresses
    }

    /// The first address of a family; nil where it has none.
    package func address(_ family: IPFamily) -> IPAddress? {
        addresses.first { $0.address.family == family }?.address
    }
}
