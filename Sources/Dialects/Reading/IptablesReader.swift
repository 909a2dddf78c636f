import Firewall
import Timeline
import Wire

/// Reads what `iptables-save` and `ip6tables-save` print: the table `filter`, from the chain `FORWARD` on.
struct IptablesReader {
    private let family: IPFamily
    private var lines: LineReader
    private var list: ForeignList
    private var program: ChainProgram
    /// The table that was opened and not committed; rules without any belong to `filter`.
    private var table: Word?
    private var hasFilter = false
    private var faultyTables: Set<String> = []

    init(_ bytes: [UInt8], family: IPFamily, isLenient: Bool, _ budget: Budget) {
        self.family = family
        lines = LineReader(bytes, budget)
        program = ChainProgram(budget)
        list = ForeignList(isLenient: isLenient)
    }

    mutating func read() throws(ForeignFault) -> ForeignRules {
        // Without a policy the kernel lets packets pass.
        list.defaultAction = .allow
        while lines.advance() {
            do throws(ForeignFault) { try readLine() } catch {
                if isAboutWhole(error.problem) { throw error }
                try list.skip(error)
            }
        }
        if let table { throw table.fault(.unterminatedBlock) }
        guard hasFilter else {
            throw ForeignFault(line: max(lines.number, 1), range: 0..<0, problem: .noList)
        }
        try program.flatten(Self.base, into: &list)
        return list.result
    }

    private func isAboutWhole(_ problem: ForeignProblem) -> Bool {
        switch problem {
        case .secondList, .tooManyRules: true
        default: false
        }
    }

    private mutating func readLine() throws(ForeignFault) {
        if let start = lines.rest(after: "#off ") {
            // What was no rule is a comment like any other.
            if var words = try? lines.words(.escaped, from: start), !isInOtherTable {
                try? readRule(&words, isEnabled: false)
            }
            return
        }
        if lines.line.first == UInt8(ascii: "#") { return }
        var words = try lines.words(.escaped)
        guard let first = words.peek else { return }
        if first.text.hasPrefix("*") {
            try openTable(try words.next())
        } else if first.text == "COMMIT" {
            guard table != nil else { throw first.fault(.unknownWord) }
            table = nil
        } else if isInOtherTable {
            if let table, first.text.hasPrefix("-") || first.text.hasPrefix("["),
                faultyTables.insert(table.text).inserted
            {
                throw table.fault(.otherTable)
            }
        } else if first.text.hasPrefix(":") {
            try declare(try words.next(), &words)
        } else {
            try readRule(&words, isEnabled: true)
        }
    }

    private var isInOtherTable: Bool { table.map { $0.text != "*filter" } ?? false }

    private mutating func openTable(_ word: Word) throws(ForeignFault) {
        if let table { throw table.fault(.unterminatedBlock) }
        if word.text == "*filter" {
            if hasFilter { throw word.fault(.secondList) }
            hasFilter = true
        }
        table = word
    }

    private mutating func declare(_ chain: Word, _ words: inout Words) throws(ForeignFault) {
        let name = String(chain.text.dropFirst())
        program.declare(name)
        try readPolicy(of: name, try words.next())
    }

    private mutating func readPolicy(of chain: String, _ word: Word) throws(ForeignFault) {
        switch word.text {
        case "ACCEPT": if chain == Self.base { list.defaultAction = .allow }
        case "DROP": if chain == Self.base { list.defaultAction = .deny }
        case "-": break
        default: throw word.fault(.unsupportedTarget)
        }
    }

    private mutating func readRule(_ words: inout Words, isEnabled: Bool) throws(ForeignFault) {
        // Packet and byte counters.
        if let counter = words.peek, counter.text.hasPrefix("[") { _ = try words.next() }
        let command = try words.next()
        let chain = try words.next()
        switch command.bare {
        case "-P", "--policy":
            hasFilter = true
            try readPolicy(of: chain.text, try words.next())
            return
        case "-N", "--new-chain":
            program.declare(chain.text)
            return
        case "-A", "--append": hasFilter = true
        default: throw command.fault(.unknownWord)
        }
        if ["INPUT", "OUTPUT"].contains(chain.text) {
            if isEnabled, faultyTables.insert(chain.text).inserted {
                list.note(chain.fault(.otherTraffic))
            }
            return
        }
        var parser = IptablesRuleParser(words, family: family)
        let targets = try parser.parse()
        if !isEnabled, parser.leadsAway { return }
        for target in targets {
            let step = ChainProgram.Step(
                draft: parser.draft, target: target, isEnabled: isEnabled, word: command)
            // Faults of a rule that stands alone are found where it stands.
            if case .action = target, isEnabled {
                _ = try command.answers(for: try parser.draft.matches())
            }
            try program.append(step, to: chain.text)
        }
    }

    private static let base = "FORWARD"
}
