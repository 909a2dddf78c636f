import Wire

/// Packets of every kind that is read, and a few that are wrong.
enum PacketSeeds {
    static var all: [FuzzTarget.Seed] {
        var seeds: [FuzzTarget.Seed] = []
        for family in IPFamily.allCases {
            for (name, transport) in transports(family) {
                seeds.append(("\(name)-\(family)", packet(family, transport)))
            }
        }
        let udp = packet(.v4, .udp(source: Port(rawValue: 7), destination: Port(rawValue: 9)))
        seeds.append(("fragment-first", fragment(of: udp, at: 0x2000)))
        seeds.append(("fragment-later", fragment(of: udp, at: 0x0003)))
        seeds.append(("options", optional(udp)))
        seeds.append(("padded", udp + [0, 0, 0, 0]))
        seeds.append(("cut", Array(udp.prefix(24))))
        let inner = packet(.v4, .other(.ipv6), data: udp)
        seeds.append(("nested", packet(.v6, .other(.ipv4), data: inner)))
        // The plaintext of an ESP packet: the packet, padding, pad length, next header.
        seeds.append(("plaintext", udp + [1, 2, 2, 4]))
        return seeds
    }

    /// The bytes of a packet between two addresses of documentation.
    static func packet(
        _ family: IPFamily, _ transport: PacketDraft.Transport, data: [UInt8] = Array("hola".utf8)
    ) -> [UInt8] {
        let draft = PacketDraft(
            source: address(family, 1), destination: address(family, 2), transport: transport,
            data: data, identification: 1)
        return (try? draft.build().bytes) ?? []
    }

    private static func address(_ family: IPFamily, _ host: UInt32) -> IPAddress {
        switch family {
        case .v4: .v4(IPv4Address(rawValue: 0xC000_0200 + host))
        case .v6: .v6(IPv6Address(rawValue: 0x2001_0db8 << 96 | UInt128(host)))
        }
    }

    private static func transports(
        _ family: IPFamily
    ) -> [(name: String, transport: PacketDraft.Transport)] {
        let ports = (Port(rawValue: 40_000), Port(rawValue: 443))
        let encapsulation = Port.udpEncapsulation
        let quoted = packet(family, .udp(source: ports.0, destination: ports.1))
        return [
            ("tcp", .tcp(source: ports.0, destination: ports.1, sequence: 1, flags: .syn)),
            ("udp", .udp(source: ports.0, destination: ports.1)),
            ("esp-in-udp", .udp(source: encapsulation, destination: encapsulation)),
            ("echo", .icmpEcho(.request, identifier: 7, sequence: 1)),
            ("error", .icmpError(type: family == .v4 ? 3 : 1, code: 1, about: quoted)),
            ("other-icmp", .other(family == .v4 ? .icmpv6 : .icmp)),
            ("esp", .other(.esp)), ("unknown", .other(IPProtocol(rawValue: 253))),
        ]
    }

    /// The packet with another field of fragments, and a right checksum.
    private static func fragment(of packet: [UInt8], at place: UInt16) -> [UInt8] {
        var bytes = packet
        bytes.put(bigEndian: place, at: IPv4Header.Offset.fragment)
        IPv4Header.fillChecksum(of: 0..<IPv4Header.length, in: &bytes)
        return bytes
    }

    /// The packet with four bytes of IP options.
    private static func optional(_ packet: [UInt8]) -> [UInt8] {
        var bytes = Array(packet[..<IPv4Header.length]) + [1, 1, 1, 0]
        bytes += packet[IPv4Header.length...]
        bytes[0] += 1
        bytes.put(bigEndian: UInt16(bytes.count), at: IPv4Header.Offset.totalLength)
        IPv4Header.fillChecksum(of: 0..<IPv4Header.length + 4, in: &bytes)
        return bytes
    }
}
