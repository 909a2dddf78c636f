import Events
import Fabric
import Firewall
import Network
import Wire

/// `packet bytes`: the bytes at each point of the way where they differ, field by field.
struct DumpWriter: Writer {
    private typealias Say = LayerPhrase
    var page: Page

    mutating func write(_ record: PacketRecord, _ images: [PacketImage]) {
        page.lend(PacketWriter.self) { $0.writeHeadline(record) }
        for image in images {
            page.line(Self.heading(image, record), (.count, image.bytes.count + image.hidden))
            if image.point == .decrypted, let shared = Self.shared(image, record) {
                write(behind: shared, of: image, record)
            } else {
                write(image)
            }
        }
        if record.encapsulation == nil, record.decapsulation == nil,
            record.verdict?.action == .allow
        {
            page.line(Say.inClear)
        }
    }

    private static func heading(_ image: PacketImage, _ record: PacketRecord) -> LayerPhrase {
        switch image.point {
        case .plain: .plain
        case .wire: .wire
        case .decrypted: record.decapsulation?.suite.encrypts ?? true ? .decrypted : .verified
        }
    }

    // MARK: - What is decrypted

    /// How many of the decrypted bytes are those that the sender put in, but for the hops that routers have taken off; nil
    /// where they differ.
    private static func shared(_ image: PacketImage, _ record: PacketRecord) -> Int? {
        let payload = record.sealedPacket.bytes[record.sealedBytes]
        return image.bytes.starts(with: payload) ? payload.count : nil
    }

    private mutating func write(
        behind shared: Int, of image: PacketImage, _ record: PacketRecord
    ) {
        let hops = record.sealedPacket.fields.hopLimit
        if record.sealedBytes.lowerBound > 0 {
            page.line(in: 2, Say.sameBehindHeader, (.count, shared))
        } else if hops == record.packet.fields.hopLimit {
            page.line(in: 2, Say.same, (.count, shared))
        } else {
            page.line(in: 2, Say.sameForwarded, (.count, shared), (.limit, Int(hops)))
        }
        for layer in image.layers where layer.range.lowerBound >= shared {
            write(titleOf: layer)
            write(layer, image.bytes)
        }
    }

    private mutating func write(titleOf layer: DissectedLayer) {
        page.lend(LayerWriter.self) { $0.write(titleOf: layer) }
    }

    // MARK: - A dump

    private mutating func write(_ image: PacketImage) {
        let protections = image.hidden > 0 ? [] : Set(image.layers.map(\.protection))
        writeLegend(protections)
        var isInsideCiphertext = false
        for layer in image.layers {
            let isEncrypted = layer.protection == .encrypted
            if !isEncrypted {
                write(titleOf: layer)
            } else if !isInsideCiphertext {
                let encrypted = image.layers.filter { $0.protection == .encrypted }
                page.line(
                    in: 2, Say.ciphertext, (.count, encrypted.reduce(0) { $0 + $1.range.count }))
            }
            isInsideCiphertext = isEncrypted
            write(layer, image.bytes, hasGutter: protections.count > 1)
        }
        if image.hidden > 0 { page.line(in: 2, Say.hidden, (.count, image.hidden)) }
    }

    /// What the letters beside the bytes mean, those that stand there.
    private mutating func writeLegend(_ protections: Set<Protection>) {
        guard protections.count > 1 else { return }
        page.fill(2)
        if page.layout == .linear {
            page.say(Say.protectionTitle)
            if !protections.contains(.encrypted) { page.say(Say.legendNothingEncrypted) }
            return page.endLine()
        }
        page.say(Say.legend)
        if protections.contains(.encrypted) { page.say(Say.legendEncrypted) }
        if protections.contains(.nonce) { page.say(Say.legendNonce) }
        page.say(Say.legendChanges)
        if !protections.contains(.encrypted) { page.say(Say.legendNothingEncrypted) }
        page.endLine()
    }

    private mutating func write(
        _ layer: DissectedLayer, _ bytes: [UInt8], hasGutter: Bool = false
    ) {
        let gutter = hasGutter ? Gutter(layer.protection) : Gutter(nil)
        if layer.fields.isEmpty {
            writeRows(layer.range, of: bytes, behind: gutter, layer.tone(of: nil), meaning: nil)
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
            let tone = layer.tone(of: fields.first)
            if range.isEmpty {
                for field in fields { writeAbsent(field, behind: gutter, tone) }
            } else {
                let meaning = MeaningText(fields: fields, layer: layer, bytes: bytes)
                writeRows(range, of: bytes, behind: gutter, tone, meaning: meaning)
            }
            index = end
        }
    }

    private mutating func writeRows(
        _ range: Range<Int>, of bytes: [UInt8], behind gutter: Gutter, _ tone: Page.Tone?,
        meaning: MeaningText?
    ) {
        for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.rowBytes) {
            let end = min(start + Self.rowBytes, range.upperBound)
            let dump = Toned(Dump(bytes[start..<end]), tone)
            let isFirst = start == range.lowerBound
            if page.layout == .linear {
                writeLine(at: start, behind: gutter, isFirst ? meaning : nil, dump)
            } else if isFirst {
                let isLong = end - start > Self.rowBytes / 2
                let columns = isLong ? Self.longRow : Self.shortRow
                page.begin(columns, gutter, Offset(start), dump)
                meaning?.write(on: &page)
                page.endLine()
            } else {
                page.begin(Self.nextRow, gutter, Offset(start), dump)
                page.endLine()
            }
            // Padding for traffic flow confidentiality may be pages of zeros.
            guard end < range.upperBound, bytes[start..<range.upperBound].allSatisfy({ $0 == 0 })
            else { continue }
            return page.row(
                Self.shortRow, gutter, "", then: Say.zeros, (.last, Offset(range.upperBound - 1)))
        }
    }

    /// A row of a linear page: what the bytes are, in front of the first of them.
    private mutating func writeLine(
        at start: Int, behind gutter: Gutter, _ meaning: MeaningText?, _ dump: some Written
    ) {
        let words = Composed { page in meaning?.write(on: &page) }
        page.row(Self.line, gutter, Offset(start), words, dump)
    }

    /// A field that the ICV covers and no byte carries.
    private mutating func writeAbsent(
        _ field: DissectedField, behind gutter: Gutter, _ tone: Page.Tone?
    ) {
        page.begin(Self.shortRow, gutter, "", Say.notInPacket)
        Toned(field.name, tone).write(on: &page)
        page.put(" ")
        ValueText(field.value, []).write(on: &page)
        page.endLine()
    }

    /// How many bytes a row of a dump has.
    static let rowBytes = 16
    private static let shortRow = Columns(.rest(after: 4), .left(6), .left(rowBytes / 2 * 3 + 1))
    private static let longRow = Columns(.rest(after: 4), .left(6), .left(rowBytes * 3 + 1))
    private static let line = Columns(.rest(after: 4))
    private static let nextRow = Columns(.rest(after: 4), .left(6))
}

/// Over which bytes a protection reaches: as letters, what is authenticated on the left, what is encrypted on the right; or
/// in words.
private struct Gutter: Written {
    private let protection: Protection?

    init(_ protection: Protection?) {
        self.protection = protection
    }

    func write(on page: inout Page) {
        let isLinear = page.layout == .linear
        switch protection {
        case nil: break
        case .none?: page.put("    ")
        case .nonce?: isLinear ? page.say(LayerPhrase.isNonce) : page.put("n   ")
        case .authenticated?:
            isLinear ? page.say(LayerPhrase.isAuthenticated) : page.put("a   ")
        case .encrypted?: isLinear ? page.say(LayerPhrase.isEncrypted) : page.put("ae  ")
        }
    }
}

/// Where a row begins, as four hexadecimal digits.
private struct Offset: Written {
    private let place: Int

    init(_ place: Int) {
        self.place = place
    }

    func write(on page: inout Page) { page.put(hex: UInt64(place), digits: 4) }
}

/// What the fields of a row say.
private struct MeaningText: Written {
    let fields: ArraySlice<DissectedField>
    let layer: DissectedLayer
    let bytes: [UInt8]

    func write(on page: inout Page) {
        let tone = layer.tone(of: fields.first)
        for (place, field) in fields.enumerated() {
            if place > 0 { page.put(", ") }
            Toned(NameText(field: field, layer: layer), tone).write(on: &page)
            if !field.value.isBytes {
                page.put(" ")
                ValueText(field.value, bytes[field.range]).write(on: &page)
            }
            let data = bytes[field.range]
            guard field.name == .data, data.count <= PacketText.shownData else { continue }
            page.put(" ")
            page.put(quoted: Array(data))
        }
    }
}

/// The name of a field; what is encrypted is called after the header that lies there.
private struct NameText: Written {
    let field: DissectedField
    let layer: DissectedLayer

    func write(on page: inout Page) {
        let kind = layer.kind
        let isInside = field.name == .ciphertext && kind != .esp
        let isHeader = isInside && kind != .data && kind != .trafficPadding
        let name = Composed { page in
            if isHeader {
                page.say(LayerPhrase.header, (.name, kind))
            } else if isInside {
                page.put(kind)
            } else {
                page.put(field.name)
            }
        }
        if layer.protection == .encrypted {
            page.say(LayerPhrase.encrypted, (.name, name))
        } else {
            name.write(on: &page)
        }
    }
}

extension DissectedLayer {
    /// The tone of the layer's bytes, or of one of its fields; nil for what has no colour of its own.
    fileprivate func tone(of field: DissectedField?) -> Page.Tone? {
        if protection == .encrypted { return .ciphertext }
        return switch kind {
        case .ipv4, .ipv6, .hopByHop, .routing, .fragment, .destinationOptions: .ipHeader
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
}

extension FieldValue {
    /// Whether the bytes speak for themselves.
    fileprivate var isBytes: Bool {
        guard case .bytes = self else { return false }
        return true
    }
}
