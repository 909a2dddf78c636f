import Dialects
import Firewall
import TestSupport
import Testing
import Wire

/// What `fib`, `addrtype` and `pkttype` say of a packet is what the kernel says.
///
/// The router has the addresses 10.0.0.254/24 and 2001:db8::1/64 on `lan-a`, 10.9.9.0/31 on `internet`, and `lo` is up. A
/// chain at `prerouting`, or at `input`, puts the tag of each packet into the set of its kind, as `watchingTable` does
/// with states; for iptables its rules put a mark on the packet, and the chain behind them reads the mark.
extension KernelTests {
    private static let own = ["10.0.0.254", "10.9.9.0", "2001:db8::1"].compactMap { IPAddress($0) }
    private static let links = ForeignLinks(
        own: own, broadcasts: [IPv4Address(rawValue: 10 << 24 | 255)])
    private static let kinds = ["local", "broadcast", "multicast", "unicast"]

    /// Addresses at the edges of what each kind is.
    private static let edges = [
        "0.0.0.0", "0.0.0.1", "0.255.255.255", "1.0.0.0", "10.0.0.0", "10.0.0.1", "10.0.0.254",
        "10.0.0.255", "10.0.1.0", "10.9.9.0", "10.9.9.1", "126.255.255.255", "127.0.0.0",
        "127.0.0.1", "127.255.255.254", "127.255.255.255", "128.0.0.0", "203.0.113.9",
        "223.255.255.255", "224.0.0.0", "224.0.0.1", "239.255.255.255", "240.0.0.0",
        "255.255.255.254", "255.255.255.255", "2001:db8::1", "2001:db8::9", "2001:db9::",
        "fe80::99", "ff01::1", "ff02::1", "ff02::fb", "ff05::2",
    ]

    @Test(
        .enabled(if: isThere, "nft or ip is not there, or no namespace is allowed"),
        arguments: ["saddr", "daddr"], [Dialect.nft, .iptables])
    func kindsOfAddressesAreTheKernels(_ side: String, _ dialect: Dialect) throws {
        guard Tool(dialect == .nft ? "nft" : "iptables-restore") != nil else { return }
        let router = try #require(KernelRouter())
        let arrivals = try Self.edges.map { text in
            let address = try #require(IPAddress(text))
            let other = try #require(
                IPAddress(address.family == .v4 ? "203.0.113.77" : "2001:db8:7::7"))
            return try Self.arrival(
                from: side == "saddr" ? address : other, to: side == "saddr" ? other : address)
        }
        let kernel = try said(
            of: arrivals.map { ($0, nil) }, by: router, dialect, hook: "prerouting"
        ) { kind in
            dialect == .nft
                ? "fib \(side) type \(kind)"
                : "-m addrtype --\(side == "saddr" ? "src" : "dst")-type \(kind.uppercased())"
        }
        let seen = kernel.values.reduce(into: Set<Int>()) { $0.formUnion($1) }
        #expect(seen.count > (dialect == .nft ? 25 : 20))
        for kind in Self.kinds {
            for isNegated in [false, true] {
                let rule =
                    dialect == .nft
                    ? nft(
                        "meta nfproto ipv4 fib \(side) type \(isNegated ? "!= " : "")\(kind) accept"
                    )
                    : iptables(
                        "-A FORWARD -m addrtype \(isNegated ? "! " : "")--\(side == "saddr" ? "src" : "dst")-type \(kind.uppercased()) -j ACCEPT"
                    )
                try compare(
                    rule, dialect, .forward, arrivals, .v4, kernel[kind] ?? [], seen, isNegated)
                // Only the routes say what is unicast in IPv6, and nothing is broadcast.
                if dialect == .nft, kind == "local" || kind == "multicast" {
                    try compare(
                        nft(
                            "meta nfproto ipv6 fib \(side) type \(isNegated ? "!= " : "")\(kind) accept"
                        ), dialect, .forward, arrivals, .v6, kernel[kind] ?? [], seen, isNegated)
                }
            }
        }
    }

    @Test(
        .enabled(if: isThere, "nft or ip is not there, or no namespace is allowed"),
        arguments: [Dialect.nft, .iptables])
    func kindsOfFramesAreTheKernels(_ dialect: Dialect) throws {
        guard Tool(dialect == .nft ? "nft" : "iptables-restore") != nil else { return }
        let router = try #require(KernelRouter())
        // Each with the frame in which a host of the link sends it: RFC 894, RFC 1112 section 6.4, RFC 2464 section 7.
        let frames = [
            ("10.0.0.254", nil), ("10.9.9.0", nil), ("10.0.0.255", "ff:ff:ff:ff:ff:ff"),
            ("255.255.255.255", "ff:ff:ff:ff:ff:ff"), ("224.0.0.1", "01:00:5e:00:00:01"),
            ("2001:db8::1", nil), ("ff02::1", "33:33:00:00:00:01"),
        ]
        let sent = try frames.map { text, frame in
            let to = try #require(IPAddress(text))
            let from = try #require(IPAddress(to.family == .v4 ? "10.0.0.7" : "2001:db8::7"))
            return (try Self.arrival(from: from, to: to), frame)
        }
        let words = ["unicast", "broadcast", "multicast"]
        let kernel = try said(of: sent, by: router, dialect, hook: "input") { kind in
            words.contains(kind)
                ? (dialect == .nft ? "meta pkttype \(kind)" : "-m pkttype --pkt-type \(kind)") : nil
        }
        let seen = kernel.values.reduce(into: Set<Int>()) { $0.formUnion($1) }
        #expect(seen.count == (dialect == .nft ? 7 : 5))
        for kind in words {
            for isNegated in [false, true] {
                let rule =
                    dialect == .nft
                    ? "table inet t { chain c { type filter hook input priority 0; policy drop;\nmeta pkttype \(isNegated ? "!= " : "")\(kind) accept\n} }\n"
                    : "*filter\n:INPUT DROP [0:0]\n-A INPUT -m pkttype \(isNegated ? "! " : "")--pkt-type \(kind) -j ACCEPT\nCOMMIT\n"
                for family in dialect == .nft ? IPFamily.allCases : [.v4] {
                    try compare(
                        rule, dialect, .input, sent.map(\.0), family, kernel[kind] ?? [], seen,
                        isNegated)
                }
            }
        }
    }

    /// So that `pkttype` can be told of them.
    @Test(.enabled(if: isThere, "nft or ip is not there, or no namespace is allowed"))
    func whatIsForwardedCameForTheRouterAlone() throws {
        let router = try #require(KernelRouter())
        var sent: [(KernelRouter.Arrival, String?)] = []
        for (from, to) in [("10.0.0.7", "203.0.113.9"), ("2001:db8::7", "2001:db8:9::9")] {
            let arrival = try Self.arrival(
                from: try #require(IPAddress(from)), to: try #require(IPAddress(to)))
            for frame in [nil, "ff:ff:ff:ff:ff:ff", "01:00:5e:00:00:01", "33:33:00:00:00:01"] {
                sent.append((arrival, frame))
            }
        }
        let kinds = ["unicast", "broadcast", "multicast"]
        let frames = try said(of: sent, by: router, .nft, hook: "prerouting") { kind in
            kinds.contains(kind) ? "meta pkttype \(kind)" : nil
        }
        #expect(frames == ["unicast": [0, 4], "broadcast": [1, 5], "multicast": [2, 3, 6, 7]])
        let forwarded = try said(of: sent, by: router, .nft, hook: "forward") { kind in
            kinds.contains(kind) ? "meta pkttype \(kind)" : nil
        }
        #expect(forwarded == ["unicast": [0, 4]])
    }

    /// No rule puts a mark on a packet or a connection there.
    @Test(
        .enabled(if: isThere, "nft or ip is not there, or no namespace is allowed"),
        arguments: [
            "mark 1", "meta mark 0", "meta mark != 1", "mark != 0", "mark { 0, 7 }",
            "mark { 1, 7 }", "mark != { 1, 7 }", "meta mark 1-5", "meta mark 0x0-0x5", "ct mark 1",
            "ct mark != 0", "-m mark --mark 0", "-m mark --mark 0x1", "-m mark --mark 0x0/0xff",
            "-m mark ! --mark 0x1/0xff", "-m mark ! --mark 0", "-m connmark --mark 3",
            "-m connmark ! --mark 0",
        ])
    func marksAreTheKernels(_ match: String) throws {
        let dialect = match.hasPrefix("-") ? Dialect.iptables : .nft
        guard Tool(dialect == .nft ? "nft" : "iptables-restore") != nil else { return }
        let router = try #require(KernelRouter())
        let arrivals = [
            try Self.arrival(
                from: try #require(IPAddress("10.1.0.7")),
                to: try #require(IPAddress("203.0.113.9")))
        ]
        let text =
            dialect == .nft
            ? nft("\(match) accept") : iptables("-A FORWARD \(match) -j ACCEPT")
        let outcome = try router.send(arrivals, through: [(dialect, Array(text.utf8))])
        #expect(outcome.routed == [0])
        var file = try ReadFile(dialect, text)
        #expect(
            outcome.passed.contains(0)
                == (file.set.decide(arrivals[0].packet.fields, arrivals[0].context).action == .allow)
        )
    }

    private static func arrival(
        from source: IPAddress, to destination: IPAddress
    ) throws -> KernelRouter.Arrival {
        let udp = PacketDraft.Transport.udp(
            source: Port(rawValue: 4000), destination: Port(rawValue: 5000))
        let packet = try PacketDraft(source: source, destination: destination, transport: udp)
            .build()
        return KernelRouter.Arrival(packet: packet, link: LinkName(rawValue: "lan-a"))
    }

    /// The places of the packets that the kernel says are of each kind, at a hook.
    private func said(
        of sent: [(KernelRouter.Arrival, String?)], by router: KernelRouter, _ dialect: Dialect,
        hook: String, _ match: (String) -> String?
    ) throws -> [String: Set<Int>] {
        var (sets, rules, marks) = ("", "", "")
        for (place, kind) in Self.kinds.enumerated() {
            guard let match = match(kind) else { continue }
            for (family, tag) in [("4", "ip id"), ("6", "ip6 flowlabel")] {
                sets += "set \(kind)\(family) { typeof \(tag); size 65535; flags dynamic; }\n"
                let test = dialect == .nft ? match : "meta mark \(place + 1)"
                rules += "meta nfproto ipv\(family) \(test) add @\(kind)\(family) { \(tag) }\n"
            }
            marks += "-A \(hook.uppercased()) \(match) -j MARK --set-mark \(place + 1)\n"
        }
        let table =
            "table inet watching {\n\(sets)chain c { type filter hook \(hook) priority -100;\n\(rules)}\n}\n"
        let marking = dialect == .nft ? "" : router.load("*mangle\n\(marks)COMMIT\n", .iptables)
        let script = """
            ip link set lo up
            ip addr add 10.0.0.254/24 dev lan-a
            ip addr add 10.9.9.0/31 dev internet
            ip addr add 2001:db8::1/64 dev lan-a nodad
            \(marking)
            \(router.load(table))
            probe <"$F"
            echo kinds
            nft list table inet watching
            """
        var lines = KernelRouter.lines(sent.map(\.0)).split(separator: UInt8(ascii: "\n"))
        for (place, frame) in sent.map(\.1).enumerated() {
            if let frame { lines[place] += Array(" \(frame)".utf8) }
        }
        let run = try router.tool.run(
            router.commands(script), file: Array(lines.joined(separator: [UInt8(ascii: "\n")])))
        let parts = run.output.split(separator: "kinds\n", omittingEmptySubsequences: false)
        guard run.status == 0, let last = parts.last, parts.count == 2 else {
            throw KernelRouter.Fault(description: "status \(run.status): \(run.output)\n\(table)")
        }
        return KernelRouter.tags(last)
    }

    /// Holds a list that allows packets of one kind, or all others, to what the kernel said of those of a family.
    private func compare(
        _ text: String, _ dialect: Dialect, _ chain: RuleChain, _ arrivals: [KernelRouter.Arrival],
        _ family: IPFamily, _ told: Set<Int>, _ seen: Set<Int>, _ isNegated: Bool
    ) throws {
        let read = try dialect.read(
            Array(text.utf8), isLenient: false, links: Self.links, chain: chain)
        var set = RuleSet(about: chain)
        try set.load(
            read.rules.map { ($0.rule, $0.isEnabled) }, sets: [], defaultAction: read.defaultAction)
        for (place, arrival) in arrivals.enumerated() where seen.contains(place) {
            guard arrival.packet.fields.destination.family == family else { continue }
            let verdict = set.decide(arrival.packet.fields, PacketContext(link: arrival.link))
            #expect(
                (verdict.action == .allow) == (told.contains(place) != isNegated),
                "\(arrival.packet.fields)\n\(text)")
        }
    }
}
