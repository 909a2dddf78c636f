package import Wire

/// Which of the newest sequence numbers of an SA have been accepted (RFC 4303 section 3.4.3).
///
/// The bits lie in a ring of words, as in RFC 6479: the window slides without shifting, and a number's
/// bit has one place for as long as the number is inside. The ring has a word to spare, so that the
/// window is exact to the number and not to the word.
package struct ReplayWindow: Sendable {
    /// How many numbers, up to the highest accepted one, the window tells apart; 0 where anti-replay is off.
    package let size: Int
    /// The highest sequence number accepted; 0 before the first.
    package private(set) var highest = SequenceNumber(rawValue: 0)
    private var words: [UInt64]

    /// The sizes that a window can have.
    package static let sizes = 32...8_192
    /// The size of a window that nobody asked another one of (RFC 4303 section 3.4.3 prefers it).
    package static let usualSize = 64

    /// A window in which nothing was accepted yet, of a size in ``sizes``; or of 0, which finds every number fresh
    /// and remembers the highest one alone (RFC 4303 section 3.4.3).
    package init(size: Int = usualSize) {
        precondition(
            size == 0 || Self.sizes.contains(size), "a replay window has 32 to 8,192 numbers")
        self.size = size
        var wordCount = 2
        while (wordCount - 1) * Self.wordBits < size { wordCount *= 2 }
        words = [UInt64](repeating: 0, count: wordCount)
    }

    /// A window whose highest accepted number is `sequence`; 0 for one in which nothing was accepted.
    package init(size: Int, after sequence: SequenceNumber) {
        self.init(size: size)
        if sequence.rawValue > 0 { commit(sequence) }
    }

    /// The whole number that a packet with the low half `low` must have, as the receiver of extended
    /// numbers works it out from its window; nil where no number fits (RFC 4303 appendix A2.2).
    package func number(withLow low: UInt32) -> SequenceNumber? {
        let top = highest.low
        let (bottom, wraps) = top.subtractingReportingOverflow(UInt32(size - 1))
        if wraps {
            // The window reaches back into the numbers before the high half last grew.
            guard low >= bottom else { return SequenceNumber(high: highest.high, low: low) }
            return highest.high > 0 ? SequenceNumber(high: highest.high - 1, low: low) : nil
        }
        guard low < bottom else { return SequenceNumber(high: highest.high, low: low) }
        return highest.high < .max ? SequenceNumber(high: highest.high + 1, low: low) : nil
    }

    /// Whether `sequence` may be accepted; changes nothing, as its packet is not authenticated yet.
    @inline(__always)
    package func check(_ sequence: SequenceNumber) -> ReplayCheck {
        guard size > 0 else { return .fresh }
        let number = sequence.rawValue
        guard number > 0 else { return .tooOld }
        guard number <= highest.rawValue else { return .fresh }
        guard highest.rawValue - number < UInt64(size) else { return .tooOld }
        return words[place(of: number)] & Self.bit(of: number) == 0 ? .fresh : .replayed
    }

    /// Records `sequence`, whose packet has been authenticated and which ``check(_:)`` finds fresh.
    @inline(__always)
    package mutating func commit(_ sequence: SequenceNumber) {
        precondition(check(sequence) == .fresh, "a sequence number is accepted once")
        guard size > 0 else { return highest = max(highest, sequence) }
        let number = sequence.rawValue
        if highest < sequence {
            let oldWord = highest.rawValue / UInt64(Self.wordBits)
            let newWord = number / UInt64(Self.wordBits)
            // After a jump over the whole ring every word is stale, and once around is enough.
            for word in 0..<min(newWord - oldWord, UInt64(words.count)) {
                words[Int((newWord - word) & UInt64(words.count - 1))] = 0
            }
            highest = sequence
        }
        words[place(of: number)] |= Self.bit(of: number)
    }

    private func place(of number: UInt64) -> Int {
        Int(number / UInt64(Self.wordBits) & UInt64(words.count - 1))
    }

    private static func bit(of number: UInt64) -> UInt64 {
        1 << (number % UInt64(wordBits))
    }

    private static let wordBits = UInt64.bitWidth
}

/// What the replay window says about a sequence number (RFC 4303 section 3.4.3).
package enum ReplayCheck: Sendable {
    /// Not seen so far, and right of the window's left edge.
    case fresh
    /// Inside the window, and seen before.
    case replayed
    /// Left of the window, where the SA no longer knows; or 0, which no sender uses.
    case tooOld
}
