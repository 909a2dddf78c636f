import Events
import Fabric
import Firewall
import Wire

extension Narrator {
    /// `packet show`: every layer with its fields.
    mutating func layers(_ record: PacketRecord) {
        headline(record)
        for layer in Dissection.layers(of: record.packet.bytes.span) {
            title(layer)
            for field in layer.fields {
                page.put("    ")
                page.put(field.name.rawValue, width: Self.nameWidth)
                put(field.value, record.packet.bytes[field.range])
                page.endLine()
            }
        }
    }

    mutating func title(_ layer: DissectedLayer) {
        page.put("  ")
        page.put(Self.title(of: layer.kind), .strong)
        page.put(", ")
        put(layer.range.count, "byte")
        if let fault = layer.fault { page.put(": \(fault.rawValue)") }
        page.endLine()
    }

    static func title(of kind: LayerKind) -> String {
        switch kind {
        case .ipv4: "IPv4"
        case .ipv6: "IPv6"
        case .tcp: "TCP"
        case .udp: "UDP"
        case .icmp: "ICMP"
        case .icmpv6: "ICMPv6"
        case .esp: "ESP"
        case .espHeader: "ESP header"
        case .initializationVector: "IV"
        case .data: "data"
        case .trafficPadding: "traffic flow confidentiality padding"
        case .espTrailer: "ESP trailer"
        case .integrityCheck: "ICV"
        case .unreadable: "unreadable"
        }
    }

    mutating func put(_ value: FieldValue, _ bytes: ArraySlice<UInt8>) {
        switch value {
        case .number(let number): page.put(number)
        case .hex(let number, let digits):
            page.put("0x")
            page.put(hex: number, digits: digits)
        case .address(let address): page.put(address)
        case .proto(let proto): page.put(proto)
        case .flags(let flags): page.put(flags)
        case .fragmentFlags(let flags): page.put(flags)
        case .port(let port): page.put(port)
        case .checksum(let checksum, let isRight):
            page.put("0x")
            page.put(hex: UInt64(checksum), digits: 4)
            switch isRight {
            case true?: page.put(", right")
            case false?: page.put(", wrong", .bad)
            case nil: break
            }
        case .spi(let spi): page.put(spi)
        case .bytes:
            page.put(hexDump: bytes.prefix(Self.rowBytes))
            if bytes.count > Self.rowBytes { page.put(" ... (\(bytes.count) bytes)") }
        }
    }

    /// How many bytes a row of a dump has.
    static let rowBytes = 16
    /// The longest name of a field, and two blanks.
    private static let nameWidth = 28
}
