/// What a transcript is worth, after its commands were run again.
package enum TranscriptFinding: Equatable, Sendable {
    /// The commands give every byte of it; so many of them.
    ///
    /// `isScriptKnown` says whether the lines, as they stand there, are the script whose digest the header has; nil
    /// where a person typed.
    case genuine(commands: Int, isScriptKnown: Bool?)
    /// A line is another one, from 1; nil for one that is missing on that side.
    case differs(line: Int, there: [UInt8]?, now: [UInt8]?)
    /// As `differs`, but its keys came from the system, so that an honest one differs, too.
    case unrepeatable(line: Int, there: [UInt8]?, now: [UInt8]?)
    /// It is of another version of the program.
    case otherVersion(String)
    /// It is in a language that this version does not speak.
    case otherLanguage(String)
    /// It does not begin with a transcript's header.
    case noTranscript
    /// It can't be read.
    case unreadable(FileProblem)
    /// The replay was interrupted before a line.
    case interrupted(line: Int)

    /// Whether nothing was found that is wrong.
    package var isGenuine: Bool {
        if case .genuine = self { true } else { false }
    }
}

/// What two transcripts do otherwise.
package struct TranscriptDifference: Sendable {
    /// One packet that both sent.
    package struct Packets: Sendable {
        /// Its number in each.
        package let numbers: (first: Int, second: Int)
        /// How it ended in each; nil while it is under way.
        package let outcomes: (first: Outcome?, second: Outcome?)

        /// A packet of both.
        package init(
            _ numbers: (first: Int, second: Int), _ outcomes: (first: Outcome?, second: Outcome?)
        ) {
            self.numbers = numbers
            self.outcomes = outcomes
        }
    }

    /// A line that is only in one of them, by its number in that one.
    package enum Line: Equatable, Sendable {
        case onlyInFirst(Int, [UInt8])
        case onlyInSecond(Int, [UInt8])
    }

    /// The languages that they are in, where those are two: their lines are not compared then.
    package let languages: (first: String, second: String)?
    /// Whether one of them, and only one, is linear: their lines are not compared then.
    package let isOneLinear: Bool
    /// What each is worth by itself.
    package let findings: (first: TranscriptFinding, second: TranscriptFinding)
    /// The commands that only one of them has.
    package let commands: [Line]
    /// The packets of commands of both that ended otherwise.
    package let packets: [Packets]
    /// All lines that differ, in order.
    package let lines: [Line]

    /// Whether both do, and in one language say, the same.
    package var isNone: Bool { commands.isEmpty && packets.isEmpty && lines.isEmpty }

    /// What was found.
    package init(
        languages: (first: String, second: String)?, isOneLinear: Bool,
        findings: (first: TranscriptFinding, second: TranscriptFinding), commands: [Line],
        packets: [Packets], lines: [Line]
    ) {
        self.languages = languages
        self.isOneLinear = isOneLinear
        self.findings = findings
        self.commands = commands
        self.packets = packets
        self.lines = lines
    }
}
