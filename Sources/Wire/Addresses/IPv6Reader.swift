/// Gathers the groups of an IPv6 address before and after its `::` (RFC 4291 section 2.2).
struct IPv6Reader {
    private var head: UInt128 = 0
    private var headCount = 0
    private var tail: UInt128 = 0
    private var tailCount = 0
    private var hasGap = false

    /// Reads the whole of `text`.
    mutating func read(_ text: Span<UInt8>) throws(TextFault) {
        var index = 0
        if text.count >= 2, text[0] == ASCII.colon, text[1] == ASCII.colon {
            hasGap = true
            index = 2
        }
        while index < text.count {
            let start = index
            let group = try readGroup(text, at: &index)
            if index < text.count, text[index] == ASCII.dot {
                let tail = try IPv4Address.parse(text.extracting(start..<text.count)).rawValue
                try add(UInt16(truncatingIfNeeded: tail >> 16))
                try add(UInt16(truncatingIfNeeded: tail))
                return
            }
            try add(group)
            guard index < text.count else { return }
            try readSeparator(text, at: &index)
        }
    }

    /// The whole number, once everything is read.
    func finish() throws(TextFault) -> UInt128 {
        guard hasGap else {
            guard headCount == 8 else { throw .notAnAddress }
            return head
        }
        // The gap stands for one group or more.
        guard headCount + tailCount < 8 else { throw .notAnAddress }
        return head << (16 * (8 - headCount)) | tail
    }

    /// Reads one to four hexadecimal digits.
    private func readGroup(_ text: Span<UInt8>, at index: inout Int) throws(TextFault) -> UInt16 {
        let start = index
        var group: UInt16 = 0
        while index < text.count, let digit = ASCII.hexDigit(text[index]) {
            guard index - start < 4 else { throw .notAnAddress }
            group = group << 4 | UInt16(digit)
            index += 1
        }
        guard index > start else { throw .notAnAddress }
        return group
    }

    /// Reads `:` before a group, or the only `::`.
    private mutating func readSeparator(
        _ text: Span<UInt8>, at index: inout Int
    ) throws(TextFault) {
        guard text[index] == ASCII.colon, index + 1 < text.count else { throw .notAnAddress }
        index += 1
        guard text[index] == ASCII.colon else { return }
        guard !hasGap else { throw .notAnAddress }
        hasGap = true
        index += 1
    }

    private mutating func add(_ group: UInt16) throws(TextFault) {
        guard headCount + tailCount < 8 else { throw .notAnAddress }
        if hasGap {
            tail = tail << 16 | UInt128(group)
            tailCount += 1
        } else {
            head = head << 16 | UInt128(group)
            headCount += 1
        }
    }
}
