/// How the numbers of a point, or of a box, are spread over words of 32 bits.
///
/// First the words of the source, the lowest first, then those of the destination, then a word each for
/// the source port, the destination port and the protocol.
enum PointWords<Address: FixedWidthInteger & UnsignedInteger & Sendable> {
    /// Words of one address.
    @inline(__always)
    private static var perAddress: Int { Address.bitWidth / 32 }

    /// How many words there are; at most 11.
    @inline(__always)
    static var count: Int { 2 * perAddress + 3 }

    /// The words of a point, and some that are never asked for.
    @inline(__always)
    static func words(of point: PacketPoint<Address>) -> InlineArray<16, UInt32> {
        var words = InlineArray<16, UInt32>(repeating: 0)
        for word in 0..<perAddress {
            words[word] = UInt32(truncatingIfNeeded: point.source >> (32 * word))
            words[perAddress + word] = UInt32(
                truncatingIfNeeded: point.destination >> (32 * word))
        }
        words[2 * perAddress] = UInt32(point[.sourcePort])
        words[2 * perAddress + 1] = UInt32(point[.destinationPort])
        words[2 * perAddress + 2] = UInt32(point[.proto])
        return words
    }

    /// How many bits of a word can differ.
    static func bits(of word: Int) -> Int {
        switch word - 2 * perAddress {
        case ..<0: 32
        case 2: 8
        default: 16
        }
    }

    /// The values of one word over a box.
    static func interval(of word: Int, in box: FieldBox<Address>) -> Interval<UInt32> {
        switch word - 2 * perAddress {
        case 0: Interval(UInt32(box.sourcePort.low), UInt32(box.sourcePort.high))
        case 1: Interval(UInt32(box.destinationPort.low), UInt32(box.destinationPort.high))
        case 2: Interval(UInt32(box.proto.low), UInt32(box.proto.high))
        default:
            word < perAddress
                ? interval(of: word, in: box.source)
                : interval(of: word - perAddress, in: box.destination)
        }
    }

    private static func interval(of word: Int, in addresses: Interval<Address>) -> Interval<UInt32>
    {
        let low = addresses.low >> (32 * word)
        let high = addresses.high >> (32 * word)
        // Where a higher word differs, this one takes every value.
        guard low >> 32 == high >> 32 else { return .all }
        return Interval(UInt32(truncatingIfNeeded: low), UInt32(truncatingIfNeeded: high))
    }
}
