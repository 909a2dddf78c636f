package import Wire

/// An ICMP error as its receiver tells it: who sent it, and what it says.
package struct ICMPReport: Hashable, Sendable {
    /// Who sent it.
    package let from: IPAddress
    /// Its type.
    package let type: UInt8
    /// Its code.
    package let code: UInt8

    /// The error that somebody sent.
    package init(from: IPAddress, type: UInt8, code: UInt8) {
        self.from = from
        self.type = type
        self.code = code
    }

    /// What it says.
    package var meaning: Meaning {
        switch (from.family, type, code) {
        case (.v4, 3, 0), (.v4, 3, 6), (.v4, 3, 11), (.v6, 1, 0): .noRoute
        case (.v4, 3, 1), (.v4, 3, 7), (.v4, 3, 12), (.v6, 1, 3): .hostUnreachable
        case (.v4, 3, 2), (.v6, 4, 1): .protocolUnreachable
        case (.v4, 3, 3), (.v6, 1, 4): .portUnreachable
        case (.v4, 3, 4), (.v6, 2, _): .tooBig
        case (.v4, 3, 9), (.v4, 3, 10), (.v4, 3, 13), (.v6, 1, 1), (.v6, 1, 5), (.v6, 1, 6):
            .prohibited
        case (.v4, 11, 0), (.v6, 3, 0): .timeExceeded
        default: .other
        }
    }

    /// What errors of either family say (RFC 792, RFC 1812 section 5.2.7.1, RFC 4443 section 3).
    package enum Meaning: String, CaseIterable, Sendable {
        /// A router knows no way to the destination.
        case noRoute = "no-route"
        /// The last router can't reach the destination.
        case hostUnreachable = "host-unreachable"
        /// The destination does not know the protocol.
        case protocolUnreachable = "protocol-unreachable"
        /// Nobody listens at the port.
        case portUnreachable = "port-unreachable"
        /// The packet is larger than a link's MTU.
        case tooBig = "too-big"
        /// A firewall or a policy forbids it.
        case prohibited
        /// The hop limit fell to zero.
        case timeExceeded = "time-exceeded"
        /// Anything else.
        case other
    }

    /// Whether a connection that is being opened is given up for it: as in Linux, what is said of protocol, port or
    /// policy, while a missing route may come back.
    var endsOpening: Bool {
        switch meaning {
        case .protocolUnreachable, .portUnreachable, .prohibited: true
        case .noRoute, .hostUnreachable, .tooBig, .timeExceeded, .other: false
        }
    }
}

/// An ICMP error together with what it quotes of the packet that it is about.
struct QuotedError: Hashable, Sendable {
    /// Who sent it and what it says.
    let report: ICMPReport
    /// The packet that it is about.
    let quoted: QuotedPacket
    /// The second half of the first eight bytes behind the quoted IP header: the sequence number of TCP, identifier and
    /// sequence number of an echo.
    let secondWord: UInt32?
    /// The MTU that the error names (RFC 1191 section 4, RFC 4443 section 3.2); nil in other errors.
    let mtu: Int?

    /// The error in a packet; nil where it is none, or quotes too little.
    init?(_ packet: Packet) {
        let fields = packet.fields
        let family = fields.source.family
        guard let type = fields.icmpType, let code = fields.icmpCode,
            ICMPHeader.isError(type, family),
            let quoted = try? QuotedPacket.parse(packet.written.span.extracting(packet.payload)),
            quoted.fields.source.family == family
        else { return nil }
        report = ICMPReport(from: fields.source, type: type, code: code)
        self.quoted = quoted
        let bytes = packet.written.span.extracting(packet.payload)
        let start = family == .v4 ? Int(bytes[0] & 0xF) * 4 : IPv6Header.length
        secondWord = bytes.count >= start + 8 ? bytes.uint32(at: start + 4) : nil
        let rest = packet.written.span.uint32(at: packet.transportOffset + 4)
        switch (report.meaning, family) {
        case (.tooBig, .v4): mtu = Int(rest & 0xFFFF)
        case (.tooBig, .v6): mtu = Int(rest)
        default: mtu = nil
        }
    }

    /// Whether the quoted packet went from one address to another.
    func isAbout(from source: IPAddress, to destination: IPAddress) -> Bool {
        quoted.fields.source == source && quoted.fields.destination == destination
    }
}
