/// An address prefix in CIDR notation (RFC 4632 section 3.1, RFC 4291 section 2.3).
///
/// The bits to the right of the length are always zero.
package struct Prefix: Hashable, Sendable {
    /// The lowest address of the prefix.
    package let address: IPAddress
    /// How many leading bits are fixed: 0...32 for IPv4, 0...128 for IPv6.
    package let length: Int

    /// The prefix of `length` bits that starts at `address`.
    ///
    /// - Throws: `prefixLengthOutOfRange` or `hostBitsSet`.
    package init(address: IPAddress, length: Int) throws(TextFault) {
        let masked = try Prefix(masking: address, length: length)
        guard masked.address == address else { throw .hostBitsSet }
        self = masked
    }

    /// The prefix of `length` bits that `address` lies in.
    ///
    /// - Throws: `prefixLengthOutOfRange`.
    package init(masking address: IPAddress, length: Int) throws(TextFault) {
        guard 0...address.family.addressBits ~= length else { throw .prefixLengthOutOfRange }
        self.length = length
        self.address =
            switch address {
            case .v4(let address):
                .v4(IPv4Address(rawValue: address.rawValue & Self.mask4(length)))
            case .v6(let address):
                .v6(IPv6Address(rawValue: address.rawValue & Self.mask6(length)))
            }
    }

    /// The prefix that holds `address` and nothing else.
    package init(_ address: IPAddress) {
        self.address = address
        length = address.family.addressBits
    }

    /// The prefix of all addresses of a family.
    package static func everything(of family: IPFamily) -> Prefix {
        Prefix(
            unfixed: family == .v4 ? .v4(IPv4Address(rawValue: 0)) : .v6(IPv6Address(rawValue: 0)))
    }

    private init(unfixed address: IPAddress) {
        self.address = address
        length = 0
    }

    /// Which family the prefix belongs to.
    package var family: IPFamily { address.family }

    /// Whether the prefix holds one address only.
    package var isSingleAddress: Bool { length == family.addressBits }

    /// The lowest address.
    package var first: IPAddress { address }

    /// The highest address.
    package var last: IPAddress {
        switch address {
        case .v4(let address):
            .v4(IPv4Address(rawValue: address.rawValue | ~Self.mask4(length)))
        case .v6(let address):
            .v6(IPv6Address(rawValue: address.rawValue | ~Self.mask6(length)))
        }
    }

    /// Whether `other` lies in the prefix; never true across families.
    package func contains(_ other: IPAddress) -> Bool {
        switch (address, other) {
        case (.v4(let base), .v4(let other)):
            (base.rawValue ^ other.rawValue) & Self.mask4(length) == 0
        case (.v6(let base), .v6(let other)):
            (base.rawValue ^ other.rawValue) & Self.mask6(length) == 0
        case (.v4, .v6), (.v6, .v4): false
        }
    }

    /// Whether every address of `other` lies in the prefix.
    package func contains(_ other: Prefix) -> Bool {
        length <= other.length && contains(other.address)
    }

    // Shifting by the full width gives zero, which is the mask of length 0.
    private static func mask4(_ length: Int) -> UInt32 { UInt32.max << (32 - length) }
    private static func mask6(_ length: Int) -> UInt128 { UInt128.max << (128 - length) }
}

extension Prefix: TextParsable {
    /// Reads `ADDRESS/LENGTH`, or an address alone for the prefix that holds only it.
    ///
    /// - Throws: `hostBitsSet`, `prefixLengthOutOfRange`, or what `IPAddress.parse(_:)` throws.
    package static func parse(_ text: Span<UInt8>) throws(TextFault) -> Prefix {
        let (address, length) = try parts(of: text)
        return try Prefix(address: address, length: length)
    }

    /// The prefix that was probably meant by text whose host bits are set.
    ///
    /// `10.0.0.5/8` gives `10.0.0.0/8`. Nil where set host bits aren't the text's only fault.
    package static func maskingHostBits(of text: Span<UInt8>) -> Prefix? {
        guard let (address, length) = try? parts(of: text) else { return nil }
        return try? Prefix(masking: address, length: length)
    }

    /// Appends `ADDRESS/LENGTH`, or the address alone where it is the only one.
    package func write(to text: inout [UInt8]) {
        address.write(to: &text)
        guard !isSingleAddress else { return }
        text.append(ASCII.slash)
        text.append(decimal: UInt64(length))
    }

    /// The address and the length, each right for itself.
    package static func parts(
        of text: Span<UInt8>
    ) throws(TextFault) -> (address: IPAddress, length: Int) {
        guard let slash = text.firstIndex(of: ASCII.slash) else {
            let address = try IPAddress.parse(text)
            return (address, address.family.addressBits)
        }
        let address = try IPAddress.parse(text.extracting(..<slash))
        let digits = text.extracting((slash + 1)...)
        let limit = UInt32(address.family.addressBits)
        do throws(TextFault) {
            return (
                address, Int(try digits.decimal(upTo: limit, overflow: .prefixLengthOutOfRange))
            )
        } catch {
            throw error == .leadingZero ? .leadingZero : .prefixLengthOutOfRange
        }
    }
}
