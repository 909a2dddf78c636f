/// Whether the terminal has been asked for its background.
enum BackgroundQuestion {
    /// It is not to be asked.
    case unwanted
    /// It is to be asked with the first line.
    case notAsked
    /// It was asked, and may answer at any time.
    case asked(BackgroundAnswer)
}

/// A terminal's answer about its background, taken out of the bytes that come from the keyboard.
///
/// It is `ESC ] 11 ; rgb:RRRR/GGGG/BBBB` with one to four hexadecimal digits each, or `rgba:` and a fourth number, ended by BEL
/// or `ESC \` (XTerm Control Sequences, OSC 11; XParseColor(3)). It may come late, and more than once: it is never typed
/// text, but only the first counts. What begins so and goes on otherwise, or is longer than `limit`, is left out up to its end
/// or a control character, which is a key again: whatever a terminal sends, a person can type behind it.
struct BackgroundAnswer {
    /// What a byte came to.
    enum Step: Equatable {
        /// It may be part of an answer, or was part of one that does not count.
        case held
        /// These bytes are keys.
        case keys([UInt8])
        /// The background has this colour, `0xRRGGBB`.
        case background(UInt32)
    }

    static let escape: UInt8 = 0x1B
    private static let bell: UInt8 = 0x07
    private static let introducer: [UInt8] = Array("\u{1B}]11;".utf8)

    /// The most bytes of an answer that are kept.
    static let limit = 64

    /// What has come of an answer, its introducer included.
    private var held: [UInt8] = []
    /// How many of these have been handed on as keys.
    private var given = 0
    private var isTooLong = false
    private var hasCounted = false

    /// Takes a byte; an escape character that is `isAlone` is a key, since an answer comes in one piece, mostly.
    mutating func take(_ byte: UInt8, isAlone: Bool) -> Step {
        held.append(byte)
        let start = Self.introducer
        guard held.count > start.count else {
            guard held.last == start[held.count - 1] else {
                return release(isAlone: isAlone)
            }
            // Of a key that was one after all, the second byte is a key as well: nothing is done for the two together.
            if isAlone && held.count == 1 || given == 1 && held.count == 2 {
                given = held.count
                return .keys([byte])
            }
            return .held
        }
        if byte == Self.bell || byte == UInt8(ascii: "\\") && held.dropLast().last == Self.escape {
            return end()
        }
        if held.dropLast().last == Self.escape, held.count - 1 > start.count {
            // Another sequence begins where this one has not ended.
            forget()
            let first = take(Self.escape, isAlone: false)
            return first == .held ? take(byte, isAlone: false) : first
        }
        if byte < 0x20, byte != Self.escape {
            forget()
            return .keys([byte])
        }
        if held.count > Self.limit {
            held.remove(at: start.count)
            isTooLong = true
        }
        return .held
    }

    private mutating func forget() {
        held = []
        given = 0
        isTooLong = false
    }

    /// What was held is no answer; its last byte may begin one.
    private mutating func release(isAlone: Bool) -> Step {
        var keys = Array(held[given...])
        forget()
        if keys.last == Self.escape {
            held = [Self.escape]
            if isAlone { given = 1 } else { keys.removeLast() }
        }
        return .keys(keys)
    }

    private mutating func end() -> Step {
        let body = held.dropFirst(Self.introducer.count)
        let text = body.last == Self.bell ? body.dropLast() : body.dropLast(2)
        let isFit = !isTooLong && !hasCounted
        forget()
        guard isFit, let colour = Self.colour(of: text) else { return .held }
        hasCounted = true
        return .background(colour)
    }

    /// A colour as XParseColor(3) reads it, with 8 bits for each part; nil for what is none.
    private static func colour(of text: ArraySlice<UInt8>) -> UInt32? {
        let halves = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard halves.count == 2 else { return nil }
        let count: Int
        switch String(decoding: halves[0], as: UTF8.self) {
        case "rgb": count = 3
        case "rgba": count = 4
        case _: return nil
        }
        let parts = halves[1].split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == count else { return nil }
        var colour: UInt32 = 0
        for (place, part) in parts.enumerated() {
            guard (1...4).contains(part.count), part.first != UInt8(ascii: "+"),
                let value = UInt32(String(decoding: part, as: UTF8.self), radix: 16)
            else { return nil }
            let most = UInt32(1) << UInt32(4 * part.count) - 1
            if place < 3 { colour = colour << 8 | (value * 255 + most / 2) / most }
        }
        return colour
    }
}
