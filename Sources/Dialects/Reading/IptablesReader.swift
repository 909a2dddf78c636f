import Firewall
import Timeline
import Wire

/// Reads what `iptables-save` and `ip6tables-save` print: the table `filter`, from one of its own chains on.
struct IptablesReader {
    private let subject: ChainSubject
    private let family: IPFamily
    private var lines: LineReader
    private var list: ForeignList
    private var program: ChainProgram
    /// What the rules of the whole file do to packets before any is asked.
    private let survey: IptablesRuleParser.Survey
    /// The table that was opened and not committed; rules without any belong to `filter`.
    private var table: Word?
    /// What happens to packets that no rule decides about; without a policy the kernel lets them pass.
    private var policy = Action.allow
    /// What is known of the table when it is another one than `filter`.
    private var other = OtherTable()
    private var noted: Set<String> = []
    /// The chains that the file says are there.
    private var declared: Set<String> = []

    /// What the rules of a table can do to forwarded packets before, or instead of, those of `filter`.
    private struct OtherTable {
        /// Whether packets are led from where they pass to a chain of the table's own.
        var isEntered = false
        /// Whether a rule of such a chain can drop or change packets.
        var isHarmful = false
    }

    init(
        _ bytes: [UInt8], _ list: ForeignList, family: IPFamily, _ subject: ChainSubject,
        _ budget: Budget
    ) {
        self.subject = subject
        self.family = family
        lines = LineReader(bytes, budget)
        survey = Self.survey(bytes, budget)
        program = ChainProgram(budget)
        self.list = list
    }

    mutating func read() throws(ForeignFault) -> ForeignRules { try readChains().finished }

    /// Reads the chains into the list that was given.
    mutating func readChains() throws(ForeignFault) -> ForeignList {
        while lines.advance() {
            do throws(ForeignFault) { try readLine() } catch {
                if isAboutWhole(error.problem) { throw error }
                try list.skip(error)
            }
        }
        if let table { throw table.fault(.unterminatedBlock) }
        guard isThere else {
            throw ForeignFault(line: max(lines.number, 1), range: 0..<0, problem: .noList)
        }
        if let ufw { try complete(ufw) }
        program.add(
            ChainProgram.Base(
                chain: base, family: family, priority: 0, policy: policy,
                word: Word(text: base, line: 1, range: 0..<0)))
        try ChainWriter.write(program, into: &list)
        return list
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
            guard let closed = table else { throw first.fault(.unknownWord) }
            let decides = other.isEntered && other.isHarmful
            (table, other) = (nil, OtherTable())
            if decides { try refuse(closed) }
        } else if isInOtherTable {
            if let table { try readOther(table, &words) }
        } else if first.text.hasPrefix(":") {
            try declare(try words.next(), &words)
        } else {
            try readRule(&words, isEnabled: true)
        }
    }

    /// Reads a line of another table.
    private mutating func readOther(_ table: Word, _ words: inout Words) throws(ForeignFault) {
        if words.peek?.text.hasPrefix("[") ?? false { _ = try words.next() }
        guard let command = words.peek, command.text.hasPrefix("-") else { return }
        _ = try words.next()
        let chain = try words.next().text
        guard let filtered = subject.filtered else { return }
        if table.text == "*nat", subject.isBesideTranslation { return }
        let effect = Self.effect(of: words)
        switch (table.text, chain) {
        // Behind the filter a header may change, as long as nothing is dropped.
        case (_, "POSTROUTING") where effect == .change: note(table, .withoutVerdict)
        case _ where isOther(chain), (_, "PREROUTING") where filtered == .output,
            (_, "POSTROUTING") where filtered == .input:
            note(table, .otherTraffic)
        // Source NAT rewrites packets when they have passed the filter.
        case ("*nat", "POSTROUTING"): note(table, .withoutVerdict)
        case (_, "PREROUTING"), (_, base), (_, "POSTROUTING"):
            switch effect {
            case .none: note(table, .withoutVerdict)
            case .elsewhere: other.isEntered = true
            case .change, .harm: try refuse(table)
            }
        default: if effect == .change || effect == .harm { other.isHarmful = true }
        }
    }

    /// What a rule of another table does to a packet.
    private enum Effect {
        /// Nothing that a rule here could ask for.
        case none
        /// It leads to a chain.
        case elsewhere
        /// It changes the header.
        case change
        case harm
    }

    private static func effect(of words: Words) -> Effect {
        var words = words
        while let word = try? words.next() {
            guard ["-j", "--jump", "-g", "--goto"].contains(word.bare) else { continue }
            guard let target = try? words.next().text else { break }
            switch target {
            case "ACCEPT", "RETURN", "LOG", "NFLOG", "ULOG": return .none
            case "DROP", "REJECT": return .harm
            default:
                if ForeignWord.isWithoutVerdict(target) { return .none }
                if ForeignWord.target(ofIptables: target) == .headerChange { return .change }
                return ForeignWord.target(ofIptables: target) == nil ? .elsewhere : .harm
            }
        }
        return .none
    }

    private mutating func refuse(_ table: Word) throws(ForeignFault) {
        guard noted.insert("\(table.text) refused").inserted else { return }
        throw table.fault(.otherTable)
    }

    private mutating func note(_ table: Word, _ problem: ForeignProblem) {
        guard noted.insert("\(table.text) \(problem.name)").inserted else { return }
        list.note(table.fault(problem))
    }

    private var isThere: Bool { program.chains[base] != nil }
    /// The table that is read.
    private var wanted: String { subject.filtered == nil ? "*nat" : "*filter" }
    /// Lines without a table are about `filter`.
    private var isInOtherTable: Bool { (table?.text ?? "*filter") != wanted }

    private static func survey(_ bytes: [UInt8], _ budget: Budget) -> IptablesRuleParser.Survey {
        var lines = LineReader(bytes, budget)
        var targets: Set<String> = []
        var isTracked = false
        while lines.advance() {
            guard lines.line.first == UInt8(ascii: "-"), var words = try? lines.words(.escaped)
            else { continue }
            while let word = try? words.next() {
                switch word.bare {
                case "--state", "--ctstate", "MASQUERADE", "SNAT", "DNAT": isTracked = true
                case "-j", "--jump":
                    if let target = words.peek?.text { targets.insert(target) }
                default: break
                }
            }
        }
        return IptablesRuleParser.Survey(
            isTracked: isTracked, marks: MarkSurvey(iptables: targets))
    }

    private mutating func openTable(_ word: Word) throws(ForeignFault) {
        if let table { throw table.fault(.unterminatedBlock) }
        if word.text == wanted {
            // ufw's files leave what is there as it is (`iptables-restore -n`).
            if isThere, ufw == nil { throw word.fault(.secondList) }
            program.declare(base)
        }
        table = word
    }

    private mutating func declare(_ chain: Word, _ words: inout Words) throws(ForeignFault) {
        let name = String(chain.text.dropFirst())
        program.declare(name)
        declared.insert(name)
        try readPolicy(of: name, try words.next())
    }

    private mutating func readPolicy(of chain: String, _ word: Word) throws(ForeignFault) {
        switch word.text {
        case "ACCEPT": if chain == base { policy = .allow }
        case "DROP": if chain == base { policy = .deny }
        case "-": break
        default: throw word.fault(.unsupportedTarget)
        }
    }

    /// What ufw puts around the chains that the file has, where it is one of ufw's own: these say nothing of the chains to
    /// which packets come first.
    private var ufw: UfwChains? {
        guard let chain = subject.filtered, declared.isDisjoint(with: Self.firstChains) else {
            return nil
        }
        let ufw = UfwChains(family, chain)
        return ufw.areIn(declared) ? ufw : nil
    }

    private static let firstChains = RuleChain.allCases.map(\.iptablesName)

    /// Leads packets to ufw's chains in the order in which it asks them.
    private mutating func complete(_ ufw: UfwChains) throws(ForeignFault) {
        let word = Word(text: base, line: 1, range: 0..<0)
        var draft = RuleDraft()
        draft.family = family
        func step(_ target: ChainProgram.Target) -> ChainProgram.Step {
            ChainProgram.Step(draft: draft, target: target, isEnabled: true, word: word)
        }
        policy = ufw.policy
        for name in ufw.notingNames { program.declare(name) }
        if program.chains[ufw.policyName] == nil {
            try program.append(step(.action(policy)), to: ufw.policyName)
        }
        for name in ufw.order + [ufw.user.own] { program.declare(name) }
        try program.append(step(.jump(ufw.user.own)), to: ufw.user.end)
        try program.insert(ufw.order.map { step(.jump($0)) }, of: base)
    }

    private mutating func readRule(_ words: inout Words, isEnabled: Bool) throws(ForeignFault) {
        // Packet and byte counters.
        if let counter = words.peek, counter.text.hasPrefix("[") { _ = try words.next() }
        let command = try words.next()
        let chain = try words.next()
        switch command.bare {
        case "-P", "--policy":
            program.declare(base)
            try readPolicy(of: chain.text, try words.next())
            return
        case "-N", "--new-chain":
            program.declare(chain.text)
            return
        case "-A", "--append": program.declare(base)
        case "-I", "--insert":
            // At another place than the first it would count rules that do nothing here.
            if let place = words.peek, place.bare.first?.isNumber ?? false {
                guard try words.next().bare == "1" else { throw place.fault(.unknownWord) }
            }
            program.declare(base)
        default: throw command.fault(.unknownWord)
        }
        let isOther = isOther(chain.text)
        if isOther, isEnabled, subject.filtered != nil, noted.insert(chain.text).inserted {
            list.note(chain.fault(.otherTraffic))
        }
        var parser = IptablesRuleParser(
            words, family: family, subject, own: list.links.own, survey)
        var targets: [ChainProgram.Target]
        do throws(ForeignFault) {
            targets = try parser.parse()
            // Faults of a rule that stands alone are found where it stands.
            if case .action? = targets.first, isEnabled {
                _ = try command.answers(for: try parser.draft.matches())
            }
        } catch {
            if !isEnabled { return }
            // It matters where forwarded packets come to it; elsewhere it is only said.
            if isOther { return subject.filtered == nil ? () : list.note(error) }
            targets = [.unreadable(error)]
        }
        if isOther || (!isEnabled && parser.leadsAway) { return }
        for fault in parser.remarks.notes { list.note(fault) }
        for fault in parser.remarks.chances { try list.skip(fault) }
        let steps = targets.map { target in
            var draft = parser.draft
            if case .unreadable = target { draft = RuleDraft() }
            return ChainProgram.Step(
                draft: draft, target: named(target), isEnabled: isEnabled, word: command)
        }
        if ["-I", "--insert"].contains(command.bare) {
            try program.insert(steps, of: chain.text)
        } else {
            for step in steps { try program.append(step, to: chain.text) }
        }
    }

    /// A target that says, of a prefix, what its chain translates.
    private func named(_ target: ChainProgram.Target) -> ChainProgram.Target {
        guard case .translate(var made) = target, case .translation(let end, _) = subject,
            case .prefix = made.kind
        else { return target }
        made.kind = .prefix(end)
        return .translate(made)
    }

    private var base: String {
        switch subject {
        case .filter(let chain, _): chain.iptablesName
        case .translation(let end, let isOwn): end.hook(isOwn: isOwn).uppercased()
        }
    }

    /// Whether it is a chain that the packets of the one that is read do not meet.
    private func isOther(_ name: String) -> Bool {
        let own = RuleChain.allCases.map(\.iptablesName)
        let around = subject.filtered == nil ? ["PREROUTING", "POSTROUTING"] : []
        return name != base && (own + around).contains(name)
    }
}
