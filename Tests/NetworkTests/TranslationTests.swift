import Firewall
import Network
import Testing
import Timeline
import Wire

@Suite struct TranslationTests {
    private let lan = Translator.lan
    private let internet = Translator.internet

    private func masquerade(
        _ range: String? = nil, ports text: String? = nil
    ) throws -> NATRule {
        var match = RuleMatch(source: AddressMatch(prefix(range ?? "10.0.0.0/24")))
        if text != nil { match.proto = ProtocolMatch([.tcp, .udp]) }
        return try NATRule(
            .masquerade(ports: text.map { ports($0) }), match, out: internet)
    }

    private func publish(
        _ port: UInt16, at address: String = "203.0.113.2", to server: String,
        on link: LinkName? = nil,
        port inside: UInt16? = nil
    ) throws -> NATRule {
        var match = RuleMatch(
            proto: ProtocolMatch([.tcp]), destination: AddressMatch(prefix(address)),
            destinationPorts: PortMatch(try #require(PortSet("\(port)"))))
        if let link { match.links = [link] }
        let range = inside.map { PortRange(Port(rawValue: $0)) }
        return try NATRule(.destination(NATPool(address4(server), ports: range)), match)
    }

    // MARK: - Sources

    @Test func aSourceIsHiddenAndItsAnswersComeBack() throws {
        var router = try Translator([try masquerade()])
        for proto in [IPProtocol.tcp, .udp] {
            let out = try router.send(
                try packet("10.0.0.5:40000", "198.51.100.9:53", proto), on: lan)
            #expect(out.ends == "203.0.113.2:40000 > 198.51.100.9:53")
            #expect(out.checksumsAreRight)
            let change = try #require(router.changes.first)
            #expect(change.end == .source && change.rule == 1)
            #expect(change.before.originator == Endpoint("10.0.0.5:40000"))
            #expect(change.after.originator == Endpoint("203.0.113.2:40000"))
            let back = try router.send(
                try packet(
                    "198.51.100.9:53", "203.0.113.2:40000", proto, flags: [.syn, .ack]),
                on: internet)
            #expect(back.ends == "198.51.100.9:53 > 10.0.0.5:40000")
            #expect(back.checksumsAreRight)
            #expect(router.changes.map(\.end) == [.destination])
            #expect(router.changes.map(\.rule) == [nil])
        }
        let records = router.flows.flows(at: .start)
        #expect(
            records.map(\.translated?.originator) == [
                Endpoint("203.0.113.2:40000"), Endpoint("203.0.113.2:40000"),
            ])
        // Nobody else's answer, and nobody whom the rule does not name.
        let stray = try packet("198.51.100.9:54", "203.0.113.2:40000")
        #expect(router.pass(stray, on: internet) == .own(stray))
        let other = try packet("10.0.1.5:40000", "198.51.100.9:54")
        #expect(router.pass(other, on: lan) == .out(other, internet))
    }

    @Test func anotherPortIsTakenInItsOrder() throws {
        var router = try Translator([try masquerade()])
        func from(_ host: String, to: String = "198.51.100.9:53") throws -> String? {
            try router.send(try packet(host, to), on: lan).fields.sourcePort.map {
                "\($0.rawValue)"
            }
        }
        #expect(try from("10.0.0.5:40000") == "40000")
        #expect(try from("10.0.0.6:40000") == "40001")
        #expect(try from("10.0.0.7:40000") == "40002")
        // To another destination the port is free.
        #expect(try from("10.0.0.8:40000", to: "198.51.100.9:54") == "40000")
        // A source keeps what it has got.
        #expect(try from("10.0.0.6:40000", to: "198.51.100.9:55") == "40001")
        #expect(try from("10.0.0.5:65535") == "65535")
        #expect(try from("10.0.0.6:65535") == "1024")
        #expect(try from("10.0.0.5:600") == "600")
        #expect(try from("10.0.0.6:600") == "601")
        #expect(try from("10.0.0.5:1023") == "1023")
        #expect(try from("10.0.0.6:1023") == "602")
        #expect(try from("10.0.0.5:53") == "53")
        #expect(try from("10.0.0.6:53") == "54")
    }

    @Test func portsRunOutAndComeBack() throws {
        var router = try Translator([try masquerade(ports: "5000-5002")])
        func result(_ host: Int) throws -> Translator.Way {
            router.pass(try packet("10.0.0.\(host):40000", "198.51.100.9:53"), on: lan)
        }
        var given: Set<UInt16> = []
        for host in 1...3 {
            guard case .out(let out, _) = try result(host) else {
                Issue.record("refused")
                return
            }
            given.insert(try #require(out.fields.sourcePort).rawValue)
        }
        #expect(given == [5000, 5001, 5002])
        #expect(try result(4) == .refused(.portsExhausted))
        #expect(router.flows.count == 3)
        router.now = at(29)
        #expect(try result(5) == .refused(.portsExhausted))
        router.now = at(30)
        guard case .out = try result(6) else {
            Issue.record("a port is free again")
            return
        }
        router.now = .start
    }

    @Test func protocolsWithoutPortsShareAnAddressOnlyByDestination() throws {
        var router = try Translator([try masquerade()])
        func esp(_ host: String, _ to: String) throws -> Translator.Way {
            router.pass(try packet(host, to, .esp), on: lan)
        }
        guard case .out(let out, _) = try esp("10.0.0.5", "198.51.100.9") else {
            Issue.record("refused")
            return
        }
        #expect(out.ends == "203.0.113.2 > 198.51.100.9")
        #expect(try esp("10.0.0.6", "198.51.100.9") == .refused(.addressInUse))
        guard case .out = try esp("10.0.0.6", "198.51.100.10") else {
            Issue.record("refused")
            return
        }
    }

    @Test func echoesAreToldApartByIdentifier() throws {
        var router = try Translator([try masquerade()])
        let asks = try [
            echo(.request, "10.0.0.5", "198.51.100.9", 7),
            echo(.request, "10.0.0.6", "198.51.100.9", 7),
        ]
        var ends: [Packet] = []
        for ask in asks { ends.append(try router.send(ask, on: lan)) }
        #expect(
            ends.map(\.ends) == [
                "203.0.113.2 > 198.51.100.9 id 7", "203.0.113.2 > 198.51.100.9 id 8",
            ])
        let back = try router.send(try echo(.reply, "198.51.100.9", "203.0.113.2", 8), on: internet)
        #expect(back.ends == "198.51.100.9 > 10.0.0.6 id 7")
        for packet in ends + [back] { #expect(packet.checksumsAreRight) }
    }

    @Test func aLinkWithoutAddressAndAChangedLinkAreNamed() throws {
        var router = try Translator([try masquerade("10.0.0.0/16")])
        router.address = nil
        #expect(
            try router.pass(packet("10.0.0.5:1", "198.51.100.9:53"), on: lan)
                == .refused(.noAddress))
        router.address = address4("203.0.113.2")
        let ask = try packet("10.0.0.5:1", "198.51.100.9:53")
        _ = try router.send(ask, on: lan)
        var tracked = router.flows.track(ask, at: .start)
        let elsewhere = router.rules.translateOut(
            ask, &tracked, on: lan, out: LinkName(rawValue: "other"), address: nil,
            flows: &router.flows, at: .start)
        guard case .refused(.linkChanged) = elsewhere else {
            Issue.record("\(elsewhere)")
            return
        }
        #expect(router.flows.count == 0)
    }

    // MARK: - Destinations

    @Test func aServiceIsPublished() throws {
        var router = try Translator([
            try publish(443, to: "10.0.1.80", on: internet, port: 8443)
        ])
        let ask = try packet("198.51.100.9:5000", "203.0.113.2:443", .tcp)
        let inside = try router.send(ask, on: internet)
        #expect(inside.ends == "198.51.100.9:5000 > 10.0.1.80:8443")
        let back = try router.send(
            try packet("10.0.1.80:8443", "198.51.100.9:5000", .tcp, flags: [.syn, .ack]),
            on: lan)
        #expect(back.ends == "203.0.113.2:443 > 198.51.100.9:5000")
        #expect(inside.checksumsAreRight && back.checksumsAreRight)
        let other = try packet("198.51.100.9:5000", "203.0.113.2:80", .tcp)
        #expect(router.pass(other, on: internet) == .own(other))
        // Whoever asks the server itself has another flow; its answers must not look like those of the first.
        let direct = try router.send(
            try packet("198.51.100.9:5000", "10.0.1.80:8443", .tcp), on: internet)
        #expect(direct.ends == "198.51.100.9:5001 > 10.0.1.80:8443")
        #expect(router.changes.map(\.rule) == [nil])
    }

    /// A host inside asks for a service of another by its outside address.
    @Test func hairpinningIsAConsequence() throws {
        var router = try Translator([
            try publish(443, to: "10.0.0.80"),
            try NATRule(
                .masquerade(ports: nil), RuleMatch(source: AddressMatch(prefix("10.0.0.0/24"))),
                out: lan),
        ])
        let ask = try packet("10.0.0.5:5000", "203.0.113.2:443", .tcp)
        let inside = try router.send(ask, on: lan)
        #expect(inside.ends == "10.0.0.254:5000 > 10.0.0.80:443")
        #expect(router.changes.map(\.end) == [.destination, .source])
        #expect(router.changes.map(\.rule) == [1, 2])
        let back = try router.send(
            try packet("10.0.0.80:443", "10.0.0.254:5000", .tcp, flags: [.syn, .ack]),
            on: lan)
        #expect(back.ends == "203.0.113.2:443 > 10.0.0.5:5000")
        #expect(router.changes.map(\.end) == [.destination, .source])
        // Without the second rule the answer would not come through the router: the host would not know it.
        var half = try Translator([try publish(443, to: "10.0.0.80")])
        #expect(try half.send(ask, on: lan).ends == "10.0.0.5:5000 > 10.0.0.80:443")
    }

    @Test func oneToOneWorksBothWays() throws {
        var match = RuleMatch()
        match.links = [internet]
        var router = try Translator([
            try NATRule(
                .oneToOne(inside: prefix("10.0.0.0/24"), outside: prefix("192.0.2.0/24")), match)
        ])
        let out = try router.send(try packet("10.0.0.5:9", "198.51.100.9:53"), on: lan)
        #expect(out.ends == "192.0.2.5:9 > 198.51.100.9:53")
        let ask = try router.send(try packet("198.51.100.9:77", "192.0.2.6:53"), on: internet)
        #expect(ask.ends == "198.51.100.9:77 > 10.0.0.6:53")
        let answer = try router.send(try packet("10.0.0.6:53", "198.51.100.9:77"), on: lan)
        #expect(answer.ends == "192.0.2.6:53 > 198.51.100.9:77")
        let own = try router.send(try packet("10.0.0.6:53", "192.0.2.5:77"), on: lan)
        // The rule is about the outside: so this one goes there, from where it may be sent back.
        #expect(own.ends == "192.0.2.6:53 > 192.0.2.5:77")
    }

    // MARK: - Errors

    /// An error quotes the packet as it was where it failed; its receiver gets it as it was sent.
    @Test func errorsAreTranslatedOutsideAndInside() throws {
        var router = try Translator([
            try publish(443, to: "10.0.1.80", port: 8443), try masquerade(),
        ])
        let asked = try router.send(try packet("10.0.0.5:40000", "198.51.100.9:53"), on: lan)
        let error = try PacketDraft(
            source: address("198.51.100.254"), destination: asked.fields.source,
            transport: .icmpError(type: 3, code: 4, rest: 1400, about: asked.bytes)
        ).build()
        let back = try router.send(error, on: internet)
        #expect(back.ends == "198.51.100.254 > 10.0.0.5")
        #expect(back.quotedEnds == "10.0.0.5:40000 > 198.51.100.9:53")
        #expect(back.checksumsAreRight)
        #expect(router.changes.map(\.isError) == [true])
        // A router inside says that it can't reach the server: from outside it is the published address.
        let inside = try router.send(
            try packet("198.51.100.9:5000", "203.0.113.2:443", .tcp), on: internet)
        let unreachable = try PacketDraft(
            source: address("10.0.1.1"), destination: inside.fields.source,
            transport: .icmpError(type: 3, code: 1, about: inside.bytes)
        ).build()
        let told = try router.send(unreachable, on: lan)
        #expect(told.ends == "203.0.113.2 > 198.51.100.9")
        #expect(told.quotedEnds == "198.51.100.9:5000 > 203.0.113.2:443")
        #expect(told.checksumsAreRight)
        let redirect = try PacketDraft(
            source: address("10.0.1.1"), destination: inside.fields.source,
            transport: .icmpError(type: 5, code: 1, about: inside.bytes)
        ).build()
        #expect(router.pass(redirect, on: lan) == .refused(.redirect))
        let short = try PacketDraft(
            source: address("10.0.1.1"), destination: inside.fields.source,
            transport: .icmpError(type: 3, code: 1, about: Array(inside.bytes.prefix(24)))
        ).build()
        #expect(router.pass(short, on: lan) == .refused(.shortQuote))
    }

    @Test func checksumsAreCorrectedAndNeverRepaired() throws {
        var router = try Translator([try masquerade()])
        // A UDP sender that makes none.
        var bytes = try packet("10.0.0.5:40000", "198.51.100.9:53").bytes
        bytes.put(bigEndian: 0, at: 26)
        let none = try router.send(try .parse(bytes), on: lan)
        #expect(none.bytes[26..<28] == [0, 0])
        #expect(none.transportChecksumIsRight == nil)
        for proto in [IPProtocol.tcp, .udp] {
            var wrong = try packet("10.0.0.5:41000", "198.51.100.9:53", proto).bytes
            wrong[wrong.count - 1] ^= 1
            let out = try router.send(try .parse(wrong), on: lan)
            #expect(out.ends == "203.0.113.2:41000 > 198.51.100.9:53")
            #expect(out.transportChecksumIsRight == false)
        }
    }

    /// What is of no flow passes as it is, with the address that it has: as with Linux.
    @Test func invalidPacketsAreNotTranslated() throws {
        var router = try Translator([try masquerade()])
        let stray = try packet("10.0.0.5:40000", "198.51.100.9:80", .tcp, flags: .ack)
        #expect(router.pass(stray, on: lan) == .out(stray, internet))
        let six = try packet("[2001:db8::1]:1", "[2001:db8:1::1]:2")
        #expect(router.pass(six, on: lan) == .out(six, internet))
    }

    // MARK: - Rules

    @Test func rulesThatMeanNothingAreRefused() throws {
        func fault(
            _ action: NATAction, _ match: RuleMatch = RuleMatch(), out: LinkName? = nil
        ) -> NATRuleFault? {
            do throws(NATRuleFault) {
                _ = try NATRule(action, match, out: out)
                return nil
            } catch {
                return error
            }
        }
        let six = RuleMatch(source: AddressMatch(prefix("2001:db8::/32")))
        let pool = NATPool(address4("10.0.0.1"))
        let ported = NATPool(address4("10.0.0.1"), ports: ports("80"))
        #expect(fault(.masquerade(ports: nil), six) == .notIPv4)
        #expect(fault(.source(NATPool(addresses: range("2001:db8::1-2001:db8::9")))) == .notIPv4)
        #expect(fault(.destination(ported)) == .portsWithoutProtocol)
        #expect(
            fault(.destination(ported), RuleMatch(proto: ProtocolMatch([.icmp, .tcp])))
                == .portsWithoutProtocol)
        #expect(fault(.destination(ported), RuleMatch(proto: ProtocolMatch([.tcp]))) == nil)
        #expect(fault(.destination(pool), out: internet) == .outBeforeRouting)
        #expect(
            fault(.oneToOne(inside: prefix("10.0.0.0/24"), outside: prefix("192.0.2.0/25")))
                == .prefixesDiffer(inside: 24, outside: 25))
        #expect(
            fault(
                .oneToOne(inside: prefix("10.0.0.0/24"), outside: prefix("192.0.2.0/24")),
                RuleMatch(proto: ProtocolMatch([.tcp]))) == .onlyLinks)
    }

    @Test func theListIsEdited() throws {
        let (one, two) = (try masquerade(), try masquerade("10.0.1.0/24"))
        var rules = try NATRules([one])
        #expect(try rules.insert(two, at: 1) == 1)
        #expect(rules.rules == [two, one])
        #expect(throws: NATRuleFault.repeated(number: 2)) { try rules.insert(one) }
        #expect(throws: NATRuleFault.noSuchPlace(4, count: 3)) { try rules.insert(one, at: 4) }
        #expect(throws: NATRuleFault.noSuchRule(3, count: 2)) { try rules.remove(3) }
        #expect(try rules.remove(1) == two)
        #expect(try rules.remove(1) == one)
        #expect(throws: NATRuleFault.noSuchRule(1, count: 0)) { try rules.remove(1) }
        #expect(rules.isEmpty)
    }
}
