import Firewall
import Testing
import Timeline
import Wire

/// The first rule that matches decides; what it says is counted and explained.
@Suite struct FirstMatchTests {
    /// Both ways to decide, which have to agree.
    private func decide(_ set: RuleSet, _ packet: PacketFields) -> Verdict {
        var set = set
        let verdict = set.decide(packet)
        #expect(verdict == set.decideByReading(packet))
        return verdict
    }

    @Test func decidesByTheFirstThatMatches() throws {
        let set = try RuleSet([
            rule(.allow, from: "192.168.1.100"),
            Rule(.allow, RuleMatch(destinationPorts: ports("22"))),
            Rule(.allow, RuleMatch(destinationPorts: ports("443"))),
            rule(.deny, from: "10.0.0.5"),
        ])
        func verdict(_ source: String, _ destination: String, _ port: UInt16) -> Verdict {
            decide(set, packet(source, destination, 40_000, port))
        }
        #expect(verdict("192.168.1.100", "192.168.1.1", 8080) == Verdict(.allow, by: .rule(1)))
        #expect(verdict("192.168.1.50", "192.168.1.1", 443) == Verdict(.allow, by: .rule(3)))
        #expect(verdict("10.0.0.5", "192.168.1.1", 80) == Verdict(.deny, by: .rule(4)))
        #expect(verdict("10.0.0.5", "192.168.1.1", 22) == Verdict(.allow, by: .rule(2)))
        #expect(verdict("0.0.0.1", "132.145.78.1", 444) == Verdict(.deny, by: .byDefault))
    }

    @Test func decidesByOrderAlone() throws {
        var set = try RuleSet([rule(.deny, from: "10.0.0.0/8"), rule(.allow, from: "10.0.0.5")])
        let asked = packet("10.0.0.5", "10.9.9.9", 1, 2)
        #expect(decide(set, asked) == Verdict(.deny, by: .rule(1)))
        _ = try set.move(2, to: 1)
        #expect(decide(set, asked) == Verdict(.allow, by: .rule(1)))
    }

    @Test func followsEveryChangeAtOnce() throws {
        var set = RuleSet()
        let asked = packet("10.0.0.5", "10.9.9.9", 1, 2)
        #expect(set.decide(asked) == Verdict(.deny, by: .byDefault))
        set.setDefault(.allow)
        #expect(set.decide(asked) == Verdict(.allow, by: .byDefault))
        _ = try set.add(rule(.deny, from: "10.0.0.5"))
        #expect(set.decide(asked) == Verdict(.deny, by: .rule(1)))
        _ = try set.add(rule(.allow, from: "10.0.0.0/8"), at: 1)
        #expect(set.decide(asked) == Verdict(.allow, by: .rule(1)))
        _ = try set.move(1, to: 2)
        #expect(set.decide(asked) == Verdict(.deny, by: .rule(1)))
        _ = try set.replace(1, with: rule(.deny, from: "10.0.0.6"))
        #expect(set.decide(asked) == Verdict(.allow, by: .rule(2)))
        _ = try set.delete(2)
        #expect(set.decide(asked) == Verdict(.allow, by: .byDefault))
        try set.clear()
        set.setDefault(.deny)
        #expect(set.decide(asked) == Verdict(.deny, by: .byDefault))
    }

    @Test func followsAMoveOfARuleThatIsNotAsked() throws {
        var set = try RuleSet([rule(.deny, from: "10.0.0.1"), rule(.allow, from: "10.0.0.2")])
        let asked = packet("10.0.0.2", "10.9.9.9", 1, 2)
        #expect(set.decide(asked) == Verdict(.allow, by: .rule(2)))
        _ = try set.move(1, to: 2)
        #expect(set.decide(asked) == Verdict(.allow, by: .rule(1)))
    }

    @Test func matchesBothFamiliesWithoutAnAddressAndOneWithIt() throws {
        let four = packet("10.0.0.1", "10.0.0.2", 1, 2)
        let six = packet("2001:db8::1", "2001:db8::2", 1, 2)
        let everything = try RuleSet([Rule(.allow, RuleMatch())])
        #expect(decide(everything, four).action == .allow)
        #expect(decide(everything, six).action == .allow)
        let zero = try RuleSet([rule(.allow, from: "0.0.0.0/0")])
        #expect(decide(zero, four).action == .allow)
        #expect(decide(zero, six).action == .deny)
        let sixZero = try RuleSet([rule(.allow, from: "::/0")])
        #expect(decide(sixZero, four).action == .deny)
        #expect(decide(sixZero, six).action == .allow)
    }

    @Test(arguments: ["0-65535", "0", "65535"])
    func neverMatchesPortsOnAPacketWithout(_ text: String) throws {
        let set = try RuleSet([
            Rule(.allow, RuleMatch(destinationPorts: ports(text))),
            Rule(.allow, RuleMatch(sourcePorts: ports(text))),
        ])
        #expect(decide(set, packet("10.0.0.1", "10.0.0.2")).decider == .byDefault)
    }

    @Test func countsWhatDecided() throws {
        var set = try RuleSet([rule(.allow, from: "10.0.0.1"), rule(.deny, from: "10.0.0.2")])
        for source in ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.2"] {
            set.count(set.decide(packet(source, "10.0.0.9", 1, 2)))
        }
        #expect(set.entries.map(\.hits) == [1, 2])
        #expect(set.defaultHits == 1)
    }

    @Test func countsBytesAndTheLastHit() throws {
        var set = try RuleSet([
            Rule(.log, RuleMatch()), rule(.allow, from: "10.0.0.1"),
            Rule(.log, RuleMatch(destinationPorts: ports("2"))),
        ])
        let verdict = set.decide(packet("10.0.0.1", "10.0.0.9", 1, 2))
        #expect(verdict == Verdict(.allow, by: .rule(2), noted: [1]))
        set.count(verdict, length: 40, at: at(3))
        set.count(verdict, length: 2, at: at(4))
        let other = set.decide(packet("10.0.0.2", "10.0.0.9", 1, 2))
        #expect(other == Verdict(.deny, by: .byDefault, noted: [1, 3]))
        set.count(other, length: 100, at: at(5))
        #expect(set.entries.map(\.hits) == [3, 2, 1])
        #expect(set.entries.map(\.bytes) == [142, 42, 100])
        #expect(set.entries.map(\.lastHit) == [at(5), at(4), at(5)])
        #expect(set.defaultHits == 1)
    }

    /// A match on every field that a TCP segment has.
    private var segmentMatch: RuleMatch {
        var match = RuleMatch(
            proto: ProtocolMatch([.tcp]), source: addresses("10.0.0.1"), sourcePorts: ports("1"),
            destination: addresses("10.0.0.2"), destinationPorts: ports("2"))
        match.flags = FlagMatch(set: .syn, among: [.syn, .ack])
        match.links = [LinkName(rawValue: "lan-a")]
        match.states = StateMatch([.new])
        return match
    }

    @Test(arguments: [
        (RuleField.proto, "10.0.0.1", UInt16(1), "10.0.0.2", UInt16(2)),
        (.source, "10.0.0.9", 9, "10.0.0.9", 9), (.sourcePort, "10.0.0.1", 9, "10.0.0.9", 9),
        (.destination, "10.0.0.1", 1, "10.0.0.9", 9),
        (.destinationPort, "10.0.0.1", 1, "10.0.0.2", 9), (.flags, "10.0.0.1", 1, "10.0.0.2", 2),
    ])
    func namesTheFieldThatDidNotMatch(
        _ field: RuleField, _ source: String, _ sourcePort: UInt16, _ destination: String,
        _ port: UInt16
    ) {
        var fields = packet(
            source, destination, sourcePort, port, proto: field == .proto ? .udp : .tcp)
        let lan = PacketContext(link: LinkName(rawValue: "lan-a"))
        // Without a TCP header there are no flags, and the wrong ones are as bad.
        #expect(segmentMatch.firstMismatch(with: fields, lan) == field)
        fields.tcpFlags = field == .flags ? [.syn, .ack] : .syn
        #expect(segmentMatch.firstMismatch(with: fields, lan) == field)
    }

    @Test func namesTheFieldBeyondThePacket() {
        var fields = packet("10.0.0.1", "10.0.0.2", 1, 2)
        fields.tcpFlags = [.syn, .psh]
        let match = segmentMatch
        func mismatch(_ link: String?, _ state: ConnectionState) -> RuleField? {
            let context = PacketContext(link: link.map(LinkName.init(rawValue:)), state: state)
            return match.firstMismatch(with: fields, context)
        }
        #expect(mismatch("lan-a", .new) == nil)
        #expect(mismatch("internet", .new) == .link)
        #expect(mismatch(nil, .new) == .link)
        #expect(mismatch("lan-a", .established) == .state)
        #expect(mismatch("internet", .established) == .link)
    }

    @Test func namesTheFieldOfAMessage() {
        var match = RuleMatch(proto: ProtocolMatch([.icmp]))
        match.icmp = ICMPMatch(types: [3, 8], codes: [0, 1])
        var fields = packet("10.0.0.1", "10.0.0.2")
        #expect(match.firstMismatch(with: fields) == .icmpType)
        for (type, code, field) in [
            (8, 0, nil), (3, 1, nil), (0, 0, .icmpType), (8, 2, .icmpCode), (4, 9, .icmpType),
        ] as [(UInt8, UInt8, RuleField?)] {
            fields.icmpType = type
            fields.icmpCode = code
            #expect(match.firstMismatch(with: fields) == field, "\(type) \(code)")
        }
        match.icmp = ICMPMatch(types: [4])
        #expect(match.firstMismatch(with: fields) == nil)
    }

    @Test(arguments: RuleField.allCases)
    func tellsAboutWhichFieldsItAsks(_ field: RuleField) {
        var whole = segmentMatch
        for number in HeaderNumber.allCases {
            whole.set(.number(number, NumberMatch([number.row.whole])))
        }
        whole.outLinks = [LinkName(rawValue: "internet")]
        whole.icmp = ICMPMatch(types: [8], codes: [0])
        #expect(whole.asks(about: field) == (field != .limit))
        #expect(!RuleMatch().asks(about: field))
        whole.icmp = ICMPMatch(types: [8])
        #expect(whole.asks(about: field) == (field != .limit && field != .icmpCode))
    }
}
