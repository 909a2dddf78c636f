import Fabric
import Wire

/// A packet as `packet send` reads it, apart from what the lab chose or the line left out.
struct PacketText: Written {
    let fields: PacketFields
    let data: ArraySlice<UInt8>
    let via: String?

    init(_ fields: PacketFields, data: ArraySlice<UInt8> = [], via: String? = nil) {
        self.fields = fields
        self.data = data
        self.via = via
    }

    func write(on page: inout Page) {
        switch fields.proto {
        case .icmp, .icmpv6:
            // Of the other family it is a number like any other.
            if fields.icmpType == nil {
                page.put("proto \(fields.proto.rawValue)")
            } else {
                page.put(fields.proto)
            }
        case .tcp, .udp, .esp: page.put(fields.proto)
        default:
            page.put("proto ")
            page.put(fields.proto.rawValue)
        }
        page.put(" ")
        page.put(Endpoint(address: fields.source, port: fields.sourcePort))
        page.put(" -> ")
        page.put(Endpoint(address: fields.destination, port: fields.destinationPort))
        if let flags = fields.tcpFlags, flags != .syn {
            page.put(" flags ")
            page.put(flags)
        }
        if let type = fields.icmpType, type != ICMPHeader.echoRequest(fields.source.family) {
            page.put(" type ")
            page.put(type)
            if let code = fields.icmpCode, code != 0 {
                page.put(" code ")
                page.put(code)
            }
        }
        if let type = fields.icmpType, ICMPHeader.isError(type, fields.source.family),
            let quoted = try? QuotedPacket.parse(Array(data).span)
        {
            page.put(" quoting ")
            PacketText(quoted.fields).write(on: &page)
        } else if !data.isEmpty, data.count <= Self.shownData {
            page.put(" data ")
            page.put(quoted: Array(data))
        }
        if let via {
            page.put(" via ")
            page.put(via)
        }
    }

    /// The most bytes of a packet's data that are shown in one line.
    static let shownData = 64
}

extension PacketRecord {
    /// The packet with its data and its tunnel.
    var text: PacketText {
        PacketText(packet.fields, data: packet.bytes[packet.payload], via: via)
    }

    /// The packet of which a link made this one.
    var original: Int? {
        guard case .copy(let number) = origin else { return nil }
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
