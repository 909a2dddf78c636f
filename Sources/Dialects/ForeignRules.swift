package import Firewall

/// What a file of another firewall says, ready for `RuleSet.load`.
package struct ForeignRules: Sendable {
    /// A rule, and whether it is read.
    package struct Item: Hashable, Sendable {
        /// The rule.
        package let rule: Rule
        /// False for one that the file keeps as a comment.
        package let isEnabled: Bool
    }

    /// The rules in the order in which they are read; no two share a name.
    package internal(set) var rules: [Item] = []
    /// The named sets.
    package internal(set) var sets: [AddressSet] = []
    /// What happens to a packet that no rule decides about.
    package internal(set) var defaultAction = Action.deny
    /// The links that the file names and the gateway does not have.
    package internal(set) var links: [LinkName] = []
    /// What was left out, in the order of the file.
    package internal(set) var skipped: [ForeignFault] = []

    /// The most faults that are listed; later ones are left out silently.
    package static let skippedLimit = 1_000

    mutating func skip(_ fault: ForeignFault) {
        guard skipped.count < Self.skippedLimit, !skipped.contains(fault) else { return }
        skipped.append(fault)
    }
}

/// What keeps a file, or a line of it, from being read.
package struct ForeignFault: Error, Equatable, Sendable {
    /// The line, from 1.
    package let line: Int
    /// The bytes of that line at fault; empty at its end where something is missing.
    package let range: Range<Int>
    /// What is wrong.
    package let problem: ForeignProblem
    /// The file of the line, where it is one that the file that is read includes.
    package let file: String?

    /// A fault of these bytes of a line.
    package init(line: Int, range: Range<Int>, problem: ForeignProblem, file: String? = nil) {
        self.file = file
        self.line = line
        self.range = range
        self.problem = problem
    }
}

/// A rule that a dialect cannot say.
package struct UnwritableRule: Error, Equatable, Sendable {
    /// The rule's number, from 1; 0 for the default, the order of reading, or the list as a whole.
    package let number: Int
    /// What cannot be said.
    package let problem: ForeignProblem
    /// Of which list it is.
    package let chain: RuleChain
    /// Whether it is a rule about address translation, and of no list.
    package let isTranslation: Bool

    /// What cannot be said of the rule of this number.
    package init(
        number: Int, problem: ForeignProblem, chain: RuleChain = .forward,
        isTranslation: Bool = false
    ) {
        self.isTranslation = isTranslation
        self.number = number
        self.problem = problem
        self.chain = chain
    }
}
