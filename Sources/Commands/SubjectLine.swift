package import Firewall
package import Grammar

/// Whose a command is, as the words in front of it say: a node, and one of its lists of rules.
package struct Subject: Sendable {
    /// The node; nil where none is named.
    package var node: Placed<String>?
    /// The list; nil where none is named.
    package var list: Placed<RuleChain>?

    /// Nobody is named.
    package init() {}

    /// Reads the words in front of a command, of which the first `limit` may be names.
    ///
    /// A list is a word of the language; its name is read in any letter case.
    package init(_ line: CommandLine, limit: Int, isNode: (String) -> Bool) {
        var place = 0
        if place < limit {
            let name = line.text(of: line.tokens[place])
            if isNode(name) {
                node = Placed(name, at: line.tokens[place].range)
                place += 1
            }
        }
        guard place < limit,
            let list = RuleChain(rawValue: line.text(of: line.tokens[place]).lowercased())
        else { return }
        self.list = Placed(list, at: line.tokens[place].range)
    }

    /// How many words it has.
    package var wordCount: Int { (node == nil ? 0 : 1) + (list == nil ? 0 : 1) }

    /// Where its words stand in the line, and what they are in their one form.
    fileprivate var words: [Placed<String>] {
        [node, list.map { Placed($0.value.rawValue, at: $0.range) }].compactMap(\.self)
    }
}

/// A line with the name of a node in front, or that of a list of rules, or both: they say whose the command is, as in
/// `pc1 packet send ...` and `gw-b input rule list`.
package struct SubjectLine: Sendable {
    /// What stands there.
    package let subject: Subject
    /// The line with blanks in the place of the names: columns stay what they are.
    package let rest: [UInt8]

    /// Looks for names in front of a command.
    ///
    /// The first word of a command is none; a name alone is no command, and stays. `isOpen` says that the line goes on
    /// where it ends, so that a name with a blank behind it may be all there is.
    package init(
        _ line: [UInt8], _ table: CommandTable<LabCommand>, isOpen: Bool = false,
        isNode: (String) -> Bool
    ) {
        // Most lines begin with the first word of a command, which is looked at before anything is cut up.
        guard let words = try? CommandLine(line), let last = words.tokens.last,
            words.tokens.count > 1 || isOpen,
            !table.nouns.contains(where: { words.matches(words.tokens[0], $0) })
        else {
            subject = Subject()
            rest = line
            return
        }
        let isComplete = isOpen && last.range.upperBound < line.count
        subject = Subject(
            words, limit: isComplete ? words.tokens.count : words.tokens.count - 1, isNode: isNode)
        var blanked = line
        for word in subject.words { for index in word.range { blanked[index] = 0x20 } }
        rest = blanked
    }

    /// A reading of the rest with the names in front again.
    package func whole(_ reading: [UInt8]) -> [UInt8] {
        var whole = reading
        // From the right, so that the places of those further left stay what they are.
        for word in subject.words.reversed() where word.range.upperBound <= whole.count {
            whole.replaceSubrange(word.range, with: word.value.utf8)
        }
        return whole
    }
}

extension SubjectLine {
    /// Whether a command begins at a place of the line: nothing but names stands before it.
    package func isAtCommand(_ place: Int) -> Bool { rest.prefix(place).allSatisfy { $0 == 0x20 } }
}

extension CommandName {
    /// Whether it is about one list of rules, so that the name of one may stand in front.
    package var isAboutList: Bool {
        let noun = rawValue.prefix { $0 != " " }
        return ["rule", "set", "expect"].contains(noun) || self == .packetTest
    }
}

extension LabCommand {
    /// Whether it is about one list of rules, so that the name of one may stand in front.
    package var isAboutList: Bool {
        switch self {
        case .rule, .set, .packet(.test), .packet(.testFile), .expect: true
        case .packet, .step, .flow, .nat, .link, .net, .tunnel, .policy, .capture, .attack, .host,
            .lab:
            false
        }
    }
}
