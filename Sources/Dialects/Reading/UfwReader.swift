import Firewall
import Timeline
import Wire

/// Reads command lines of `ufw`, as in `ufw show added`: all about forwarded packets, or all about the host's.
struct UfwReader {
    private var lines: LineReader
    private var list: ForeignList
    /// Whether the rules are those of `ufw route`; nil before the first.
    private var isRouted: Bool?
    private var hasLine = false
    private var routedDefault = Action.deny
    private var incomingDefault = Action.deny

    init(_ bytes: [UInt8], _ list: ForeignList, _ budget: Budget) {
        lines = LineReader(bytes, budget)
        self.list = list
    }

    mutating func read() throws(ForeignFault) -> ForeignRules {
        while lines.advance() {
            do throws(ForeignFault) { try readLine() } catch { try list.skip(error) }
        }
        guard hasLine else {
            throw ForeignFault(line: max(lines.number, 1), range: 0..<0, problem: .noList)
        }
        list.defaultAction = isRouted == false ? incomingDefault : routedDefault
        return list.finished
    }

    private mutating func readLine() throws(ForeignFault) {
        if let start = lines.rest(after: "#off ") {
            // What was no rule is a comment like any other.
            if var words = try? lines.words(.shell, from: start), words.take("ufw") {
                try? readCommand(&words, isEnabled: false)
            }
            return
        }
        if lines.line.first == UInt8(ascii: "#") { return }
        if lines.rest(after: "Added user rules") != nil {
            hasLine = true
            return
        }
        var words = try lines.words(.shell)
        guard let first = words.peek, first.text != "(None)" else { return }
        _ = words.take("sudo")
        guard words.take("ufw") else { throw first.fault(.unknownWord) }
        hasLine = true
        try readCommand(&words, isEnabled: true)
    }

    private mutating func readCommand(_ words: inout Words, isEnabled: Bool) throws(ForeignFault) {
        if words.take("default") { return try readDefault(&words) }
        let isRule = !words.take("enable") && !words.take("--force")
        guard isRule else { return }
        let routed = words.take("route")
        _ = words.take("rule")
        let word = try words.next()
        let action: Action
        switch word.bare {
        case "allow": action = .allow
        case "deny": action = .deny
        case "reject": action = .reject
        case "limit": throw word.fault(.limitPerSource)
        case "delete", "insert", "prepend", "logging", "reset", "reload", "disable", "app":
            throw word.fault(.unsupportedTarget)
        default: throw word.fault(.unknownWord)
        }
        if let isRouted, isRouted != routed { throw word.fault(.secondList) }
        var parser = UfwRuleParser(words, isRouted: routed)
        try parser.parse()
        let notes = parser.notes
        try word.blamed { () throws(ForeignProblem) in
            let count = list.count
            for part in parser.drafts {
                var part = part
                if let notes {
                    var noted = part
                    if !notes { try noted.narrow(states: [.new]) }
                    try list.add(noted, .log, isEnabled: isEnabled)
                }
                if list.count > count { part.name = nil }
                try list.add(part, action, isEnabled: isEnabled)
            }
        }
        isRouted = routed
    }

    private mutating func readDefault(_ words: inout Words) throws(ForeignFault) {
        let word = try words.next()
        let direction = words.isAtEnd ? nil : try words.next()
        guard let action = Action(rawValue: word.bare), action != .log else {
            throw word.fault(.unknownWord)
        }
        switch direction?.bare {
        case "routed": routedDefault = action
        case nil, "incoming": incomingDefault = action
        case "outgoing": break
        default: throw words.fault(.unknownWord)
        }
    }
}
