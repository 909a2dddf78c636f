package import Events
import Fabric
import Wire

/// Says what happens, in English: the only place where sentences are made.
///
/// One method for each kind of event; another language is another type with the same methods.
package struct Narrator: Sendable {
    /// The name of the language, as the transcript's header has it (RFC 5646).
    package static let language = "en"

    /// Where it writes.
    package var page: Page

    /// A narrator that writes to a page.
    package init(_ appearance: Page.Appearance) {
        page = Page(appearance)
    }

    /// Says what happened.
    package mutating func tell(_ event: LabEvent) {
        switch event {
        case .rule(let event): tell(event)
        case .proof(let event): tell(event)
        case .set(let event): tell(event)
        case .flow(let event): tell(event)
        case .link(let event): tell(event)
        case .packet(let event): tell(event)
        case .tunnel(let event): tell(event)
        case .policy(let event): tell(event)
        case .capture(let event): tell(event)
        case .attack(let event): tell(event)
        case .expectation(let event): tell(event)
        case .lab(let event): tell(event)
        }
    }

    /// The packet as `packet send` reads it, apart from what the lab chose or the line left out.
    mutating func put(_ fields: PacketFields, data: ArraySlice<UInt8> = [], via: String? = nil) {
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
            put(quoted.fields)
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

    /// A count and its noun: `1 packet`, `2 packets`.
    mutating func put(_ count: some BinaryInteger, _ noun: String) {
        page.put(count)
        page.put(" ")
        page.put(noun)
        if count != 1 { page.put("s") }
    }
}
