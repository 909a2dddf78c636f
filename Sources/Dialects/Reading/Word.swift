import Wire

/// A word of a file, and where it stands.
struct Word: Sendable {
    let text: String
    /// The line, from 1.
    let line: Int
    /// The bytes of the line, quotes included.
    let range: Range<Int>
    /// Whether it stood in quotes: then it is a name, and never a word of the language.
    var isQuoted = false

    /// The word when it is one of the language, and otherwise a text that none is.
    var bare: String { isQuoted ? "" : text }

    func fault(_ problem: ForeignProblem) -> ForeignFault {
        ForeignFault(line: line, range: range, problem: problem)
    }

    /// Carries out `body`, and says that this word is at fault for what it throws.
    func blamed<Value>(_ body: () throws(ForeignProblem) -> Value) throws(ForeignFault) -> Value {
        do throws(ForeignProblem) { return try body() } catch { throw fault(error) }
    }

    /// The same for one expression.
    func answers<Value>(
        for body: @autoclosure () throws(ForeignProblem) -> Value
    ) throws(ForeignFault) -> Value {
        try blamed(body)
    }

    /// The value that the word stands for.
    func read<Value>(
        _ value: (String) throws(ForeignProblem) -> Value
    ) throws(ForeignFault) -> Value {
        try answers(for: try value(text))
    }
}

extension [Word] {
    /// The values that the words stand for.
    func read<Value>(
        _ value: (String) throws(ForeignProblem) -> Value
    ) throws(ForeignFault) -> [Value] {
        try map { (word) throws(ForeignFault) in try word.read(value) }
    }
}

/// The words of one line, taken one by one.
struct Words {
    private let words: [Word]
    private var place = 0
    let line: Int
    /// How many bytes the line has.
    let length: Int

    init(_ words: [Word], line: Int, length: Int) {
        self.words = words
        self.line = line
        self.length = length
    }

    var isAtEnd: Bool { place == words.count }
    var peek: Word? { place < words.count ? words[place] : nil }
    /// The word before the next one.
    var previous: Word? { place > 0 ? words[place - 1] : nil }

    /// The whole line at fault.
    func fault(_ problem: ForeignProblem) -> ForeignFault {
        ForeignFault(line: line, range: 0..<length, problem: problem)
    }

    mutating func next() throws(ForeignFault) -> Word {
        guard place < words.count else {
            throw ForeignFault(line: line, range: length..<length, problem: .missingWord)
        }
        place += 1
        return words[place - 1]
    }

    /// Takes the next word if it is this one of the language.
    mutating func take(_ text: String) -> Bool {
        guard let word = peek, word.bare == text else { return false }
        place += 1
        return true
    }
}
