import Wire

extension ProofBox {
    /// Matches that together take the packets of the box, and no others: more than one where the box says
    /// something about flags or contexts that no single match can say.
    package func matches(links: [LinkName]) -> [RuleMatch] {
        switch self {
        case .v4(let box):
            Self.matches(of: box, .icmp, links) { addresses in
                Self.range(
                    .v4(IPv4Address(rawValue: addresses.low)),
                    .v4(IPv4Address(rawValue: addresses.high)))
            }
        case .v6(let box):
            Self.matches(of: box, .icmpv6, links) { addresses in
                Self.range(
                    .v6(IPv6Address(rawValue: addresses.low)),
                    .v6(IPv6Address(rawValue: addresses.high)))
            }
        }
    }

    private static func range(_ first: IPAddress, _ last: IPAddress) -> AddressMatch? {
        (try? AddressRange(first: first, last: last)).map { AddressMatch([.range($0)]) }
    }

    private static func matches<Address>(
        of box: PacketBox<Address>, _ icmp: IPProtocol, _ links: [LinkName],
        _ addresses: (Interval<Address>) -> AddressMatch?
    ) -> [RuleMatch] {
        var match = RuleMatch()
        match.source = addresses(box.source)
        match.destination = addresses(box.destination)
        // Both ends of a family: one of them says which, the other needs to say nothing.
        if box.destination == .all { match.destination = nil }
        if box.source == .all, match.destination != nil { match.source = nil }
        if box[.proto] != PacketNumber.proto.whole {
            match.proto = ProtocolMatch(
                (box[.proto].low...box[.proto].high).map { IPProtocol(rawValue: UInt8($0)) })
        }
        if match.proto?.single == icmp {
            match.icmp = messages(box)
        } else {
            match.sourcePorts = ports(box[.sourcePort])
            match.destinationPorts = ports(box[.destinationPort])
        }
        for number in HeaderNumber.allCases where box[.header(number)] != number.row.whole {
            match.set(.number(number, NumberMatch([box[.header(number)]])))
        }
        let outLinks = links.indices.filter { box[.outLink].contains(UInt16($0)) }
        if outLinks.count < links.count { match.outLinks = outLinks.map { links[$0] } }
        return FlagSets.cubes(of: box.flags).flatMap { flags in
            contexts(box.context, links).map { (links, states) in
                var part = match
                part.flags = flags
                part.links = links
                part.states = states
                return part
            }
        }
    }

    private static func ports(_ interval: Interval<UInt16>) -> PortMatch? {
        guard interval != .all else { return nil }
        let range = try? PortRange(
            first: Port(rawValue: interval.low), last: Port(rawValue: interval.high))
        return range.map { PortMatch(PortSet($0)) }
    }

    private static func messages(_ box: PacketBox<some Any>) -> ICMPMatch? {
        let (type, code) = (box[.sourcePort], box[.destinationPort])
        guard type != .all || code != .all else { return nil }
        let types = UInt8(type.low >> 8)...UInt8(type.high >> 8)
        let codes = UInt8(code.low >> 8)...UInt8(code.high >> 8)
        return ICMPMatch(types: Array(types), codes: code == .all ? [] : Array(codes))
    }

    /// Links and states whose pairs are those of a mask; links with the same states go together.
    private static func contexts(
        _ mask: UInt64, _ links: [LinkName]
    ) -> [(links: [LinkName], states: StateMatch?)] {
        let all = ConnectionState.allCases
        var groups: [(states: [ConnectionState], links: [LinkName])] = []
        for (place, link) in links.enumerated() {
            let states = all.indices.filter {
                mask & PacketSpace.contextBit(link: place, state: $0) != 0
            }.map { all[$0] }
            guard !states.isEmpty else { continue }
            if let group = groups.firstIndex(where: { $0.states == states }) {
                groups[group].links.append(link)
            } else {
                groups.append((states, [link]))
            }
        }
        return groups.map { group in
            (
                group.links.count == links.count ? [] : group.links,
                group.states.count == all.count ? nil : StateMatch(group.states)
            )
        }
    }
}

extension FlagSets {
    /// The set as matches of which each asks for some bits; nil stands for one that asks for none.
    static func cubes(of set: FlagSets) -> [FlagMatch?] {
        if set == .all { return [nil] }
        var found: [FlagMatch?] = []
        cut(set, mask: 0, value: 0, into: &found)
        return found
    }

    private static func cut(
        _ set: FlagSets, mask: UInt8, value: UInt8, into found: inout [FlagMatch?]
    ) {
        let cube = FlagSets(mask: mask, value: value)
        let common = cube.words & set.words
        if common == SIMD4(repeating: 0) { return }
        if common == cube.words {
            return found.append(
                FlagMatch(set: TCPFlags(rawValue: value), among: TCPFlags(rawValue: mask)))
        }
        for bit in TCPFlags.order where mask & bit == 0 {
            // Only a bit on which the set depends makes the parts simpler.
            guard depends(set, on: bit, mask, value) else { continue }
            cut(set, mask: mask | bit, value: value | bit, into: &found)
            cut(set, mask: mask | bit, value: value, into: &found)
            return
        }
    }

    private static func depends(
        _ set: FlagSets, on bit: UInt8, _ mask: UInt8, _ value: UInt8
    ) -> Bool {
        for byte in UInt8.min...UInt8.max where byte & mask == value && byte & bit == 0 {
            if set.contains(byte) != set.contains(byte | bit) { return true }
        }
        return false
    }
}

extension TCPFlags {
    /// The bits, those that rules ask about most first.
    fileprivate static let order: [UInt8] = [
        TCPFlags.syn, .ack, .rst, .fin, .psh, .urg, .ece, .cwr,
    ].map(\.rawValue)
}
