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

    /// `packet bytes`: the bytes at each point where they differ, field by field.
    mutating func bytes(_ record: PacketRecord, _ images: [PacketImage]) {
        headline(record)
        for image in images {
            page.begin(.strong)
            switch image.point {
            case .plain: page.put("as the sender made it, ")
            case .wire: page.put("on the wire, ")
            case .decrypted: page.put("as the receiving end decrypted it, ")
            }
            put(image.bytes.count, "byte")
            page.end()
            page.endLine()
            let isDecrypted = image.point == .decrypted
            if isDecrypted, image.bytes.starts(with: record.packet.bytes) {
                page.put("  the same ")
                put(record.packet.bytes.count, "byte")
                page.line(" that the sender made, and behind them:")
                for layer in image.layers where layer.kind == .espTrailer {
                    fields(of: layer, image.bytes)
                }
            } else {
                for layer in image.layers { fields(of: layer, image.bytes) }
            }
        }
        if record.sealing == nil, record.judgement?.verdict.action == .allow {
            page.line("on the wire: the same bytes, in clear; an eavesdropper reads all of them")
        }
    }

    private mutating func title(_ layer: DissectedLayer) {
        page.put("  ")
        page.put(Self.title(of: layer.kind), .strong)
        page.put(", ")
        put(layer.range.count, "byte")
        if let fault = layer.fault { page.put(": \(fault.rawValue)") }
        page.endLine()
    }

    private static func title(of kind: LayerKind) -> String {
        switch kind {
        case .ipv4: "IPv4"
        case .ipv6: "IPv6"
        case .tcp: "TCP"
        case .udp: "UDP"
        case .icmp: "ICMP"
        case .icmpv6: "ICMPv6"
        case .esp: "ESP"
        case .data: "data"
        case .espTrailer: "ESP trailer"
        case .unreadable: "unreadable"
        }
    }

    private mutating func fields(of layer: DissectedLayer, _ bytes: [UInt8]) {
        title(layer)
        if layer.fields.isEmpty { rows(layer.range, of: bytes, meaning: []) }
        var index = 0
        while index < layer.fields.count {
            // Fields that share a byte share a line.
            var range = layer.fields[index].range
            var end = index + 1
            while end < layer.fields.count, layer.fields[end].range.lowerBound < range.upperBound {
                range = range.lowerBound..<max(range.upperBound, layer.fields[end].range.upperBound)
                end += 1
            }
            let fields = layer.fields[index..<end]
            rows(range, of: bytes, meaning: fields)
            index = end
        }
    }

    private mutating func rows(
        _ range: Range<Int>, of bytes: [UInt8], meaning fields: ArraySlice<DissectedField>
    ) {
        for (row, start) in stride(from: range.lowerBound, to: range.upperBound, by: Self.rowBytes)
            .enumerated()
        {
            let end = min(start + Self.rowBytes, range.upperBound)
            page.put("    ")
            page.put(hex: UInt64(start), digits: 4)
            page.put("  ")
            page.put(hexDump: bytes[start..<end])
            guard row == 0 else {
                page.endLine()
                continue
            }
            let column = end - start > Self.rowBytes / 2 ? Self.rowBytes : Self.rowBytes / 2
            page.fill((column - (end - start)) * 3 + 2)
            for (place, field) in fields.enumerated() {
                if place > 0 { page.put(", ") }
                page.put(field.name.rawValue)
                if !field.value.isBytes { page.put(" ") }
                if !field.value.isBytes { put(field.value, bytes[field.range]) }
                if field.name == .data { putReadable(bytes[field.range]) }
            }
            page.endLine()
        }
    }

    private mutating func putReadable(_ data: ArraySlice<UInt8>) {
        guard data.count <= Self.shownData else { return }
        page.put(" ")
        page.put(quoted: Array(data))
    }

    private mutating func put(_ value: FieldValue, _ bytes: ArraySlice<UInt8>) {
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
    private static let rowBytes = 16
    /// The longest name of a field, and two blanks.
    private static let nameWidth = 28
}

extension FieldValue {
    /// Whether the bytes speak for themselves.
    fileprivate var isBytes: Bool {
        guard case .bytes = self else { return false }
        return true
    }
}
