/// An option of a pcapng block (draft-ietf-opsawg-pcapng section 3.5).
package struct PcapngOption: Hashable, Sendable {
    /// What it says; the same number means something else in another block.
    package let code: UInt16
    /// Where its value lies in the file, without padding.
    package let value: Range<Int>

    /// The codes that every block shares.
    package enum Code {
        /// Ends the list; need not be there.
        package static let end: UInt16 = 0
        /// A comment in UTF-8.
        package static let comment: UInt16 = 1
    }

    /// Where the fields lie.
    package enum Offset {
        /// Code, 2 bytes.
        package static let code = 0
        /// Length of the value without its padding, 2 bytes.
        package static let length = 2
        /// The value, padded to a multiple of 4 bytes.
        package static let value = 4
    }

    /// The most bytes of a value.
    package static let lengthLimit = Int(UInt16.max)

    /// Reads the option at the start of `list`, and takes it off.
    ///
    /// - Parameters:
    ///   - list: The part of `bytes` that the options lie in.
    ///   - bytes: The whole file.
    ///   - order: The order of the section.
    /// - Returns: The option, or nil at the end of the list.
    /// - Throws: `badOption` where the option doesn't fit into the list.
    package static func next(
        of list: inout Range<Int>, in bytes: Span<UInt8>, order: CaptureByteOrder
    ) throws(CaptureFault) -> PcapngOption? {
        guard !list.isEmpty else { return nil }
        let start = list.lowerBound
        guard list.count >= Offset.value else { throw .badOption(at: start) }
        let code = bytes.uint16(at: start + Offset.code, order: order)
        guard code != Code.end else { return nil }
        let length = Int(bytes.uint16(at: start + Offset.length, order: order))
        let whole = Offset.value + PcapngBlock.padded(length)
        guard list.count >= whole else { throw .badOption(at: start) }
        list = (start + whole)..<list.upperBound
        return PcapngOption(
            code: code, value: (start + Offset.value)..<(start + Offset.value + length))
    }

    /// Appends an option whose value `value` appends: at most `lengthLimit` bytes.
    static func write(
        _ code: UInt16, length: Int, to bytes: inout [UInt8], order: CaptureByteOrder,
        value: (inout [UInt8]) -> Void
    ) {
        bytes.append(code, order: order)
        bytes.append(UInt16(length), order: order)
        let start = bytes.count
        value(&bytes)
        PcapngBlock.pad(&bytes, from: start)
    }

    /// Appends an option whose value is a text of at most `lengthLimit` bytes.
    static func write(
        _ code: UInt16, _ text: String, to bytes: inout [UInt8], order: CaptureByteOrder
    ) {
        write(code, length: text.utf8.count, to: &bytes, order: order) {
            $0.append(contentsOf: text.utf8)
        }
    }

    /// Appends what ends a list.
    static func writeEnd(to bytes: inout [UInt8], order: CaptureByteOrder) {
        write(Code.end, length: 0, to: &bytes, order: order) { _ in }
    }

    /// The value as a text, or nil where it isn't UTF-8.
    func text(in bytes: Span<UInt8>) -> String? {
        guard let utf8 = try? UTF8Span(validating: bytes.extracting(value)) else { return nil }
        return String(copying: utf8)
    }

    /// The value's only byte.
    ///
    /// - Throws: `badOption` where there are more or none.
    func byte(in bytes: Span<UInt8>) throws(CaptureFault) -> UInt8 {
        try check(length: 1)
        return bytes[value.lowerBound]
    }

    /// The value as a number of four bytes.
    ///
    /// - Throws: `badOption` where it has another length.
    func uint32(in bytes: Span<UInt8>, order: CaptureByteOrder) throws(CaptureFault) -> UInt32 {
        try check(length: 4)
        return bytes.uint32(at: value.lowerBound, order: order)
    }

    /// The value as a number of eight bytes.
    ///
    /// - Throws: `badOption` where it has another length.
    func uint64(in bytes: Span<UInt8>, order: CaptureByteOrder) throws(CaptureFault) -> UInt64 {
        try check(length: 8)
        return bytes.uint64(at: value.lowerBound, order: order)
    }

    private func check(length: Int) throws(CaptureFault) {
        guard value.count == length else {
            throw .badOption(at: value.lowerBound - Offset.value)
        }
    }
}
