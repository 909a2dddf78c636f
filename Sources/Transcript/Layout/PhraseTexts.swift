import Commands

/// The texts of a topic's phrases, cut into what is written as it is and what a value takes the place of.
struct PhraseTexts<Spoken: Phrase>: Sendable {
    typealias Piece = PhrasePiece

    /// The pieces of all texts.
    private(set) var pieces: [Piece] = []
    /// What they are made of.
    private(set) var bytes: [UInt8] = []
    /// Where the pieces of each text begin, language by language.
    private var starts: [Int] = [0]
    /// The phrases with their numbers, from 0, by the lengths of their English texts: a phrase as a key of a
    /// dictionary would have its whole text hashed.
    private var numbers: [[(phrase: Spoken, number: Int)]] = []
    /// How many there are.
    private let count = Spoken.allCases.count

    /// The texts of all cases in all languages.
    init() {
        let longest = Spoken.allCases.map(\.rawValue.utf8.count).max() ?? 0
        numbers = Array(repeating: [], count: longest + 1)
        for (number, phrase) in Spoken.allCases.enumerated() {
            numbers[phrase.rawValue.utf8.count].append((phrase, number))
        }
        for language in SpokenLanguage.allCases {
            for phrase in Spoken.allCases {
                cut(Array(phrase.text(in: language).utf8)[...])
                starts.append(pieces.count)
            }
        }
    }

    /// The places of a text's pieces.
    func pieces(of phrase: Spoken, in language: SpokenLanguage) -> Range<Int> {
        let places = numbers[phrase.rawValue.utf8.count]
        let number = places.first { $0.phrase == phrase }?.number ?? 0
        let place =
            switch language {
            case .english: number
            case .spanish: number + count
            }
        return starts[place]..<starts[place + 1]
    }

    private mutating func cut(_ text: ArraySlice<UInt8>) {
        var rest = text
        var isInTone = false
        while !rest.isEmpty {
            let isMark = { (byte: UInt8) in
                byte == UInt8(ascii: "{") || byte == UInt8(ascii: "<")
                    || (isInTone && byte == UInt8(ascii: ">"))
            }
            let plain = rest.prefix { !isMark($0) }
            if !plain.isEmpty { pieces.append(Piece(kind: .text, text: keep(plain))) }
            rest = rest.dropFirst(plain.count)
            guard let mark = rest.popFirst() else { return }
            switch mark {
            case UInt8(ascii: "{"):
                let slot = rest.prefix { $0 != UInt8(ascii: "}") }
                rest = rest.dropFirst(slot.count + 1)
                pieces.append(piece(slot))
            case UInt8(ascii: "<"):
                let name = rest.prefix { $0 != UInt8(ascii: ":") }
                rest = rest.dropFirst(name.count + 1)
                pieces.append(Piece(kind: .tone(Page.Tone(named: name))))
                isInTone = true
            default:
                pieces.append(Piece(kind: .endOfTone))
                isInTone = false
            }
        }
    }

    /// A slot: its name, and the words that go with a number.
    private mutating func piece(_ text: ArraySlice<UInt8>) -> Piece {
        let name = text.prefix { $0 != UInt8(ascii: "|") && $0 != UInt8(ascii: "?") }
        guard let slot = Slot(rawValue: String(decoding: name, as: UTF8.self)) else {
            preconditionFailure("a phrase asks for a value that has a name")
        }
        guard let sign = text.dropFirst(name.count).first else { return Piece(kind: .value(slot)) }
        let words = text.dropFirst(name.count + 1).split(separator: UInt8(ascii: "|"))
        precondition(words.count == 2, "a number has a word in the singular and one in the plural")
        let isWordAlone = sign == UInt8(ascii: "?")
        let blank: [UInt8] = isWordAlone ? [] : [0x20]
        return Piece(
            kind: .counted(slot, isWordAlone: isWordAlone), text: keep(blank + words[0]),
            plural: keep(blank + words[1]))
    }

    private mutating func keep(_ text: some Collection<UInt8>) -> Range<Int> {
        let start = bytes.count
        bytes += text
        return start..<bytes.count
    }
}

/// A piece of a phrase's text.
struct PhrasePiece: Sendable {
    /// What is to be written.
    enum Kind: Sendable {
        case text
        case value(Slot)
        /// A number and its word, or the word alone.
        case counted(Slot, isWordAlone: Bool)
        case tone(Page.Tone)
        case endOfTone
    }

    let kind: Kind
    /// What stands there among the bytes of the texts; for a number its word in the singular.
    var text = 0..<0
    /// The word in the plural.
    var plural = 0..<0
}

extension Page.Tone {
    /// A tone by its name in a text.
    fileprivate init(named name: ArraySlice<UInt8>) {
        switch String(decoding: name, as: UTF8.self) {
        case "good": self = .good
        case "bad": self = .bad
        case "strong": self = .strong
        case "faint": self = .faint
        default: preconditionFailure("a tone in a phrase has one of the four names")
        }
    }
}
