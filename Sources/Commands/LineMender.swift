import Grammar

/// Finds the line that was probably meant where a line is no command.
///
/// It changes a word at the place of the fault, reads the line again, and so on; the line is offered only when it
/// is a command then. So a new row of the language needs nothing here, and no advice is wrong.
struct LineMender {
    let table: CommandTable<LabCommand>
    /// The words of the line as they are written, with their quotes.
    var words: [String] = []
    /// What is to be said of the line, which is about its first fault.
    var remark: LineRemark?

    /// Where a line stops making sense, and what could stand there.
    struct Spot {
        /// The index of the word; the number of words at the line's end.
        let place: Int
        /// The keywords that could stand there.
        let keywords: Set<String>
        /// The kinds of value that could stand there.
        let kinds: Set<ArgumentName>
        /// Whether only the line's end could.
        let isEnd: Bool
        /// Whether a word is missing at the line's end.
        let isMissing: Bool
        /// What is wrong with the value that stands there.
        let complaint: Complaint?
        /// The word that is spelled nearly so.
        let closest: String?
    }

    /// What a rule has done.
    enum Outcome {
        /// It does not apply.
        case nothing
        /// It has changed the words: the line is read again.
        case changed
        /// It has said all that there is to say.
        case told
    }

    /// The most changes of a line.
    private static let mostSteps = 16

    /// The line that was probably meant, or a remark, or both.
    static func advice(on line: CommandLine, _ table: CommandTable<LabCommand>) -> Advice? {
        var mender = LineMender(table: table)
        mender.words = mender.words(of: line)
        if let told = mender.told(line) { return told }
        let isSecret = mender.holdsSecret
        let mended = mender.mend(line)
        let usage = mended == nil ? mender.usage(of: line) : nil
        if mended == nil, usage == nil { mender.remark = mender.remark ?? mender.unknown(line) }
        guard mended != nil || mender.remark != nil || usage != nil else { return nil }
        return Advice(
            remark: mender.remark?.rawValue,
            // A misspelt `password` is one only when it is mended.
            line: isSecret || mender.holdsSecret ? nil : mended, usage: usage)
    }

    /// That the first word is no command, nor nearly one: a list of all would be no help.
    private func unknown(_ line: CommandLine) -> LineRemark? {
        guard let spot = spot(in: line), spot.place == 0, spot.closest == nil, !word(0).isEmpty,
            !spot.keywords.contains(where: { $0.hasPrefix(word(0)) })
        else { return nil }
        return isCommand(behind: 1) ? .noNode : .noCommand
    }

    /// Whether what stands behind the first `count` words begins as a command does.
    private func isCommand(behind count: Int) -> Bool {
        guard
            let rest = try? CommandLine(Array(words.dropFirst(count).joined(separator: " ").utf8)),
            !rest.isEmpty
        else { return false }
        return spot(in: rest).map { $0.place > 0 } ?? true
    }

    /// How the command is written that a line begins and does not end; nil for a long one.
    private func usage(of line: CommandLine) -> String? {
        guard let row = table.row(for: line), let spot = spot(in: line), spot.isMissing else {
            return nil
        }
        let usage = table.row(row).usage
        // Its own bars would be read as pipes.
        if table.row(row).name == CommandName.pipe.rawValue { return nil }
        return usage.utf8.count <= Self.longestUsage ? usage : nil
    }

    /// The longest usage line that is a help inside a sentence, in bytes.
    private static let longestUsage = 48

    /// The words as they are written.
    private func words(of line: CommandLine) -> [String] {
        line.tokens.map { String(decoding: line.bytes[$0.range], as: UTF8.self) }
    }

    private mutating func mend(_ line: CommandLine) -> [UInt8]? {
        var line = line
        for step in 0..<Self.mostSteps {
            words = words(of: line)
            guard let spot = spot(in: line) else { return step > 0 ? line.bytes : nil }
            let before = words
            let outcome = outcome(at: spot)
            guard outcome == .changed, words != before,
                let next = try? CommandLine(Array(words.joined(separator: " ").utf8)),
                !next.isEmpty
            else { return nil }
            line = next
        }
        return nil
    }

    /// Whether a key or a password may stand in the line, which is not to be repeated then.
    private var holdsSecret: Bool {
        words.contains { word in
            let word = word.lowercased()
            return word.hasPrefix("pass") || word.hasPrefix("key") || word.utf8.count >= 32
        }
    }

    /// The line's fault; nil when it is a command.
    private func spot(in line: CommandLine) -> Spot? {
        do throws(UsageFault) {
            _ = try table.plainly(line)
            return nil
        } catch {
            let place =
                line.tokens.firstIndex { $0.range.lowerBound >= error.range.lowerBound }
                ?? line.tokens.count
            return Spot(error, at: place, word: word(place))
        }
    }

    private mutating func outcome(at spot: Spot) -> Outcome {
        if spot.place == 0 {
            let outcome = meetOtherTools()
            guard outcome == .nothing else { return outcome }
        }
        for rule in Self.rules {
            let outcome = rule(&self, spot)
            guard outcome == .nothing else { return outcome }
        }
        return .nothing
    }

    /// What may be the matter at a place, the more specific before the more general.
    private static let rules: [@Sendable (inout LineMender, Spot) -> Outcome] = [
        { $0.cutCommands($1) }, { $0.joinList($1) }, { $0.joinText($1) }, { $0.mendTime($1) },
        { $0.mendAddress($1) }, { $0.nameAddress($1) }, { $0.insertWord($1) },
        { $0.moveAction($1) }, { $0.translate($1) }, { $0.spell($1) }, { $0.dropRest($1) },
    ]

    // MARK: - Words

    /// A word in lower case; empty beyond the line's end.
    func word(_ place: Int) -> String {
        words.indices.contains(place) ? words[place].lowercased() : ""
    }

    /// Puts words in the place of some.
    mutating func put(_ text: String, at places: Range<Int>) -> Outcome {
        words.replaceSubrange(places, with: text.split(separator: " ").map(String.init))
        return .changed
    }

    /// The same, of which something is to be said.
    mutating func put(_ text: String, at places: Range<Int>, saying new: LineRemark) -> Outcome {
        remark = remark ?? new
        return put(text, at: places)
    }

    /// Says something without a better line.
    mutating func say(_ new: LineRemark) -> Outcome {
        remark = remark ?? new
        return .told
    }
}

extension LineMender.Spot {
    fileprivate init(_ fault: UsageFault, at place: Int, word: String) {
        self.place = place
        var expectations: [Expectation] = []
        var complaint: Complaint?
        switch fault.kind {
        case .expected(let list): expectations = list
        case .argument(let reason, let kind):
            expectations = [.argument(kind)]
            complaint = reason
        case .conflict(let reason): complaint = reason
        case .lineTooLong, .controlCharacter, .invalidUTF8, .unterminatedQuote, .badEscape: break
        }
        self.complaint = complaint
        keywords = Set(expectations.compactMap(\.word?.text))
        kinds = Set(
            expectations.compactMap { expectation in
                guard case .argument(let kind) = expectation else { return nil }
                return ArgumentName(rawValue: kind.key)
            })
        isMissing = word.isEmpty && !expectations.isEmpty
        isEnd = expectations.contains(.endOfLine) && kinds.isEmpty && keywords.count < 2
        closest = Spelling.closest(to: Array(word.utf8), among: expectations)
    }
}
