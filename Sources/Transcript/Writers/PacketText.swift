import Commands
import Fabric
import Wire

/// A packet as `packet send` reads it, apart from what the lab chose or the line left out; of an ICMP
/// error, the packet that it quotes instead of its data.
struct PacketText: Written {
    let fields: PacketFields
    let marks: IPMarks
    let data: ArraySlice<UInt8>
    let via: String?

    init(
        _ fields: PacketFields, marks: IPMarks = IPMarks(), data: ArraySlice<UInt8> = [],
        via: String? = nil
    ) {
        self.fields = fields
        self.marks = marks
        self.data = data
        self.via = via
    }

    func write(on page: inout Page) {
        guard let type = fields.icmpType, ICMPHeader.isError(type, fields.source.family),
            let quoted = try? QuotedPacket.parse(Array(data).span)
        else {
            let isShown = data.count <= Self.shownData
            let packet = PacketRequest(
                fields, marks: marks, data: isShown ? Array(data) : [], via: via)
            return page.put { packet.write(to: &$0) }
        }
        page.put { PacketRequest(fields, marks: marks).write(to: &$0) }
        page.say(PacketPhrase.quoting)
        PacketText(quoted.fields).write(on: &page)
        guard let via else { return }
        page.put(" via ")
        page.put(via)
    }

    /// The most bytes of a packet's data that are shown in one line.
    static let shownData = 64
}

extension PacketRecord {
    /// The packet with its data and its tunnel.
    var text: PacketText {
        PacketText(
            packet.fields, marks: packet.shownMarks, data: packet.bytes[packet.payload], via: via)
    }

    /// The packet of which a link made this one.
    var original: Int? {
        guard case .copy(let number) = origin else { return nil }
        return number
    }

    /// The packet of which it is a fragment.
    var whole: Int? {
        guard case .fragment(let number) = origin else { return nil }
        return number
    }

    /// The link that lost it.
    var losingLink: String? {
        for step in steps {
            if case .impaired(let effect) = step.what, effect.kind == .lost { return effect.link }
        }
        return nil
    }
}

extension Packet {
    /// ECN and DF as far as one line says them: of a fragment it goes without saying that it may be fragmented.
    var shownMarks: IPMarks {
        var marks = marks
        if fragment != .whole { marks.dontFragment = true }
        return marks
    }
}
