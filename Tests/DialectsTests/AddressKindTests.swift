import Dialects
import Firewall
import Testing
import Wire

/// What files ask about kinds of addresses and of frames.
@Suite struct AddressKindTests {
    private func passed(
        _ dialect: Dialect, _ text: String, _ chain: RuleChain = .forward
    ) throws -> [String] {
        let own = try ["10.0.0.254", "2001:db8::1"].map { try #require(IPAddress($0)) }
        let everybody = IPv4Address(rawValue: 10 << 24 | 255)
        let read = try dialect.read(
            Array(text.utf8), isLenient: false,
            links: ForeignLinks(own: own, broadcasts: [everybody]), chain: chain)
        var set = RuleSet(about: chain)
        try set.load(
            read.rules.map { ($0.rule, $0.isEnabled) }, sets: [], defaultAction: read.defaultAction)
        return try [
            "10.0.0.254", "10.0.0.255", "255.255.255.255", "224.0.0.251", "10.0.0.9", "127.0.0.1",
            "2001:db8::1", "2001:db8::9", "ff02::fb",
        ].filter { text in
            let to = try #require(IPAddress(text))
            let from = try #require(IPAddress(to.family == .v4 ? "10.0.0.7" : "2001:db8::7"))
            let fields = PacketFields(source: from, destination: to, proto: .esp, totalLength: 40)
            return set.decide(fields, PacketContext()).action == .allow
        }
    }

    @Test(arguments: [
        ("local", ["10.0.0.254", "127.0.0.1", "2001:db8::1"]),
        ("broadcast", ["10.0.0.255", "255.255.255.255"]),
        ("multicast", ["224.0.0.251", "ff02::fb"]),
        ("!= { local, broadcast, multicast }", ["10.0.0.9", "2001:db8::9"]),
        (
            "!= broadcast",
            [
                "10.0.0.254", "224.0.0.251", "10.0.0.9", "127.0.0.1", "2001:db8::1", "2001:db8::9",
                "ff02::fb",
            ]
        ),
    ])
    func kindsOfAddresses(_ kind: String, _ taken: [String]) throws {
        #expect(try passed(.nft, nft("fib daddr type \(kind) accept")) == taken)
        // iptables has one family, and its own way to write a list.
        var words = kind.uppercased().filter { !"{} ".contains($0) }
        if words.hasPrefix("!=") { words.removeFirst(2) }
        let sign = kind.hasPrefix("!=") ? "! " : ""
        let line = "-A FORWARD -m addrtype \(sign)--dst-type \(words) -j ACCEPT"
        #expect(
            try passed(.iptables, iptables(line)).filter { !$0.contains(":") }
                == taken.filter { !$0.contains(":") })
    }

    @Test func unicastIsOfIPv4() throws {
        #expect(
            try passed(.iptables, iptables("-A FORWARD -m addrtype --dst-type UNICAST -j ACCEPT"))
                == ["10.0.0.9"])
        #expect(
            refusal(.nft, nft("fib daddr type unicast accept"))?.problem
                == .unsupported(.addressKind))
    }

    @Test func framesForTheGatewayAreToldByTheAddress() throws {
        let input = { (line: String) in
            "*filter\n:INPUT DROP [0:0]\n-A INPUT -m pkttype \(line) -j ACCEPT\nCOMMIT\n"
        }
        #expect(
            try passed(.iptables, input("--pkt-type multicast"), .input) == ["224.0.0.251"])
        #expect(
            try passed(.iptables, input("--pkt-type broadcast"), .input)
                == ["10.0.0.255", "255.255.255.255"])
        #expect(
            try passed(.iptables, input("! --pkt-type unicast"), .input)
                == ["10.0.0.255", "255.255.255.255", "224.0.0.251"])
        let chain = "table inet t { chain c { type filter hook input priority 0; policy drop;\n"
        #expect(
            try passed(.nft, chain + "meta pkttype host accept\n} }\n", .input)
                == ["10.0.0.254", "10.0.0.9", "127.0.0.1", "2001:db8::1", "2001:db8::9"])
    }

    @Test func whatIsForwardedCameInAFrameForOne() throws {
        #expect(try passed(.nft, nft("pkttype host accept")).count == 9)
        #expect(try passed(.nft, nft("pkttype multicast accept")) == [])
        #expect(try passed(.nft, nft("pkttype != broadcast accept")).count == 9)
        #expect(
            refusal(.nft, nft("pkttype other accept"))?.problem == .unsupported(.frameKind))
    }
}
