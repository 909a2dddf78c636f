import Commands
import EventLoop
import Events
import Fabric
import Firewall
import Grammar
import Network
import Wire

/// Carries out the commands about rules and sets.
struct RuleOperations {
    let network: LabNetwork
    let access: Access
    let table: CommandTable<LabCommand>

    func apply(_ command: RuleCommand) throws(LabFault) -> [LabEvent] {
        switch command {
        case .add(let asked, let number, let range):
            let (rule, learned) = network.settled(asked)
            let place = try onRules(number?.range ?? range, rule: range) {
                () throws(RuleSetFault) in
                try network.firewall.add(rule, at: number?.value)
            }
            return [.rule(.edited(.added(place, rule)))] + notes(on: learned) + remark(on: place)
        case .replace(let place, let asked, let range):
            let (rule, learned) = network.settled(asked)
            let number = try number(of: place)
            let old = try onRules(place.range, rule: range) { () throws(RuleSetFault) in
                try network.firewall.replace(number, with: rule)
            }
            return [.rule(.edited(.replaced(number, old: old, new: rule)))] + notes(on: learned)
                + remark(on: number)
        case .move(let rule, let target):
            return [.rule(try move(rule, to: target))] + remark(on: target.value)
        case .list: return [.rule(.listed(RuleListing(network.firewall)))]
        case .path(let number): return [.rule(.path(try path(of: number)))]
        case .delete(let range): return [.rule(try delete(range))]
        case .setEnabled(let place, let isEnabled):
            return [.rule(try setEnabled(place, isEnabled))]
        case .clear, .setDefault, .setOrder, .undo, .redo:
            return [.rule(try applyToAll(command))]
        case .load(let load): return try self.load(load)
        case .save(let file, let format): return try save(file, as: format)
        case .fix: return [.rule(fix())]
        case .check, .find, .whyNot, .compare, .diff: return [.proof(try prove(command))]
        }
    }

    /// A rule by its number, as the list shows it.
    func listed(_ number: Placed<Int>) throws(LabFault) -> ListedRule {
        let entries = network.firewall.entries
        guard entries.indices.contains(number.value - 1) else {
            throw .command(
                network.fault(.noSuchRule(number.value, count: entries.count)), number.range)
        }
        return ListedRule(number: number.value, entries[number.value - 1])
    }

    /// The way that a packet took through the list in use.
    private func path(of number: Placed<Int>) throws(LabFault) -> RulePath {
        let record = try network.record(number)
        let (gateway, list) = (network.gateway, network.list)
        let judged = Array(zip(record.verdicts, record.judgedPackets)).last {
            $0.0.gateway == gateway && $0.0.list == list
        }
        guard let (verdict, packet) = judged else {
            throw .command(.notJudged(number.value, by: list, gateway), number.range)
        }
        let packets = PacketOperations(network: network, access: access)
        guard let misses = try packets.misses(of: verdict, packet, asked: number.range) else {
            throw .command(.rulesChanged(since: number.value), number.range)
        }
        return RulePath(number.value, packet.fields, misses, verdict)
    }

    // MARK: - Proofs

    private var questions: RuleQuestions { RuleQuestions(network.firewall, network.budget) }

    private func prove(_ command: RuleCommand) throws(LabFault) -> ProofEvent {
        switch command {
        case .find(let query): return .searched(try search(query))
        case .whyNot(let packet):
            try network.prepare(at: packet.range)
            let (fields, context, list) = try network.sight(of: try network.named(packet))
            let now = network.fabric.loop.now
            let verdict = network.fabric[network.current][list].decide(fields, context, at: now)
            let questions = RuleQuestions(network.fabric[network.current][list], network.budget)
            return .turned(questions.turn(verdict, of: fields, context, at: now))
        case .compare: return questions.compareOrders()
        case .diff(let file): return .differed(try compare(with: file))
        default: return .checked(questions.check())
        }
    }

    func search(_ query: RuleQuery) throws(LabFault) -> SearchAnswer {
        let match = try onRules(query.range) { () throws(RuleSetFault) in
            try network.firewall.resolved(network.settled(query.match))
        }
        if let answer = questions.search(query.sought, match) { return answer }
        throw .command(.tooManyBoxes(limit: RuleBoxes<UInt32>.limit), query.range)
    }

    func compare(with file: Placed<String>) throws(LabFault) -> ListComparison {
        var (own, other) = (network.firewall, try ruleSet(from: RuleLoad(file)))
        try onRules(file.range) { () throws(RuleSetFault) in
            try own.know(other.settings.links)
            try other.know(own.settings.links)
        }
        return RuleQuestions(own, network.budget).compare(with: other, of: file.value)
    }

    /// What is to be said about a rule that was just put at a number.
    private func remark(on number: Int) -> [LabEvent] {
        let remark = network.firewall.remark(on: number, network.budget)
        if remark.isEmpty { return [] }
        let witnesses = WitnessMaker(network.firewall)
        let finding = remark.problem.map {
            RuleFinding(number, $0, witnesses, order: network.firewall.settings.order)
        }
        return [.proof(.remarked(number, finding, silenced: remark.silenced))]
    }

    // MARK: - Edits

    private func notes(on names: [LearnedName]) -> [LabEvent] {
        names.map { .rule(.learned($0)) }
    }

    private func setEnabled(
        _ place: Placed<RuleReference>, _ isEnabled: Bool
    ) throws(LabFault) -> RuleEvent {
        let number = try number(of: place)
        let rule = try onRules(place.range) { () throws(RuleSetFault) in
            try network.firewall.setEnabled(number, isEnabled)
        }
        return .edited(.enabled(number, isEnabled, rule))
    }

    /// The commands about the list as a whole.
    private func applyToAll(_ command: RuleCommand) throws(LabFault) -> RuleEvent {
        switch command {
        case .setDefault(let action):
            network.firewall.setDefault(action)
            return .edited(.defaultSet(action))
        case .setOrder(let order):
            network.firewall.setOrder(order)
            return .edited(.orderSet(order))
        case .undo:
            return .undone(
                try onRules(0..<0) { () throws(RuleSetFault) in
                    try network.firewall.undo(network.budget)
                })
        case .redo:
            return .redone(
                try onRules(0..<0) { () throws(RuleSetFault) in
                    try network.firewall.redo(network.budget)
                })
        default:
            let count = network.firewall.count
            try onRules(0..<0) { () throws(RuleSetFault) in
                try network.firewall.clear(network.budget)
            }
            return .edited(.cleared(count: count))
        }
    }

    /// Deletes what a check offers to delete; nothing when it did not come to its end.
    private func fix() -> RuleEvent {
        let check = network.firewall.check(network.budget)
        if let end = check.end { return .unfixed(end) }
        let (numbers, rules) = network.firewall.fix(check)
        return .edited(.fixed(numbers, rules))
    }

    private func delete(_ range: RuleRange) throws(LabFault) -> RuleEvent {
        let numbers: Placed<ClosedRange<Int>>
        switch range {
        case .span(let span): numbers = span
        case .one(let place):
            let number = try number(of: place)
            numbers = Placed(number...number, at: place.range)
        }
        let rules = try onRules(numbers.range) { () throws(RuleSetFault) in
            try network.firewall.delete(numbers.value, network.budget)
        }
        return .edited(.deleted(numbers.value, rules))
    }

    private func move(
        _ place: Placed<RuleReference>, to target: Placed<Int>
    ) throws(LabFault) -> RuleEvent {
        let number = try number(of: place)
        let rule: Rule
        do {
            rule = try network.firewall.move(number, to: target.value)
        } catch {
            if case .noSuchPlace = error { throw .command(network.fault(error), target.range) }
            throw .command(network.fault(error), place.range)
        }
        return .edited(.moved(number, to: target.value, rule))
    }

    /// The number of a rule that a person refers to.
    func number(of place: Placed<RuleReference>) throws(LabFault) -> Int {
        switch place.value {
        case .number(let number): number
        case .name(let name):
            try onRules(place.range) { () throws(RuleSetFault) in
                try network.firewall.number(of: name)
            }
        }
    }

    /// Edits the rules and gives a fault its place: one of the rule itself is pointed at as a whole.
    func onRules<Result>(
        _ range: Range<Int>, rule whole: Range<Int>? = nil,
        _ body: () throws(RuleSetFault) -> Result
    ) throws(LabFault) -> Result {
        do {
            return try body()
        } catch {
            switch error {
            case .noSuchRule, .noSuchPlace, .full: throw .command(network.fault(error), range)
            default: throw .command(network.fault(error), whole ?? range)
            }
        }
    }

    // MARK: - Sets

    func apply(_ command: SetCommand) throws(LabFault) -> SetEvent {
        switch command {
        case .add(let name, let members):
            if network.fabric.topology.node(named: name.value.rawValue) != nil {
                throw .command(
                    .network(.topology(.nameTaken(name.value.rawValue, by: .node))), name.range)
            }
            return .changed(
                try onMembers(name, members) { ranges throws(RuleSetFault) in
                    try network.firewall.add(ranges, to: name.value, network.budget)
                })
        case .remove(let name, let members):
            return .changed(
                try onMembers(name, members) { ranges throws(RuleSetFault) in
                    try network.firewall.remove(ranges, from: name.value, network.budget)
                })
        case .delete(let name):
            return .deleted(
                try onRules(name.range) { () throws(RuleSetFault) in
                    try network.firewall.deleteSet(name.value)
                })
        case .list:
            let uses = network.firewall.uses
            return .listed(
                network.firewall.settings.sets.map { Counted($0, count: uses[$0.name] ?? 0) })
        }
    }

    private func onMembers(
        _ name: Placed<SetName>, _ members: [Placed<AddressMatch.Member>],
        _ body: ([AddressRange]) throws(RuleSetFault) -> AddressSet
    ) throws(LabFault) -> AddressSet {
        let last = members.last?.range ?? name.range
        let all = (members.first?.range ?? name.range).lowerBound..<last.upperBound
        var ranges: [AddressRange] = []
        for member in members {
            switch member.value {
            case .range(let range): ranges.append(range)
            case .node(let name):
                do throws(CommandFault) {
                    ranges += try network.addresses(of: name).map { AddressRange(Prefix($0)) }
                } catch {
                    throw .command(error, member.range)
                }
            case .set(let name): throw .command(.rules(.noSuchSet(name)), member.range)
            }
        }
        do {
            return try body(ranges)
        } catch {
            switch error {
            case .repeatedMember, .noSuchMember, .tooManyMembers, .lastMember:
                throw .command(network.fault(error), all)
            default: throw .command(network.fault(error), name.range)
            }
        }
    }
}
