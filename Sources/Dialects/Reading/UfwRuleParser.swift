import Firewall
import Wire

/// Reads a rule behind `allow`, `deny` or `reject` (ufw(8), "RULE SYNTAX").
struct UfwRuleParser {
    private(set) var drafts: [RuleDraft] = []
    /// Whether every packet is noted, or only new connections are; nil: none.
    private(set) var notes: Bool?
    private var draft = RuleDraft()
    private var words: Words
    private let isRouted: Bool
    /// The ports that a profile of an application has, by protocol.
    private var profile: [(proto: IPProtocol, ports: [Interval<UInt16>])] = []

    init(_ words: Words, isRouted: Bool) {
        self.words = words
        self.isRouted = isRouted
    }

    mutating func parse() throws(ForeignFault) {
        var isEmpty = true
        while let word = words.peek {
            _ = try words.next()
            switch word.bare {
            case "in", "out": try readDirection(word)
            case "log": notes = false
            case "log-all": notes = true
            case "from", "to":
                isEmpty = false
                try readSide(isSource: word.bare == "from")
            case "proto":
                let value = try words.next()
                if value.text != "any" { try narrow(proto: value) }
            case "comment": draft.name = RuleName(comment: try words.next().text)
            default:
                guard isEmpty, profile.isEmpty else { throw word.fault(.unknownWord) }
                isEmpty = false
                try readSimple(word)
            }
        }
        if isEmpty, draft[.link] == nil, draft[.outLink] == nil {
            throw ForeignFault(
                line: words.line, range: words.length..<words.length, problem: .missingWord)
        }
        if profile.isEmpty { return drafts = [draft] }
        for (proto, ports) in profile {
            var part = draft
            try words.previous?.blamed { () throws(ForeignProblem) in
                try part.narrow(protocols: [proto])
                try part.narrow(.destinationPort, to: ports)
            }
            drafts.append(part)
        }
    }

    private mutating func readDirection(_ word: Word) throws(ForeignFault) {
        if words.take("on") {
            let name = try words.next()
            // Without `route` it is about the machine's own packets.
            if word.bare == "out", !isRouted { throw word.fault(.otherTraffic) }
            try name.blamed { () throws(ForeignProblem) in
                guard let pattern = try ForeignValues.link(name.text, wildcard: "+") else { return }
                try draft.narrow(
                    word.bare == "out" ? .outLink : .link,
                    to: LinkTest(patterns: [pattern], isNegated: false))
            }
        } else if word.bare == "out" {
            throw word.fault(isRouted ? .unsupported(.outLink) : .otherTraffic)
        }
    }

    /// Reads `ADDRESS`, then `port PORTS` or `app NAME` where they follow.
    private mutating func readSide(isSource: Bool) throws(ForeignFault) {
        let address = try words.next()
        if address.bare != "any" {
            try address.blamed { () throws(ForeignProblem) in
                let match = AddressMatch(try ForeignValues.prefix(address.text))
                try draft.narrow(isSource ? .source : .destination, to: match)
            }
        }
        if words.take("port") {
            try narrow(ports: try words.next(), isSource: isSource)
        } else if words.take("app") {
            let name = try words.next()
            if isSource { throw name.fault(.unsupportedMatch) }
            guard let profile = Self.profile(name.text) else {
                throw name.fault(.undefined)
            }
            self.profile = profile
        }
    }

    /// Reads `22`, `22/tcp`, `80,443/tcp`, `ssh` or the name of an application.
    private mutating func readSimple(_ word: Word) throws(ForeignFault) {
        if let profile = Self.profile(word.text) {
            self.profile = profile
            return
        }
        let parts = word.text.split(separator: "/", omittingEmptySubsequences: false)
        let ports = Word(text: String(parts[0]), line: word.line, range: word.range)
        try narrow(ports: ports, isSource: false)
        guard parts.count > 1 else { return }
        guard parts.count == 2, ["tcp", "udp"].contains(parts[1]) else {
            throw word.fault(.badValue(.notAProtocol))
        }
        try narrow(
            proto: Word(text: String(parts[1]), line: word.line, range: word.range))
    }

    private mutating func narrow(proto word: Word) throws(ForeignFault) {
        try word.answers(for: try draft.narrow(protocols: [try ServiceTable.proto(word.text)]))
    }

    private mutating func narrow(ports word: Word, isSource: Bool) throws(ForeignFault) {
        let spans = try word.read(ServiceTable.portList)
        try word.answers(
            for: try draft.narrow(isSource ? .sourcePort : .destinationPort, to: spans))
    }

    private static func profile(_ name: String) -> [(proto: IPProtocol, ports: [Interval<UInt16>])]?
    {
        profiles.first { $0.name == name }?.ports.map { row in
            (row.proto, row.ports.map { Interval($0, $0) })
        }
    }

    /// The profiles that come with ufw and with the most usual services.
    private static let profiles: [(name: String, ports: [(proto: IPProtocol, ports: [UInt16])])] = [
        ("OpenSSH", [(.tcp, [22])]), ("SSH", [(.tcp, [22])]), ("WWW", [(.tcp, [80])]),
        ("WWW Secure", [(.tcp, [443])]), ("WWW Full", [(.tcp, [80, 443])]),
        ("Apache", [(.tcp, [80])]), ("Apache Secure", [(.tcp, [443])]),
        ("Apache Full", [(.tcp, [80, 443])]),
        ("Nginx HTTP", [(.tcp, [80])]), ("Nginx HTTPS", [(.tcp, [443])]),
        ("Nginx Full", [(.tcp, [80, 443])]), ("DNS", [(.tcp, [53]), (.udp, [53])]),
        ("Postfix", [(.tcp, [25])]), ("SMTP", [(.tcp, [25])]), ("IMAP", [(.tcp, [143])]),
        ("IMAPS", [(.tcp, [993])]), ("POP3", [(.tcp, [110])]), ("POP3S", [(.tcp, [995])]),
        ("LDAP", [(.tcp, [389])]), ("LDAPS", [(.tcp, [636])]),
        ("CIFS", [(.udp, [137, 138]), (.tcp, [139, 445])]),
        ("Samba", [(.udp, [137, 138]), (.tcp, [139, 445])]), ("IPP", [(.tcp, [631])]),
        ("CUPS", [(.tcp, [631])]),
        ("Telnet", [(.tcp, [23])]),
    ]
}
