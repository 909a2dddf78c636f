import Dialects
import Firewall
import Wire

/// What the readers of other firewalls' rule files promise about any file.
enum RulePromises {
    static func hold(for bytes: [UInt8]) throws(BrokenPromise) {
        guard let choice = bytes.first else { return }
        let dialect = Dialect.allCases[Int(choice) % Dialect.allCases.count]
        let file = Array(bytes.dropFirst())
        _ = Dialect.detect(file)
        let lines = file.split(separator: 0x0A, omittingEmptySubsequences: false).map(\.count)
        let lenient: ForeignRules
        switch read(dialect, file, isLenient: true) {
        case .success(let rules): lenient = rules
        case .failure(let fault):
            guard case .failure = read(dialect, file, isLenient: false) else {
                throw BrokenPromise("what lenient reading refuses, strict reading does, too")
            }
            return try place(fault, lines)
        }
        for fault in lenient.skipped { try place(fault, lines) }
        let set = try load(lenient)
        switch read(dialect, file, isLenient: false) {
        case .success(let strict):
            try promise(
                strict.rules == lenient.rules && strict.defaultAction == lenient.defaultAction,
                "both ways of reading give the same rules")
        case .failure(let fault):
            try place(fault, lines)
            try promise(!lenient.skipped.isEmpty, "what strict reading refuses is listed")
        }
        try writeAgain(set, dialect)
    }

    private static func read(
        _ dialect: Dialect, _ file: [UInt8], isLenient: Bool
    ) -> Result<ForeignRules, ForeignFault> {
        do throws(ForeignFault) {
            return .success(
                try dialect.read(file, isLenient: isLenient, links: ForeignLinks(links)))
        } catch {
            return .failure(error)
        }
    }

    private static func place(
        _ fault: ForeignFault, _ lines: [Int]
    ) throws(BrokenPromise) {
        try promise((1...lines.count).contains(fault.line), "\(fault) is in one of \(lines.count)")
        try promise(
            fault.range.lowerBound >= 0 && fault.range.upperBound <= lines[fault.line - 1],
            "\(fault) lies in its line")
    }

    /// The links of the gateway; a file may name others.
    private static let links = [LinkName(rawValue: "lan-a")]

    /// The list of what was read, which is ready to be one.
    private static func load(_ rules: ForeignRules) throws(BrokenPromise) -> RuleSet {
        var set = RuleSet(links: links)
        do throws(RuleSet.LoadFault) {
            try set.load(
                rules.rules.map { ($0.rule, $0.isEnabled) }, sets: rules.sets,
                defaultAction: rules.defaultAction, links: rules.links)
        } catch {
            throw BrokenPromise("what was read can be loaded: \(error.index) \(error.fault)")
        }
        return set
    }

    /// What every dialect writes, it reads again, and it decides as before.
    private static func writeAgain(
        _ set: RuleSet, _ dialect: Dialect
    ) throws(BrokenPromise) {
        guard let text = try? dialect.write(set) else { return }
        let again: ForeignRules
        switch read(dialect, text, isLenient: false) {
        case .success(let rules): again = rules
        case .failure(let fault):
            throw BrokenPromise(
                "what was written is read: \(fault)\n\(String(decoding: text, as: UTF8.self))")
        }
        try promise(
            Set(again.links).isSubset(of: set.settings.links), "no other link is named")
        var after = try load(again)
        var before = set
        for packet in packets {
            let one = before.decide(packet)
            try promise(one == before.decideByReading(packet), "the fast way says the same")
            // These two are about one family each.
            guard dialect != .ip6tables, dialect != .iptables else { continue }
            let other = after.decide(packet)
            try promise(
                one.action == other.action,
                "\(one.action) is \(other.action)\n\(String(decoding: text, as: UTF8.self))")
        }
    }

    private static let packets: [PacketFields] = {
        let v4 = (
            IPAddress.v4(IPv4Address(rawValue: 0x0A00_0001)),
            IPAddress.v4(IPv4Address(rawValue: 0xC0A8_0101))
        )
        let v6 = (
            IPAddress.v6(IPv6Address(rawValue: 0x2001_0db8 << 96 | 1)),
            IPAddress.v6(IPv6Address(rawValue: 0x2001_0db8 << 96 | 2))
        )
        var packets: [PacketFields] = []
        for (source, destination) in [v4, (v4.1, v4.0), v6] {
            for port in [22, 53, 80, 8080] as [UInt16] {
                for proto in [IPProtocol.tcp, .udp] {
                    var fields = PacketFields(
                        source: source, destination: destination, proto: proto,
                        sourcePort: Port(rawValue: 1024), destinationPort: Port(rawValue: port),
                        totalLength: 60)
                    if proto == .tcp { fields.tcpFlags = .syn }
                    packets.append(fields)
                }
            }
        }
        return packets
    }()
}
