/// What a field of a dissected header says.
package enum FieldValue: Hashable, Sendable {
    /// A number that people read in decimal.
    case number(UInt64)
    /// A number that people read in hexadecimal, with so many digits.
    case hex(UInt64, digits: Int)
    /// An address.
    case address(IPAddress)
    /// A protocol number or next header.
    case proto(IPProtocol)
    /// The control bits of TCP.
    case flags(TCPFlags)
    /// The control flags of IPv4.
    case fragmentFlags(IPv4Flags)
    /// A port.
    case port(Port)
    /// A checksum, and whether it is right: nil where the bytes at hand can't tell.
    case checksum(UInt16, isRight: Bool?)
    /// The SPI of an ESP packet.
    case spi(SPI)
    /// Nothing but the bytes in the field's range.
    case bytes
}

extension FieldValue: TextWritable {
    /// Appends the value alone: a checksum without its judgement, and nothing for `bytes`.
    package func write(to text: inout [UInt8]) {
        switch self {
        case .number(let number): text.append(decimal: number)
        case .hex(let number, let digits): Self.write(hex: number, digits: digits, to: &text)
        case .address(let address): address.write(to: &text)
        case .proto(let proto): proto.write(to: &text)
        case .flags(let flags): flags.write(to: &text)
        case .fragmentFlags(let flags): flags.write(to: &text)
        case .port(let port): port.write(to: &text)
        case .checksum(let sum, _): Self.write(hex: UInt64(sum), digits: 4, to: &text)
        case .spi(let spi): spi.write(to: &text)
        case .bytes: break
        }
    }

    private static func write(hex number: UInt64, digits: Int, to text: inout [UInt8]) {
        text.append(contentsOf: "0x".utf8)
        text.append(hex: number, digits: digits)
    }
}
