import Firewall
import Timeline
import Wire

/// Which access lists stand at which interfaces, and for packets in which direction (IOS, "ip access-group").
///
/// What comes in over an interface meets its list whether it is forwarded or for the router itself; what goes out
/// meets one only where it is forwarded: IOS asks no list about what the router sends.
struct CiscoBindings {
    private struct Binding {
        let interface: LinkTest.Pattern
        let name: Word
        let family: IPFamily
        let isIn: Bool
    }

    /// The lists as chains, and in front of them what leads there.
    var program: ChainProgram
    private var bindings: [Binding] = []
    /// The interface being read.
    private var interface: LinkTest.Pattern?

    init(_ budget: Budget) { program = ChainProgram(budget) }

    var isEmpty: Bool { bindings.isEmpty }

    /// The name that a list has as a chain: lists of the two families may be called alike.
    static func key(_ name: String, _ family: IPFamily) -> String {
        family == .v4 ? "4 \(name)" : "6 \(name)"
    }

    func isBound(_ name: String, _ family: IPFamily) -> Bool {
        bindings.contains { $0.name.text == name && $0.family == family }
    }

    /// Reads the name of an interface, in which `-` stands for what no name of a link has: `GigabitEthernet0-1`.
    mutating func openInterface(_ words: inout Words) throws(ForeignFault) {
        _ = try words.next()
        let first = try words.next()
        var text = first.text
        while !words.isAtEnd { text += try words.next().text }
        text = String(text.map { $0 == "/" || $0 == ":" ? "-" : $0 })
        interface = try first.answers(for: try ForeignValues.link(text, wildcard: "*"))
    }

    mutating func endInterface() { interface = nil }

    /// Reads a line of an interface; false where none is being read.
    ///
    /// Only what binds a list says something about packets.
    mutating func readLine(_ words: inout Words) throws(ForeignFault) -> Bool {
        guard let interface else { return false }
        let first = try words.next()
        let isFour = first.text == "ip"
        guard isFour || first.text == "ipv6",
            words.take(isFour ? "access-group" : "traffic-filter")
        else { return true }
        let name = try words.next()
        let direction = try words.next()
        guard ["in", "out"].contains(direction.text) else { throw direction.fault(.unknownWord) }
        let binding = Binding(
            interface: interface, name: name, family: isFour ? .v4 : .v6,
            isIn: direction.text == "in")
        // One of each family and direction: a later line takes the place of an earlier one.
        bindings.removeAll {
            $0.interface == binding.interface && $0.family == binding.family
                && $0.isIn == binding.isIn
        }
        bindings.append(binding)
        return true
    }

    /// Ends a list with a rule that no line of the file has.
    mutating func end(
        _ key: String, _ draft: RuleDraft, _ action: Action, _ word: Word
    ) throws(ForeignFault) {
        try program.append(
            ChainProgram.Step(draft: draft, target: .action(action), isEnabled: true, word: word),
            to: key)
    }

    /// Leads the packets of each interface to its lists, first as they come in and then as they go out.
    ///
    /// - Returns: The names of lists that are not there: IOS lets everything pass.
    mutating func bind(
        in chain: RuleChain, _ names: [(String, IPFamily)]
    ) throws(ForeignFault) -> [ForeignFault] {
        var missing: [ForeignFault] = []
        for (isIn, base) in [(true, "in"), (false, "out")] where isIn || chain == .forward {
            program.declare(base)
            for binding in bindings where binding.isIn == isIn {
                guard names.contains(where: { $0 == (binding.name.text, binding.family) }) else {
                    missing.append(binding.name.fault(.undefined))
                    continue
                }
                var draft = RuleDraft()
                draft.family = binding.family
                try binding.name.answers(
                    for: try draft.narrow(
                        isIn ? .link : .outLink,
                        to: LinkTest(patterns: [binding.interface], isNegated: false)))
                try program.append(
                    ChainProgram.Step(
                        draft: draft, target: .goto(Self.key(binding.name.text, binding.family)),
                        isEnabled: true, word: binding.name), to: base)
            }
            program.add(
                ChainProgram.Base(
                    chain: base, family: nil, priority: isIn ? 0 : 1, policy: .allow,
                    word: Word(text: base, line: 1, range: 0..<0)))
        }
        return missing
    }

    /// Whether a file binds a list to an interface, so that it says which packets a list is about.
    static func areIn(_ bytes: [UInt8], _ budget: Budget) -> Bool {
        var lines = LineReader(bytes, budget)
        while lines.advance() {
            guard lines.line.first == UInt8(ascii: " "), var words = try? lines.words(.none) else {
                continue
            }
            if words.take("ip"), words.take("access-group") { return true }
            if words.take("ipv6"), words.take("traffic-filter") { return true }
        }
        return false
    }
}
