package import Wire

/// Which packets a rule is about: every field that is set has to agree.
///
/// A match is passed around far more often than it is changed, so a copy shares its fields.
package struct RuleMatch: Hashable, Sendable {
    private var shared: Shared

    /// What copies have in common; a change makes another.
    private final class Shared: Sendable {
        let fields: MatchFields

        init(_ fields: MatchFields) {
            self.fields = fields
        }
    }

    /// What the match says about each field.
    var fields: MatchFields { shared.fields }

    /// A match on the fields that are given; without any it matches every packet.
    package init(
        proto: ProtocolMatch? = nil, source: AddressMatch? = nil, sourcePorts: PortMatch? = nil,
        destination: AddressMatch? = nil, destinationPorts: PortMatch? = nil
    ) {
        var fields = MatchFields()
        fields.proto = proto
        fields.source = source
        fields.sourcePorts = sourcePorts
        fields.destination = destination
        fields.destinationPorts = destinationPorts
        shared = Shared(fields)
    }

    private mutating func change(_ edit: (inout MatchFields) -> Void) {
        var fields = shared.fields
        edit(&fields)
        shared = Shared(fields)
    }

    /// The links over which a packet may come in, in the order they were written; empty: any.
    package var links: [LinkName] {
        get { shared.fields.links }
        set { change { $0.links = newValue } }
    }

    /// The protocol in the IP header (IPv4 "protocol", IPv6 "next header"); nil: any.
    package var proto: ProtocolMatch? {
        get { shared.fields.proto }
        set { change { $0.proto = newValue } }
    }

    /// Where the packet comes from; nil: anywhere, of either family.
    package var source: AddressMatch? {
        get { shared.fields.source }
        set { change { $0.source = newValue } }
    }

    /// TCP or UDP source ports; nil: any, and packets without ports.
    package var sourcePorts: PortMatch? {
        get { shared.fields.sourcePorts }
        set { change { $0.sourcePorts = newValue } }
    }

    /// Where the packet goes; nil: anywhere, of either family.
    package var destination: AddressMatch? {
        get { shared.fields.destination }
        set { change { $0.destination = newValue } }
    }

    /// TCP or UDP destination ports; nil: any, and packets without ports.
    package var destinationPorts: PortMatch? {
        get { shared.fields.destinationPorts }
        set { change { $0.destinationPorts = newValue } }
    }

    /// ICMP or ICMPv6 messages; nil: any, and packets of other protocols.
    package var icmp: ICMPMatch? {
        get { shared.fields.icmp }
        set { change { $0.icmp = newValue } }
    }

    /// TCP control bits; nil: any, and packets of other protocols.
    package var flags: FlagMatch? {
        get { shared.fields.flags }
        set { change { $0.flags = newValue } }
    }

    /// What the flow table says about the packet; nil: anything.
    package var states: StateMatch? {
        get { shared.fields.states }
        set { change { $0.states = newValue } }
    }

    /// Equal matches say the same about every field.
    package static func == (left: Self, right: Self) -> Bool {
        left.shared === right.shared || left.shared.fields == right.shared.fields
    }

    /// Hashes what the match says about every field.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(shared.fields)
    }

    /// Whether the match says anything about a field.
    package func asks(about field: RuleField) -> Bool { shared.fields.asks(about: field) }

    /// The first field, in the order of `RuleField`, that keeps the packet from matching.
    ///
    /// Nil when the packet matches. This is what a rule means; the classifier is only faster.
    package func firstMismatch(
        with packet: PacketFields, _ context: PacketContext = PacketContext()
    ) -> RuleField? {
        shared.fields.firstMismatch(with: packet, context)
    }

    /// In how many fields the packet does not match; stops counting at `bar`.
    func mismatchCount(
        with packet: PacketFields, _ context: PacketContext, below bar: Int
    ) -> Int {
        shared.fields.mismatchCount(with: packet, context, below: bar)
    }
}
