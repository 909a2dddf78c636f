import Dialects
import Firewall
import Wire

/// Rules and packets that the kernel can judge in `KernelRouter`.
extension RandomRules {
    /// A list that allows or denies, and asks about nothing but the packet and its link; with its files.
    mutating func judgeableRules(
        _ count: Int, defaultAction: Action, in dialects: [Dialect]
    ) -> (set: RuleSet, texts: [[UInt8]]) {
        var rules: [(rule: Rule, isEnabled: Bool)] = []
        var result = (set: RuleSet(), texts: dialects.map { _ in [UInt8]() })
        while rules.count < count {
            var rule = rule()
            rule.limit = nil
            rule.match.states = nil
            if rule.action != .deny { rule.action = .allow }
            let next = rules + [(rule, chance(90))]
            var set = RuleSet()
            do {
                try set.load(next, sets: sets, defaultAction: defaultAction)
                let texts = try dialects.map { try $0.write(set) }
                // One rule that becomes very many lines says no more than a few do.
                guard zip(texts, result.texts).allSatisfy({ $0.count - $1.count < 4_000 }) else {
                    continue
                }
                (rules, result) = (next, (set, texts))
            } catch { continue }
        }
        return result
    }

    /// Packets that lie at the edges of rules, on either link.
    mutating func arrivals(_ count: Int, near entries: [RuleSet.Entry]) -> [KernelRouter.Arrival] {
        var arrivals: [KernelRouter.Arrival] = []
        while arrivals.count < count {
            let (fields, context) = packet(
                near: one(of: entries).rule, families: IPFamily.allCases)
            guard isRoutable(fields), let link = context.link, let packet = whole(fields) else {
                continue
            }
            arrivals.append(KernelRouter.Arrival(packet: packet, link: link))
        }
        return arrivals
    }

    /// Whether the kernel forwards such a packet, and reads it as a list does.
    private func isRoutable(_ fields: PacketFields) -> Bool {
        for address in [fields.source, fields.destination] {
            if address.isMulticast || address.isBroadcast || address.isUnspecified { return false }
            if address.isLoopback || address.isOfThisNetwork { return false }
        }
        // The last hop, and what the cables take.
        guard fields.hopLimit > 1, fields.totalLength <= 1_500 else { return false }
        let extensions: [UInt8] = [0, 43, 44, 51, 60]
        return fields.source.family == .v4 || !extensions.contains(fields.proto.rawValue)
    }

    /// A packet with these fields, its checksums right.
    private mutating func whole(_ fields: PacketFields) -> Packet? {
        let transport: PacketDraft.Transport
        var data: [UInt8] = []
        if let source = fields.sourcePort, let destination = fields.destinationPort {
            transport =
                fields.tcpFlags.map {
                    .tcp(source: source, destination: destination, sequence: 1, flags: $0)
                } ?? .udp(source: source, destination: destination)
        } else if let type = fields.icmpType, let code = fields.icmpCode {
            transport = .icmp(type: type, code: code)
        } else {
            // Bytes that would be ports, or a message, if the protocol had any.
            let (source, destination) = (port(), port())
            let type = one(of: [UInt8(source >> 8), 0, 3, 8, 128, 129])
            data = [type, UInt8(source & 1), UInt8(destination >> 8), UInt8(destination & 255)]
            data += [UInt8](repeating: 0x12, count: 20)
            transport = .other(fields.proto)
        }
        var draft = PacketDraft(
            source: fields.source, destination: fields.destination, transport: transport,
            data: data)
        for number in HeaderNumber.allCases { number.row.write(number.row.read(fields), &draft) }
        // A later fragment is not made: its protocol has a header that this data is not.
        return try? draft.build()
    }
}

extension IPAddress {
    /// Whether the address is of 0.0.0.0/8 (RFC 1122 section 3.2.1.3).
    fileprivate var isOfThisNetwork: Bool {
        switch self {
        case .v4(let address): address.rawValue >> 24 == 0
        case .v6: false
        }
    }
}
