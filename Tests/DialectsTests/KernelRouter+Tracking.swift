import TestSupport
import Dialects
import Firewall
import Timeline
import Wire

/// What the kernel's connection tracker says.
extension KernelRouter {
    /// What the kernel did with a list of packets while it tracked their connections.
    struct Tracking {
        /// The places of those that are forwarded by the rules.
        let passed: Set<Int>
        /// What the tracker told the rules of each, by its place.
        let states: [Int: ConnectionState]
        /// The connections that it knows in the end; nil where this kernel does not list them.
        let flows: [KernelFlow]?
    }

    /// Sends packets through rules that ask about connections, in their order.
    ///
    /// A chain between the tracker and the rules puts each packet's tag into the set of its state: what the rules
    /// drop is seen there, too. Every time is 1,000 times as long as usual, so that none ends while the packets are
    /// under way on a slow machine.
    ///
    /// - Throws: `Fault` with what was printed where a command fails.
    func track(_ arrivals: [Arrival], through rules: [UInt8]) throws -> Tracking {
        let script = """
            \(load(Self.watchingTable))
            \(load(String(decoding: rules, as: UTF8.self)))
            echo 1 >netfilter/nf_conntrack_acct
            for name in netfilter/nf_conntrack_*timeout*; do
                case $name in
                    *established|*sctp*|*frag*) ;;
                    *) echo $(($(cat $name) * 1000)) >$name ;;
                esac
            done
            probe <"$F"
            echo states
            nft list table inet watching
            echo flows
            cat /proc/net/nf_conntrack 2>/dev/null || echo unknown
            """
        let run = try tool.run(commands(script), file: Self.lines(arrivals))
        let parts = run.output.split(
            separator: "states\n", maxSplits: 1, omittingEmptySubsequences: false)
        let rest = parts.last?.split(
            separator: "flows\n", maxSplits: 1, omittingEmptySubsequences: false)
        guard run.status == 0, parts.count == 2, let rest, rest.count == 2 else {
            throw Fault(description: "status \(run.status): \(run.output.prefix(4_000))")
        }
        let lines = rest[1].split(separator: "\n")
        return Tracking(
            passed: Set(parts[0].split(separator: "\n").compactMap { Int($0) }),
            states: Self.states(rest[0]),
            flows: lines == ["unknown"] ? nil : lines.compactMap { KernelFlow($0) })
    }

    private static var watchingTable: String {
        var (sets, rules) = ("", "")
        for state in ConnectionState.allCases {
            for (family, tag) in [("4", "ip id"), ("6", "ip6 flowlabel")] {
                let name = state.rawValue + family
                sets += "set \(name) { typeof \(tag); size 65535; flags dynamic; }\n"
                rules +=
                    "meta nfproto ipv\(family) ct state \(state.rawValue) add @\(name) { \(tag) }\n"
            }
        }
        return """
            table inet watching {
            \(sets)chain prerouting { type filter hook prerouting priority mangle;
            \(rules)}
            }

            """
    }

    private static func states(_ text: Substring) -> [Int: ConnectionState] {
        var states: [Int: ConnectionState] = [:]
        for (name, tags) in tags(text) {
            guard let state = ConnectionState(rawValue: name) else { continue }
            for tag in tags { states[tag] = state }
        }
        return states
    }

    /// Reads the sets of a table as nft lists them: the tags in those whose names have the same letters.
    static func tags(_ text: Substring) -> [String: Set<Int>] {
        var tags: [String: Set<Int>] = [:]
        for set in text.split(separator: "\tset ").dropFirst() {
            let name = set.prefix { $0.isLetter }
            guard let elements = set.split(separator: "elements = {").dropFirst().first else {
                continue
            }
            let list = elements.prefix { $0 != "}" }
            tags[String(name), default: []].formUnion(
                list.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) })
        }
        return tags
    }
}

/// A connection as `/proc/net/nf_conntrack` lists it, and as a flow table does.
struct KernelFlow: Hashable, CustomStringConvertible {
    /// The protocol's number, the originator and the responder, with ports, or the type, code and identifier of
    /// a query.
    let ends: [String]
    /// The state of a TCP connection.
    let state: String?
    /// Packets and bytes of both ways.
    let counts: [UInt64]
    /// For how many seconds it stays.
    let seconds: UInt64

    var description: String { "\(ends) \(state ?? "") \(counts) \(seconds) s" }

    /// Reads a line; nil where it is none.
    init?(_ line: Substring) {
        let words = line.split(separator: " ")
        guard words.count > 8, let proto = Int(words[3]), let seconds = UInt64(words[4]) else {
            return nil
        }
        func values(_ name: String) -> [String] {
            words.filter { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.count + 1)) }
        }
        func address(_ name: String) -> String {
            values(name).first.flatMap { IPAddress($0) }.map { "\($0)" } ?? "?"
        }
        let numbers = ["sport", "dport", "type", "code", "id"].compactMap { values($0).first }
        ends = ["\(proto)", address("src"), address("dst")] + numbers
        state = proto == 6 ? String(words[5]) : nil
        counts = (values("packets") + values("bytes")).compactMap { UInt64($0) }
        self.seconds = seconds
    }

    /// A record of a flow table.
    init(_ record: FlowRecord) {
        let ends = record.ends
        var numbers = [ends.originator.port, ends.responder.port].compactMap { $0 }.map {
            "\($0.rawValue)"
        }
        if let query = ends.query {
            numbers = ["\(query.type)", "\(query.code)", "\(query.identifier)"]
        }
        self.ends =
            ["\(ends.proto.rawValue)", "\(ends.originator.address)", "\(ends.responder.address)"]
            + numbers
        state = ends.proto == .tcp ? Self.names[record.state] : nil
        let traffic = record.traffic
        counts = [
            traffic.sent.packets, traffic.returned.packets, traffic.sent.bytes,
            traffic.returned.bytes,
        ]
        seconds = record.remaining.nanoseconds / 1_000_000_000
    }

    /// Whether the kernel's flow is this one of a flow table, its times being 1,000 times as long.
    ///
    /// An established connection, which is the only one that long, ends earlier while data is not acknowledged.
    func isSame(as known: KernelFlow) -> Bool {
        guard ends == known.ends, state == known.state, counts == known.counts else { return false }
        let limits: [UInt64] =
            switch known.seconds {
            case 432_000: [432_000, 300_000]
            // Without a setting of its own, or not renewed.
            case 120 where state == "SYN_SENT2": [120, 120_000]
            // A stream, if the machine was slow.
            case 30 where ends[0] == "17": [30_000, 120_000]
            default: [known.seconds * 1_000]
            }
        return limits.contains { seconds <= $0 && seconds + 100 > $0 }
    }

    private static let names: [FlowState: String] = [
        .synSent: "SYN_SENT", .simultaneousOpen: "SYN_SENT2", .synReceived: "SYN_RECV",
        .established: "ESTABLISHED", .finWait: "FIN_WAIT", .closeWait: "CLOSE_WAIT",
        .lastAck: "LAST_ACK", .timeWait: "TIME_WAIT", .closed: "CLOSE",
    ]
}
