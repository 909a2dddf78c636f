extension Span<UInt8> {
    /// The index of the first `byte`, or nil.
    func firstIndex(of byte: UInt8) -> Int? {
        for index in indices where self[index] == byte { return index }
        return nil
    }

    /// Whether the bytes are those of `text`.
    func equals(_ text: String) -> Bool {
        guard text.utf8.count == count else { return false }
        var index = 0
        for byte in text.utf8 {
            guard self[index] == byte else { return false }
            index += 1
        }
        return true
    }

    /// Whether the bytes are those of `text`, which is in capital letters, in either case.
    func equalsIgnoringCase(_ text: String) -> Bool {
        guard text.utf8.count == count else { return false }
        var index = 0
        for byte in text.utf8 {
            guard ASCII.uppercase(self[index]) == byte else { return false }
            index += 1
        }
        return true
    }

    /// The decimal number that all the bytes spell, at most `limit`.
    ///
    /// - Throws: `notANumber`, `leadingZero`, or `overflow` where it is over `limit`.
    func decimal(upTo limit: UInt32, overflow: TextFault) throws(TextFault) -> UInt32 {
        guard count > 0 else { throw .notANumber }
        var number: UInt64 = 0
        for index in indices {
            guard let digit = ASCII.decimalDigit(self[index]) else { throw .notANumber }
            // Held down so that a long run of digits can't overflow; it stays over the limit.
            number = Swift.min(number * 10 + UInt64(digit), UInt64(UInt32.max) + 1)
        }
        guard count == 1 || self[0] != ASCII.zero else { throw .leadingZero }
        guard number <= UInt64(limit) else { throw overflow }
        return UInt32(truncatingIfNeeded: number)
    }
}
