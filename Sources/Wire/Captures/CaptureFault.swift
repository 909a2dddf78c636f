/// Why bytes are no capture, or where one stops making sense.
///
/// Offsets count from the first byte of the file.
package enum CaptureFault: Error, Hashable, Sendable {
    /// The bytes start neither like pcap nor like pcapng.
    case notACapture
    /// The format's version isn't one that is known here; the offset is that of the version.
    case unsupportedVersion(at: Int)
    /// A section's byte-order magic is neither way round; the offset is that of the magic.
    case badByteOrder(at: Int)
    /// The file ends inside a header, record or block; the offset is where that starts.
    case truncated(at: Int)
    /// A length is too small, unaligned, unlike its repetition, or runs past what holds it; the
    /// offset is that of the length.
    case badLength(at: Int)
    /// An option has a wrong length or runs past its block; the offset is where the option starts.
    case badOption(at: Int)
    /// A packet names an interface that its section doesn't describe; the offset is where the
    /// packet's block starts.
    case unknownInterface(at: Int)
    /// A section describes more than `CaptureReader.interfaceLimit` interfaces; the offset is where
    /// the one too many starts.
    case tooManyInterfaces(at: Int)
    /// A packet, text or secret is larger than a capture may hold here; the offset is that of its
    /// length, or where it would have been written.
    case tooLarge(at: Int)

    /// Where in the file, or nil where it is the whole file that is meant.
    package var offset: Int? {
        switch self {
        case .notACapture: nil
        case .unsupportedVersion(let offset), .badByteOrder(let offset), .truncated(let offset),
            .badLength(let offset), .badOption(let offset), .unknownInterface(let offset),
            .tooManyInterfaces(let offset), .tooLarge(let offset):
            offset
        }
    }
}
