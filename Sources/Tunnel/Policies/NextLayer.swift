package import Wire

/// What a policy or an SA asks of what follows the IP header: the next layer protocol, and its ports or its message
/// (RFC 4301 section 4.4.1.1).
package struct NextLayer: Hashable, Sendable {
    /// What it asks beyond the protocol.
    package enum Content: Hashable, Sendable {
        /// Nothing: RFC 4301 calls it ANY.
        case any
        /// Ports, where both ends are named both of them; nil asks for no port, one of the two is not nil.
        case ports(source: PortSet?, destination: PortSet?)
        /// ICMP messages of these types and, where any are named, of these codes.
        case messages(types: [UInt8], codes: [UInt8])
        /// That the packet shows neither ports nor a message, as a later fragment: OPAQUE.
        case opaque
    }

    /// Whether a packet is one that is asked for, in rising order.
    package enum Fit: Comparable, Sendable {
        /// It is not.
        case no
        /// It may be: what would tell is not in it.
        case open
        /// It is.
        case yes
    }

    /// Why there is no such next layer.
    package enum Fault: Error, CaseIterable, Sendable {
        /// Ports of a protocol that has none.
        case portsWithoutPorts
        /// A message, and not the ICMP of the family alone.
        case messageWithoutICMP
        /// OPAQUE of a protocol that has neither ports nor messages, and so hides none.
        case nothingToHide
    }

    /// The protocols by number, rising, none twice; empty: all of them.
    package let protocols: [IPProtocol]
    /// What is asked beyond the protocol.
    package let content: Content

    /// Whatever follows the IP header.
    package static let any = NextLayer()

    private init() {
        protocols = []
        content = .any
    }

    /// The next layer of packets of a family; ports without a protocol are those of TCP and UDP.
    ///
    /// - Throws: `Fault` where no packet could be meant.
    package init(
        _ protocols: [IPProtocol], _ content: Content = .any, in family: IPFamily
    ) throws(Fault) {
        let listed = protocols.sorted { $0.rawValue < $1.rawValue }
        var named = listed.enumerated().filter { $0 == 0 || listed[$0 - 1] != $1 }.map(\.element)
        self.content =
            switch content {
            case .any: .any
            case .ports(let source, let destination):
                source == nil && destination == nil ? .any : content
            case .messages(let types, let codes):
                .messages(
                    types: Array(Set(types)).sorted(), codes: Array(Set(codes)).sorted())
            case .opaque: .opaque
            }
        switch self.content {
        case .any: break
        case .ports:
            if named.isEmpty { named = [.tcp, .udp] }
            guard named.allSatisfy(\.hasPorts) else { throw .portsWithoutPorts }
        case .messages(let types, _):
            guard named == [.ownICMP(of: family)], !types.isEmpty else {
                throw .messageWithoutICMP
            }
        case .opaque:
            guard named.allSatisfy({ $0.hasPorts || $0 == .ownICMP(of: family) }) else {
                throw .nothingToHide
            }
            // Of IPv4 nothing else has ports or messages; of IPv6 an extension header hides any protocol.
            if family == .v4, named.isEmpty { named = [.icmp, .tcp, .udp] }
        }
        self.protocols = named
    }

    private init(_ protocols: [IPProtocol], of content: Content) {
        self.protocols = protocols
        self.content = content
    }

    /// That of the answers: ports exchanged, and replies for queries (RFC 792, RFC 4443 section 4); every other message
    /// is answered by itself.
    func reversed(in family: IPFamily) -> NextLayer {
        switch content {
        case .any, .opaque: self
        case .ports(let source, let destination):
            NextLayer(protocols, of: .ports(source: destination, destination: source))
        case .messages(let types, let codes):
            NextLayer(
                protocols,
                of: .messages(
                    types: types.map { ICMPHeader.counterpart(of: $0, family) }.sorted(),
                    codes: codes))
        }
    }

    // MARK: - Packets

    /// Whether a packet is asked for.
    ///
    /// What it does not show may be what is asked for: a later fragment has no ports, and behind an extension header
    /// of IPv6 not even the protocol is looked for (RFC 4301 section 7).
    package func fit(_ packet: PacketFields) -> Fit {
        let isAnyProtocol = protocols.isEmpty || protocols.contains(packet.proto)
        guard isAnyProtocol || packet.hidesProtocol else { return .no }
        return min(isAnyProtocol ? .yes : .open, fitOfContent(packet))
    }

    private func fitOfContent(_ packet: PacketFields) -> Fit {
        switch content {
        case .any: return .yes
        case .opaque: return packet.isOpaque ? .yes : .no
        case .ports(let source, let destination):
            guard let from = packet.sourcePort, let to = packet.destinationPort else { break }
            let isMeant =
                source?.contains(from) ?? true && destination?.contains(to) ?? true
            return isMeant ? .yes : .no
        case .messages(let types, let codes):
            guard let type = packet.icmpType, let code = packet.icmpCode else { break }
            let isMeant = types.contains(type) && (codes.isEmpty || codes.contains(code))
            return isMeant ? .yes : .no
        }
        return packet.isOpaque ? .open : .no
    }

    // MARK: - Others

    /// Whether all packets of another are its packets, too.
    package func contains(_ other: NextLayer) -> Bool {
        guard
            protocols.isEmpty
                || !other.protocols.isEmpty && other.protocols.allSatisfy(protocols.contains)
        else { return false }
        return switch (content, other.content) {
        case (.any, _), (.opaque, .opaque): true
        case (.ports(let source, let destination), .ports(let from, let to)):
            Self.contains(source, from) && Self.contains(destination, to)
        case (.messages(let types, let codes), .messages(let others, let otherCodes)):
            others.allSatisfy(types.contains)
                && (codes.isEmpty || !otherCodes.isEmpty && otherCodes.allSatisfy(codes.contains))
        case (.opaque, _), (.ports, _), (.messages, _): false
        }
    }

    /// Whether some packet is asked for by both.
    package func meets(_ other: NextLayer) -> Bool {
        guard
            protocols.isEmpty || other.protocols.isEmpty
                || protocols.contains(where: other.protocols.contains)
        else { return false }
        return switch (content, other.content) {
        case (.any, _), (_, .any), (.opaque, .opaque): true
        case (.ports(let source, let destination), .ports(let from, let to)):
            Self.meet(source, from) && Self.meet(destination, to)
        case (.messages(let types, let codes), .messages(let others, let otherCodes)):
            types.contains(where: others.contains)
                && (codes.isEmpty || otherCodes.isEmpty
                    || codes.contains(where: otherCodes.contains))
        case (.opaque, _), (.ports, _), (.messages, _): false
        }
    }

    private static func contains(_ ports: PortSet?, _ others: PortSet?) -> Bool {
        guard let ports else { return true }
        guard let others else { return false }
        return others.ranges.allSatisfy { inner in
            ports.ranges.contains { $0.contains(inner.first) && $0.contains(inner.last) }
        }
    }

    private static func meet(_ ports: PortSet?, _ others: PortSet?) -> Bool {
        guard let ports, let others else { return true }
        return ports.ranges.contains { range in
            others.ranges.contains { $0.first <= range.last && range.first <= $0.last }
        }
    }
}

extension PacketFields {
    /// Whether an extension header of IPv6 stands before the next layer protocol (RFC 8200 section 4; IANA's list of
    /// extension headers).
    fileprivate var hidesProtocol: Bool {
        guard source.family == .v6 else { return false }
        return switch proto.rawValue {
        case 0, 43, 44, 51, 60, 135, 139, 140: true
        default: false
        }
    }

    /// Whether it shows neither the ports nor the message that may be behind its IP header.
    fileprivate var isOpaque: Bool {
        hidesProtocol || (proto.hasPorts && sourcePort == nil)
            || (proto == .ownICMP(of: source.family) && icmpType == nil)
    }
}
