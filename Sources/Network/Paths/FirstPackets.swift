import Firewall
import Wire

/// What the flow table of a node says of packets while it knows no flow, by what is in their headers.
///
/// It is `FlowTable.track` for an empty table. Packets of IPv6 behind whose header stands an extension header are left out: what
/// they carry is not in the space of packets.
enum FirstPackets<Address: PathAddress> {
    /// Boxes of packets that have no packet in common, and together are all, each with its state.
    static var boxes: [(state: ConnectionState, box: PacketBox<Address>)] {
        var found: [(state: ConnectionState, box: PacketBox<Address>)] = []
        let tcp = UInt16(IPProtocol.tcp.rawValue)
        let own = UInt16(Address.icmp)
        let other = UInt16((Address.family == .v4 ? IPProtocol.icmpv6 : .icmp).rawValue)
        var syn = FlagSets.none
        for byte in UInt8.min...UInt8.max where isOpening(byte) {
            syn.words |= FlagSets(byte).words
        }
        for (state, flags) in [
            (ConnectionState.new, syn),
            (.invalid, FlagSets(words: FlagSets.all.words & ~syn.words)),
        ] {
            var box = proto(tcp, tcp)
            box.flags = flags
            found.append((state, box))
        }
        let special = ([tcp, own, other] + extensions).map { Interval($0, $0) }
        for rest in IntervalList.outside(special, of: Interval(0, 255)) {
            found.append((.new, proto(rest.low, rest.high)))
        }
        found.append((.invalid, proto(other, other)))
        for (state, types) in messages {
            var box = proto(own, own)
            box[.sourcePort] = Interval(types.low << 8, types.high << 8 | 0xFF)
            found.append((state, box))
        }
        return found
    }

    /// Boxes of all those packets, whatever their states.
    static var whole: [PacketBox<Address>] {
        IntervalList.outside(
            extensions.map { Interval($0, $0) }, of: Interval(0, 255)
        ).map { proto($0.low, $0.high) }
    }

    /// The extension headers of IPv6 (RFC 8200 section 4; IANA's list of extension headers).
    private static var extensions: [UInt16] {
        Address.family == .v4 ? [] : [0, 43, 44, 51, 60, 135, 139, 140]
    }

    /// Types of the family's ICMP with the same state, rising.
    private static var messages: [(state: ConnectionState, types: Interval<UInt16>)] {
        var runs: [(state: ConnectionState, types: Interval<UInt16>)] = []
        for type in UInt8.min...UInt8.max {
            let state = state(of: type)
            let number = UInt16(type)
            if let last = runs.last, last.state == state {
                runs[runs.count - 1].types.high = number
            } else {
                runs.append((state, Interval(number, number)))
            }
        }
        return runs
    }

    /// Queries begin flows; of discovery the flow table keeps out.
    private static func state(of type: UInt8) -> ConnectionState {
        if let query = ICMPHeader.query(type, Address.family) {
            return query.isReply ? .invalid : .new
        }
        let isDiscovery = (130...136).contains(type) || type == 143 || (151...152).contains(type)
        return Address.family == .v6 && isDiscovery ? .untracked : .invalid
    }

    /// Whether TCP control bits ask for a connection: SYN, perhaps with URG, and whatever says nothing about connections.
    private static func isOpening(_ flags: UInt8) -> Bool {
        [0b00_0010, 0b10_0010].contains(flags & 0b11_0111)
    }

    private static func proto(_ low: UInt16, _ high: UInt16) -> PacketBox<Address> {
        var box = PacketBox<Address>.all
        box[.proto] = Interval(low, high)
        return box
    }
}
