import Fabric
import Firewall
import Wire

/// `packet show`: every layer with its fields.
struct LayerWriter: Writer {
    var page: Page

    mutating func write(_ record: PacketRecord) {
        page.lend(PacketWriter.self) { $0.writeHeadline(record) }
        for layer in Dissection.layers(of: record.packet.bytes.span) {
            write(titleOf: layer)
            for field in layer.fields {
                let value = ValueText(field.value, record.packet.bytes[field.range])
                page.row(Self.fields, field.name, value)
            }
        }
    }

    /// The longest name of a field, and two blanks.
    private static let fields = Columns(.left(28, after: 4))

    mutating func write(titleOf layer: DissectedLayer) {
        page.fill(2)
        page.say(LayerPhrase.title, (.name, layer.kind), (.count, layer.range.count))
        if let fault = layer.fault { page.say(LayerPhrase.fault, (.problem, fault.rawValue)) }
        page.endLine()
    }
}

/// The value of a field.
struct ValueText: Written {
    private let value: FieldValue
    private let bytes: ArraySlice<UInt8>

    init(_ value: FieldValue, _ bytes: ArraySlice<UInt8>) {
        self.value = value
        self.bytes = bytes
    }

    func write(on page: inout Page) {
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
            if let isRight {
                page.put(", ")
                page.say(isRight ? LayerPhrase.right : LayerPhrase.wrong)
            }
        case .spi(let spi): page.put(spi)
        case .bytes:
            page.put(hexDump: bytes.prefix(DumpWriter.rowBytes))
            guard bytes.count > DumpWriter.rowBytes else { return }
            page.put(" ... (")
            page.say(LayerPhrase.moreBytes, (.count, bytes.count))
            page.put(")")
        }
    }
}
