package import Wire

/// Which of the newest sequence numbers of an SA have been accepted (RFC 4303 section 3.4.3).
///
/// The bits lie in a ring of words, as in RFC 6479: the window slides without shifting, and a number's
/// bit has one place for as long as the number is inside. The ring has a word to spare, so that the
/// window is exact to the number and not to the word.
package struct ReplayWindow: Sendable {
    /// How many numbers, up to the highest accepted one, the window tells apart.
    package let size: Int
    /// The highest sequence number accepted; 0 before the first.
    package private(set) var highest = SequenceNumber(rawValue: 0)

    private var words: [UInt64]

    /// A window in which nothing was accepted yet.
    ///
    /// RFC 4303 asks for at least 32 numbers and prefers 64.
    package init(size: Int = 64) {
        precondition(size >= 32, "a replay window has at least 32 numbers")
        self.size = size
        var wordCount = 2
        while (wordCount - 1) * Self.wordBits < size { wordCount *= 2 }
        words = [UInt64](repeating: 0, count: wordCount)
    }

    /// Whether `sequence` may be accepted; changes nothing, as its packet is not authenticated yet.
    package func check(_ sequence: SequenceNumber) -> ReplayCheck {
        let number = sequence.rawValue
        guard number > 0 else { return .tooOld }
        guard number <= highest.rawValue else { return .fresh }
        guard Int(highest.rawValue - number) < size else { return .tooOld }
        return words[place(of: number)] & Self.bit(of: number) == 0 ? .fresh : .replayed
    }

    /// Records `sequence`, whose packet has been authenticated and which ``check(_:)`` finds fresh.
    package mutating func commit(_ sequence: SequenceNumber) {
        precondition(check(sequence) == .fresh, "a sequence number is accepted once")
        let number = sequence.rawValue
        if highest < sequence {
            let oldWord = Int(highest.rawValue) / Self.wordBits
            let newWord = Int(number) / Self.wordBits
            // After a jump over the whole ring every word is stale, and once around is enough.
            for word in 0..<min(newWord - oldWord, words.count) {
                words[(newWord - word) & (words.count - 1)] = 0
            }
            highest = sequence
        }
        words[place(of: number)] |= Self.bit(of: number)
    }

    private func place(of number: UInt32) -> Int {
        Int(number) / Self.wordBits & (words.count - 1)
    }

    private static func bit(of number: UInt32) -> UInt64 {
        1 << UInt64(Int(number) % wordBits)
    }

    private static let wordBits = UInt64.bitWidth
}
