package import Grammar

/// A line with the name of a node in front, which says whose the command is: `pc1 packet send ...`.
package struct SubjectLine: Sendable {
    /// The name, where one stands there.
    package let subject: Placed<String>?
    /// The line with blanks in the place of the name: columns stay what they are.
    package let rest: [UInt8]

    /// Looks for the name of a node in front of a command.
    ///
    /// The first word of a command is none; a name alone is no command, and stays.
    package init(
        _ line: [UInt8], _ table: CommandTable<LabCommand>, isNode: (String) -> Bool
    ) {
        // Most lines begin with the first word of a command, which is looked at before anything is cut up.
        guard let words = try? CommandLine(line), words.tokens.count > 1,
            !table.nouns.contains(where: { words.matches(words.tokens[0], $0) })
        else {
            subject = nil
            rest = line
            return
        }
        let token = words.tokens[0]
        let name = words.text(of: token)
        guard isNode(name) else {
            subject = nil
            rest = line
            return
        }
        subject = Placed(name, at: token.range)
        var blanked = line
        for index in token.range { blanked[index] = 0x20 }
        rest = blanked
    }

    /// A reading of the rest with the name in front again.
    package func whole(_ reading: [UInt8]) -> [UInt8] {
        guard let subject, subject.range.upperBound <= reading.count else { return reading }
        var whole = reading
        whole.replaceSubrange(subject.range, with: subject.value.utf8)
        return whole
    }
}
