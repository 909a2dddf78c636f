import Commands
import Firewall
import Wire

/// Why rules matched or did not.
extension Narrator {
    /// Why the rules before the deciding one did not match.
    mutating func put(
        _ misses: NearMisses, of fields: PacketFields, _ context: PacketContext, margin: Int
    ) {
        for miss in misses.shown {
            page.fill(margin)
            page.put("rule ")
            page.put(miss.number)
            switch miss.field {
            case nil: page.put(" yes, and it only logs")
            case .limit:
                page.put(" no: it matches, but its limit is used up: ")
                if let limit = miss.rule.limit { page.put { limit.write(to: &$0) } }
            case .sourcePort? where fields.sourcePort == nil,
                .destinationPort? where fields.destinationPort == nil:
                page.put(" no: it has no ports, rule wants ")
                put(miss.field ?? .destinationPort, of: miss.rule.match)
            case let field?:
                page.put(Self.mismatch(of: field))
                put(field, of: fields, context)
                page.put(", rule wants ")
                put(field, of: miss.rule.match)
                put(familyOf: field, miss.rule.match, fields.source.family)
            }
            page.endLine()
        }
        guard misses.count > misses.shown.count else { return }
        page.fill(margin)
        page.put("and ")
        put(misses.count - misses.shown.count, "more rule")
        page.line(" no")
    }

    /// The family that a list of addresses is about, where the packet's is another: `not 10.0.0.0/8` (IPv4).
    private mutating func put(
        familyOf field: RuleField, _ match: RuleMatch, _ family: IPFamily
    ) {
        let addresses: AddressMatch?
        switch field {
        case .source: addresses = match.source
        case .destination: addresses = match.destination
        default: return
        }
        guard let families = addresses?.families, families.count == 1, families[0] != family else {
            return
        }
        page.put(families[0] == .v4 ? " (IPv4)" : " (IPv6)")
    }

    /// What of the packet the deciding rule asked about, in one line; nothing for a rule about everything.
    mutating func put(
        matched rule: Rule, _ fields: PacketFields, _ context: PacketContext, margin: Int
    ) {
        let asked = rule.match.fields
        guard !asked.isEmpty else { return }
        page.fill(margin)
        page.put("matched: ")
        for (index, field) in asked.enumerated() {
            if index > 0 { page.put(", ") }
            page.put(Self.name(of: field))
            page.put(" ")
            put(field, of: fields, context)
        }
        page.endLine()
    }

    /// What stands between a rule's number and the packet's value in that field.
    private static func mismatch(of field: RuleField) -> String {
        switch field {
        case .proto: " no: protocol is "
        case .source: " no: source is "
        case .sourcePort: " no: source port is "
        case .destination: " no: destination is "
        case .destinationPort: " no: destination port is "
        case .icmpType: " no: type is "
        case .icmpCode: " no: code is "
        case .flags: " no: flags are "
        case .number: " no: \(name(of: field)) is "
        case .link: " no: link is "
        case .state: " no: state is "
        case .limit: " no: "
        }
    }

    static func name(of field: RuleField) -> String {
        switch field {
        case .proto: "protocol"
        case .source: "source"
        case .sourcePort: "source port"
        case .destination: "destination"
        case .destinationPort: "destination port"
        case .icmpType: "type"
        case .icmpCode: "code"
        case .flags: "flags"
        case .number: field.name
        case .link: "link"
        case .state: "state"
        case .limit: "limit"
        }
    }

    private mutating func put(
        _ field: RuleField, of fields: PacketFields, _ context: PacketContext
    ) {
        switch field {
        case .proto: page.put(fields.proto)
        case .source: page.put(fields.source)
        case .destination: page.put(fields.destination)
        case .sourcePort: put(fields.sourcePort)
        case .destinationPort: put(fields.destinationPort)
        case .icmpType: put(fields.icmpType)
        case .icmpCode: put(fields.icmpCode)
        case .number(let number):
            page.put { number.write(number.row.read(fields), to: &$0) }
        case .flags: if let flags = fields.tcpFlags { page.put(flags) } else { page.put("none") }
        case .link: page.put(context.link?.rawValue ?? "none")
        case .state: page.put(context.state.rawValue)
        case .limit: break
        }
    }

    private mutating func put(_ port: Port?) {
        if let port { page.put(port) } else { page.put("none") }
    }

    private mutating func put(_ number: UInt8?) {
        if let number { page.put(number) } else { page.put("none") }
    }

    private mutating func put(_ field: RuleField, of match: RuleMatch) {
        page.put { match.write(field, to: &$0) }
    }
}
