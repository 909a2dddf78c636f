import Events
import Fabric
import Firewall
import Wire

/// `packet bytes`: the bytes at each point of the way where they differ, field by field.
extension Narrator {
    mutating func bytes(_ record: PacketRecord, _ images: [PacketImage]) {
        headline(record)
        for image in images {
            heading(image, record)
            if image.point == .decrypted, let shared = Self.shared(image, record) {
                behind(shared, of: image, record)
            } else {
                draw(image)
            }
        }
        if record.encapsulation == nil, record.decapsulation == nil, record.judgement?.verdict.action == .allow
        {
            page.line("on the wire: the same bytes, in clear; an eavesdropper reads all of them")
        }
    }

    private mutating func heading(_ image: PacketImage, _ record: PacketRecord) {
        page.begin(.strong)
        switch image.point {
        case .plain: page.put("as the sender made it, ")
        case .wire: page.put("on the wire, ")
        case .decrypted:
            let isDecrypted = record.decapsulation?.suite.encrypts ?? true
            page.put("as the receiving end \(isDecrypted ? "decrypted" : "verified") it, ")
        }
        put(image.bytes.count, "byte")
        page.end()
        page.endLine()
    }

    // MARK: - What is decrypted

    /// How many of the decrypted bytes are those that the sender put in; nil where they differ.
    private static func shared(_ image: PacketImage, _ record: PacketRecord) -> Int? {
        let payload = payload(of: record)
        return image.bytes.starts(with: payload) ? payload.count : nil
    }

    private static func payload(of record: PacketRecord) -> ArraySlice<UInt8> {
        let packet = record.packet
        guard let content = record.encapsulation?.content(around: packet) else {
            return packet.bytes[...]
        }
        return packet.bytes[content.payload]
    }

    private mutating func behind(
        _ shared: Int, of image: PacketImage, _ record: PacketRecord
    ) {
        page.put("  the same ")
        put(shared, "byte")
        page.put(" that the sender made")
        if record.encapsulation?.form?.mode == .transport { page.put(" behind its IP header") }
        page.line(", and behind them:")
        for layer in image.layers where layer.range.lowerBound >= shared {
            title(layer)
            rows(of: layer, image.bytes)
        }
    }

    // MARK: - A dump

    private mutating func draw(_ image: PacketImage) {
        let protections = Set(image.layers.map(\.protection))
        legend(protections)
        var isInsideCiphertext = false
        for layer in image.layers {
            let isEncrypted = layer.protection == .encrypted
            if !isEncrypted {
                title(layer)
            } else if !isInsideCiphertext {
                ciphertextTitle(image.layers)
            }
            isInsideCiphertext = isEncrypted
            rows(of: layer, image.bytes, hasGutter: protections.count > 1)
        }
    }

    /// What the letters beside the bytes mean, those that stand there.
    private mutating func legend(_ protections: Set<Protection>) {
        guard protections.count > 1 else { return }
        page.put("  a: authenticated")
        if protections.contains(.encrypted) { page.put(", e: encrypted") }
        if protections.contains(.nonce) { page.put(", n: part of the nonce") }
        page.put("; when such a byte changes, the ICV is wrong")
        if !protections.contains(.encrypted) { page.put("; nothing is encrypted") }
        page.endLine()
    }

    private mutating func ciphertextTitle(_ layers: [DissectedLayer]) {
        let encrypted = layers.filter { $0.protection == .encrypted }
        page.put("  ")
        page.put("ciphertext", .strong)
        page.put(", ")
        put(encrypted.reduce(0) { $0 + $1.range.count }, "byte")
        page.line("; what lies where, only the lab knows")
    }

    private mutating func rows(
        of layer: DissectedLayer, _ bytes: [UInt8], hasGutter: Bool = false
    ) {
        let gutter = hasGutter ? Self.gutter(of: layer.protection) : ""
        if layer.fields.isEmpty {
            rows(layer.range, of: bytes, behind: gutter, Self.tone(of: layer, nil)) { _ in }
        }
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
            let tone = Self.tone(of: layer, fields.first)
            if range.isEmpty {
                absent(fields, behind: gutter, tone)
            } else {
                rows(range, of: bytes, behind: gutter, tone) { narrator in
                    narrator.meaning(fields, in: layer, bytes, tone)
                }
            }
            index = end
        }
    }

    private mutating func rows(
        _ range: Range<Int>, of bytes: [UInt8], behind gutter: String, _ tone: Page.Tone?,
        meaning: (inout Narrator) -> Void
    ) {
        for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.rowBytes) {
            let end = min(start + Self.rowBytes, range.upperBound)
            page.put("    \(gutter)")
            page.put(hex: UInt64(start), digits: 4)
            page.put("  ")
            put(in: tone) { $0.page.put(hexDump: bytes[start..<end]) }
            if start == range.lowerBound {
                let isLong = end - start > Self.rowBytes / 2
                let column = isLong ? Self.rowBytes : Self.rowBytes / 2
                page.fill((column - (end - start)) * 3 + 2)
                meaning(&self)
            }
            page.endLine()
            // Padding for traffic flow confidentiality may be pages of zeros.
            guard end < range.upperBound, bytes[start..<range.upperBound].allSatisfy({ $0 == 0 })
            else { continue }
            page.put("    \(gutter)      zeros up to ")
            page.put(hex: UInt64(range.upperBound - 1), digits: 4)
            return page.endLine()
        }
    }

    /// A field that the ICV covers and no byte carries.
    private mutating func absent(
        _ fields: ArraySlice<DissectedField>, behind gutter: String, _ tone: Page.Tone?
    ) {
        for field in fields {
            page.put("    \(gutter)      ")
            page.put("not in the packet", width: Self.rowBytes / 2 * 3 + 1)
            put(in: tone) { $0.page.put(field.name.rawValue) }
            page.put(" ")
            put(field.value, [])
            page.endLine()
        }
    }

    private mutating func meaning(
        _ fields: ArraySlice<DissectedField>, in layer: DissectedLayer, _ bytes: [UInt8],
        _ tone: Page.Tone?
    ) {
        for (place, field) in fields.enumerated() {
            if place > 0 { page.put(", ") }
            put(in: tone) { narrator in
                if layer.protection == .encrypted { narrator.page.put("encrypted ") }
                narrator.page.put(Self.name(of: field, in: layer.kind))
            }
            if !field.value.isBytes { page.put(" ") }
            if !field.value.isBytes { put(field.value, bytes[field.range]) }
            if field.name == .data { putReadable(bytes[field.range]) }
        }
    }

    /// The name of a field; what is encrypted is called after the header that lies there.
    private static func name(of field: DissectedField, in kind: LayerKind) -> String {
        guard field.name == .ciphertext, kind != .esp else { return field.name.rawValue }
        let isHeader = kind != .data && kind != .trafficPadding
        return title(of: kind) + (isHeader ? " header" : "")
    }

    private mutating func putReadable(_ data: ArraySlice<UInt8>) {
        guard data.count <= Self.shownData else { return }
        page.put(" ")
        page.put(quoted: Array(data))
    }

    // MARK: - Spans and colours

    /// The letters that draw over which bytes a protection reaches: what is authenticated on the left, what
    /// is encrypted on the right.
    private static func gutter(of protection: Protection) -> String {
        switch protection {
        case .none: "    "
        case .nonce: "n   "
        case .authenticated: "a   "
        case .encrypted: "ae  "
        }
    }

    /// The tone of a layer's bytes, or of one of its fields; nil for what has no colour of its own.
    private static func tone(of layer: DissectedLayer, _ field: DissectedField?) -> Page.Tone? {
        if layer.protection == .encrypted { return .ciphertext }
        return switch layer.kind {
        case .ipv4, .ipv6: .ipHeader
        case .tcp, .udp, .icmp, .icmpv6: .transportHeader
        case .espHeader: .espHeader
        case .initializationVector: .initializationVector
        case .trafficPadding, .espTrailer: .padding
        case .integrityCheck: .integrityCheck
        case .data, .unreadable: nil
        case .esp:
            switch field?.name {
            case .initializationVector?: .initializationVector
            case .ciphertext?: .ciphertext
            case .integrityCheckValue?: .integrityCheck
            default: .espHeader
            }
        }
    }

    private mutating func put(in tone: Page.Tone?, _ body: (inout Narrator) -> Void) {
        if let tone { page.begin(tone) }
        body(&self)
        if tone != nil { page.end() }
    }
}

extension FieldValue {
    /// Whether the bytes speak for themselves.
    fileprivate var isBytes: Bool {
        guard case .bytes = self else { return false }
        return true
    }
}
