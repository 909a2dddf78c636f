import Dialects
import Firewall
import Testing
import Wire

/// Names of people stay names, and large files stay within bounds.
@Suite struct NamesAndBoundsTests {
    /// Names that no person can type here, but that have to do no harm.
    static let evil = [
        "x\" drop comment \"", "a\nb", "a\\\" -j ACCEPT", "#", "'; reboot '", "}", "\u{2028}accept",
        String(repeating: "ä", count: 300), "tab\there",
    ]

    @Test(arguments: Dialect.allCases, evil)
    func aNameBecomesNothingElse(_ dialect: Dialect, _ name: String) throws {
        var set = RuleSet()
        let match = RuleMatch(
            source: AddressMatch(RandomRules.ranges("10.0.0.0/8", "::/3").map { .range($0) }))
        _ = try set.add(Rule(.allow, match, name: RuleName(name)))
        let text = try dialect.write(set)
        var bare = RuleSet()
        _ = try bare.add(Rule(.allow, match))
        let plain = try dialect.write(bare)
        let extra = dialect == .cisco ? 2 : 0
        func lines(_ text: [UInt8]) -> Int { text.count { $0 == UInt8(ascii: "\n") } }
        #expect(lines(text) == lines(plain) + extra)
        let rules = try dialect.read(text, isLenient: false)
        let unnamed = try dialect.read(plain, isLenient: false)
        #expect(rules.rules.map(\.rule.unnamed) == unnamed.rules.map(\.rule.unnamed))
        #expect(rules.rules.contains { $0.rule.name != nil })
    }

    @Test func aCommentBecomesANameOfItsOwn() throws {
        let long = String(repeating: "é", count: 60)
        let file = try ReadFile(
            .nft,
            nft(
                """
                tcp dport 1 accept comment "web"
                tcp dport 2 accept comment "web"
                tcp dport 3 accept comment "web 2"
                tcp dport 4 accept comment "10 gigabit"
                tcp dport 5 accept comment "a\\b"
                tcp dport 6 accept comment "\(long)"
                tcp dport 7 accept comment ""
                """))
        let names = file.foreign.rules.map(\.rule.name?.text)
        #expect(
            names == [
                "web", "web 2", "web 2 2", "_10 gigabit", "a_b", String(repeating: "é", count: 32),
                nil,
            ])
    }

    @Test func rulesThatAreOffStayInTheFile() throws {
        for dialect in Dialect.allCases {
            var set = RuleSet()
            let match = RuleMatch(
                source: AddressMatch([.range(AddressRange.all(dialect == .ip6tables))]))
            _ = try set.add(Rule(.allow, match))
            _ = try set.setEnabled(1, false)
            let rules = try dialect.read(try dialect.write(set), isLenient: false).rules
            let off = rules.filter { !$0.isEnabled }
            #expect(off.map(\.rule.action) == [.allow], "\(dialect)")
        }
        let comment = nft("#off is what this firewall is not\ntcp dport 22 accept")
        #expect(try ReadFile(.nft, comment).foreign.rules.count == 1)
    }

    @Test func refusesWhatTheDialectCannotSay() throws {
        func unwritable(
            _ dialect: Dialect, _ rule: Rule, _ change: (inout RuleSet) -> Void = { _ in }
        )
            throws -> UnwritableRule?
        {
            var set = RuleSet(links: ["lan-a", "a-link-of-17-bytes"].map(LinkName.init))
            _ = try set.add(rule)
            change(&set)
            do throws(UnwritableRule) {
                _ = try dialect.write(set)
                return nil
            } catch { return error }
        }
        var match = RuleMatch()
        let plain = Rule(.allow, match)
        let last = try unwritable(.nft, plain) { $0.setOrder(.lastMatch) }
        #expect(last == UnwritableRule(number: 0, problem: .readingOrder(.lastMatch)))
        let rejecting = try unwritable(.cisco, plain) { $0.setDefault(.reject) }
        #expect(rejecting == UnwritableRule(number: 0, problem: .unwritableAction(.reject)))
        func expect(
            _ dialect: Dialect, _ rule: Rule, _ problem: ForeignProblem?,
            _ location: SourceLocation = #_sourceLocation
        ) throws {
            let found = try unwritable(dialect, rule)
            #expect(
                found == problem.map { UnwritableRule(number: 1, problem: $0) },
                sourceLocation: location)
        }
        try expect(.cisco, Rule(.reject, match), .unwritableAction(.reject))
        try expect(.cisco, Rule(.log, match), .unwritableAction(.log))
        try expect(.ufw, Rule(.log, match), .unwritableAction(.log))
        match.states = StateMatch([.new])
        try expect(.cisco, Rule(.allow, match), .unwritableField(.state))
        try expect(.ufw, Rule(.allow, match), .unwritableField(.state))
        try expect(.nft, Rule(.allow, match), nil)
        match = RuleMatch()
        match.links = [LinkName(rawValue: "a-link-of-17-bytes")]
        for dialect in Dialect.allCases {
            try expect(dialect, Rule(.allow, match), .unwritableField(.link))
        }
        match = RuleMatch(proto: ProtocolMatch([IPProtocol(rawValue: 0)]))
        try expect(.iptables, Rule(.allow, match), .unwritableField(.proto))
        try expect(.ufw, Rule(.allow, match), .unwritableField(.proto))
        match = RuleMatch(proto: ProtocolMatch([.tcp]))
        match.flags = FlagMatch(set: [], among: .ece)
        try expect(.iptables, Rule(.allow, match), .unwritableField(.flags))
        try expect(.cisco, Rule(.allow, match), .unwritableField(.flags))
        try expect(.ufw, Rule(.allow, match), .unwritableField(.flags))
        match = RuleMatch()
        match.icmp = ICMPMatch(types: [255])
        try expect(.iptables, Rule(.allow, match), .unwritableField(.icmpType))
        try expect(.ufw, Rule(.allow, match), .unwritableField(.icmpType))
        let limit = RateLimit(packets: 20_000, unit: .second)
        try expect(.iptables, Rule(.allow, RuleMatch(), limit: limit), .unwritableField(.limit))
        try expect(.nft, Rule(.reject, RuleMatch(), limit: limit), .limitIsShared)
        try expect(.ufw, Rule(.allow, RuleMatch(), limit: limit), .unwritableField(.limit))
        let ports = try PortSet(PortRange(first: Port(rawValue: 0), last: Port(rawValue: 9)))
        match = RuleMatch(destinationPorts: PortMatch(ports))
        try expect(.ufw, Rule(.allow, match), .unwritableField(.destinationPort))
        for number in HeaderNumber.allCases {
            match = RuleMatch()
            match.set(.number(number, NumberMatch([Interval(1, 50)])))
            try expect(.ufw, Rule(.allow, match), .unwritableField(.number(number)))
            for dialect in [Dialect.nft, .iptables, .ip6tables] {
                try expect(dialect, Rule(.allow, match), nil)
            }
            // IOS has no word for a length, and none for the hop limit of IPv6.
            let problem = number == .dscp ? nil : ForeignProblem.unwritableField(.number(number))
            try expect(.cisco, Rule(.allow, match), problem)
            match.source = AddressMatch(try #require(Prefix("0.0.0.0/0")))
            try expect(.cisco, Rule(.allow, match), number == .length ? problem : nil)
        }
        var many = RuleMatch(proto: ProtocolMatch([.tcp, .udp]))
        let members = (0..<60).map { AddressRange(Prefix(.v4(IPv4Address(rawValue: $0 * 8)))) }
        many.source = AddressMatch(members.map { .range($0) })
        many.destination = many.source
        try expect(.cisco, Rule(.allow, many), .tooManyCombinations(limit: 4_096))
    }

    // MARK: - Bounds

    @Test(arguments: Dialect.allCases)
    func aLongLineIsAFaultOfItsOwn(_ dialect: Dialect) throws {
        let long = String(repeating: "x", count: 1_000_000)
        let text: String
        switch dialect {
        case .nft: text = nft("tcp dport 1 accept\n\(long)\ntcp dport 2 accept")
        case .iptables, .ip6tables:
            text = iptables("-A FORWARD -p 50 -j DROP\n\(long)\n-A FORWARD -p 51 -j DROP")
        case .cisco:
            text = "ip access-list extended X\n permit ip any any\n\(long)\n permit esp any any\n"
        case .ufw: text = "ufw allow 22\n\(long)\nufw allow 23\n"
        }
        let fault = try #require(refusal(dialect, text))
        #expect(fault.problem == .lineTooLong(limit: 8_192))
        #expect(fault.range == 8_192..<1_000_000)
        let rules = try dialect.read(Array(text.utf8), isLenient: true)
        #expect(rules.rules.count == 2)
        #expect(rules.skipped == [fault])
    }

    @Test(arguments: Dialect.allCases)
    func aMillionLinesAreTooMany(_ dialect: Dialect) throws {
        func lines(_ line: String) -> String { String(repeating: line + "\n", count: 1_000_000) }
        let text: String
        switch dialect {
        case .nft: text = nft(lines("accept"))
        case .iptables, .ip6tables: text = iptables(lines("-A FORWARD -j DROP"))
        case .cisco: text = "ip access-list extended X\n" + lines("permit ip any any")
        case .ufw: text = lines("ufw allow 22")
        }
        let fault = try #require(refusal(dialect, text, isLenient: true))
        #expect(fault.problem == .tooManyRules(limit: RuleSet.limit))
    }

    @Test func setsAndListsHaveBounds() {
        let sets = (0...RuleSet.setLimit).map { "set s\($0) { type ipv4_addr; }" }
        let many = nft("accept", before: sets.joined(separator: "\n"))
        #expect(refusal(.nft, many)?.problem == .tooManySets(limit: RuleSet.setLimit))
        let members = (0...AddressSet.memberLimit).map {
            "10.\($0 >> 16).\($0 >> 8 & 255).\($0 & 255)"
        }
        let large = nft(
            "accept",
            before: "set s { type ipv4_addr; elements = { \(members.joined(separator: ",\n")) } }")
        #expect(
            refusal(.nft, large)?.problem == .tooManyMembers(limit: AddressSet.memberLimit))
        let list = stride(from: 1, to: 4_000, by: 2).map(String.init).joined(separator: ", ")
        #expect(list.utf8.count > 8_192)
        let wide = list.replacing(", ", with: ",\n")
        let product = nft("tcp sport { \(wide) } tcp dport { \(wide) } accept")
        #expect(
            refusal(.nft, product)?.problem == .tooManyCombinations(limit: 4_096))
    }

    @Test func jumpsThatMultiplyAreStopped() throws {
        let chains = (0..<12).map { level in
            "chain c\(level) { " + String(repeating: "jump c\(level + 1); ", count: 12) + "}"
        }
        let text = nft("jump c0", before: chains.joined(separator: "\n") + "\nchain c12 { }")
        #expect(refusal(.nft, text)?.problem == .tooManyRules(limit: RuleSet.limit))
    }
}

extension AddressRange {
    /// Every IPv6, or every IPv4, address.
    fileprivate static func all(_ isSix: Bool) -> AddressRange {
        guard let range = AddressRange(isSix ? "::/0" : "0.0.0.0/0") else {
            preconditionFailure("the text spells a prefix")
        }
        return range
    }
}
