/// Why a packet's way ended before its receiver: the one closed table of reasons.
///
/// Counters, transcripts, documentation and tests read this table and no other.
package enum DropReason: String, CaseIterable, Sendable {
    /// A firewall rule denied the packet.
    case deniedByRule = "denied-by-rule"
    /// No firewall rule matched and the default is to deny.
    case deniedByDefault = "denied-by-default"
    /// The packet would begin a flow that is to be tracked, and the table of flows has no room for it.
    case flowTableFull = "flow-table-full"
    /// A firewall rule denied the packet and told its sender.
    case rejectedByRule = "rejected-by-rule"
    /// No firewall rule matched, and the default is to deny and tell the sender.
    case rejectedByDefault = "rejected-by-default"
    /// An ESP packet is too short for header, IV and ICV, or its text isn't aligned.
    case malformed
    /// No SA has the packet's SPI.
    case unknownSPI = "unknown-spi"
    /// The sequence number was seen before.
    case replayed
    /// The sequence number is left of the replay window.
    case tooOld = "too-old"
    /// The ICV doesn't verify.
    case badICV = "bad-icv"
    /// The decrypted padding isn't 1, 2, 3 and so on, or is longer than the payload.
    case badPadding = "bad-padding"
    /// The decrypted next header is none that the SA's mode has, nor a dummy packet's, or it says another version
    /// of IP than is inside.
    case unexpectedNextHeader = "unexpected-next-header"
    /// A dummy packet, which is thrown away without a trace by design.
    case dummy
    /// A NAT keepalive, which only has to arrive.
    case keepalive
    /// A datagram for IKE: it starts with the non-ESP marker.
    case nonESPMarker = "non-esp-marker"
    /// The SA has used its last sequence number.
    case sequenceExhausted = "sequence-exhausted"
    /// The SA has reached its hard lifetime, and no other has taken its place.
    case saExpired = "sa-expired"
    /// The SA has reached its hard lifetime, and no other can take its place: as many as there can be are still
    /// kept for what is under way.
    case tooManyAssociations = "too-many-sas"
    /// The key has used its last IV.
    case ivExhausted = "iv-exhausted"
    /// The packet is a fragment, and transport mode protects whole packets only.
    case fragmentInTransport = "fragment-in-transport"
    /// The packet doesn't fit into a datagram once it is sealed.
    case tooLarge = "too-large"
    /// The decrypted payload is no IP packet.
    case badInnerPacket = "bad-inner-packet"
    /// The decrypted packet is none that the SA was made for.
    case selectorMismatch = "selector-mismatch"
    /// The outer header says that a router on the way was congested, and the sender of the packet inside does not know
    /// ECN.
    case congestedOutside = "ce-on-not-ect"
    /// A policy says that such packets are thrown away.
    case discardedByPolicy = "discarded-by-policy"
    /// The tunnel that the packet has to take has no SA here by which it could be sealed.
    case noAssociation = "no-association"
    /// The packet came in clear, and a policy protects such packets.
    case unprotected
    /// A policy asks for ports, a message or a protocol that the packet does not show, as a later fragment.
    case opaqueToPolicy = "opaque-to-policy"
    /// A datagram was sent and hasn't come back from the system in time.
    case overdue
    /// A datagram was longer than the receiver's buffer.
    case truncatedDatagram = "truncated-datagram"
    /// No route leads to the destination.
    case noRoute = "no-route"
    /// Nobody on the last link has the address of the next hop.
    case noNeighbour = "no-neighbour"
    /// A router would have had to send the packet on, and no hop was left.
    case hopLimitExceeded = "hop-limit-exceeded"
    /// The packet came to a host that does not have its destination, and that forwards nothing.
    case notAddressed = "not-addressed"
    /// The route back to the packet's source does not lead over the link that it came over.
    case reversePath = "reverse-path"
    /// The packet is longer than the link takes, and may not be fragmented.
    case packetTooBig = "packet-too-big"
    /// A fragment of the packet was dropped, so that nobody puts it together.
    case fragmentLost = "fragment-lost"
    /// The fragment has come already.
    case fragmentCopy = "fragment-copy"
    /// The fragment has data for a place for which others have come.
    case fragmentOverlap = "fragment-overlap"
    /// The fragment can be a part of no packet.
    case badFragment = "bad-fragment"
    /// Every port that an address translation rule has to give is another flow's, to the same destination.
    case natPortsExhausted = "nat-ports-exhausted"
    /// The protocol has no ports, and another flow to the same destination has the translated address.
    case natAddressInUse = "nat-address-in-use"
    /// The link over which the packet was to go out has no IPv4 address to masquerade as.
    case natNoAddress = "nat-no-address"
    /// The packets of a masqueraded flow go out over another link now; the flow is forgotten.
    case natLinkChanged = "nat-link-changed"
    /// An ICMP redirect about a translated flow.
    case natRedirect = "nat-redirect"
    /// An ICMP error about a translated flow that quotes too little of its packet.
    case natShortQuote = "nat-short-quote"
    /// It is for the address of a node that translates addresses, and no flow that it knows has the port: for nobody
    /// behind it.
    case noBinding = "no-nat-binding"
    /// The system did not take the datagram.
    case sendFailed = "send-failed"
    /// Nobody listens at the port of the other end, in another process.
    case portUnreachable = "port-unreachable"
    /// A link that loses packets lost this one.
    case lostOnLink = "lost-on-link"

    /// Whether it is given only for what verified: whoever sent it has the key.
    package var isBehindICV: Bool {
        self == .dummy || refusesInside
    }

    /// Whether it says that what verified has something inside that goes no further.
    package var refusesInside: Bool {
        switch self {
        case .badPadding, .unexpectedNextHeader, .badInnerPacket, .selectorMismatch,
            .congestedOutside:
            true
        default: false
        }
    }

    /// The document and section that ask for the drop or say what it is; empty where it is Garita's own
    /// decision.
    package var source: String {
        switch self {
        case .malformed: "RFC 4303 section 2"
        case .unknownSPI: "RFC 4303 section 3.4.2"
        case .replayed, .tooOld: "RFC 4303 section 3.4.3"
        case .badICV: "RFC 4303 section 3.4.4.2"
        case .badPadding: "RFC 4303 section 2.4"
        case .unexpectedNextHeader, .dummy: "RFC 4303 section 2.6"
        case .keepalive: "RFC 3948 section 2.3"
        case .nonESPMarker: "RFC 3948 section 2.2"
        case .sequenceExhausted: "RFC 4303 section 3.3.3"
        case .ivExhausted: "RFC 4106 section 3.1"
        case .fragmentInTransport: "RFC 4303 section 3.3.4"
        case .saExpired, .tooManyAssociations: "RFC 4301 section 4.4.2.1"
        case .congestedOutside: "RFC 6040 section 4.2"
        case .badInnerPacket, .selectorMismatch, .unprotected: "RFC 4301 section 5.2"
        case .opaqueToPolicy: "RFC 4301 section 4.4.1.1"
        case .discardedByPolicy, .noAssociation: "RFC 4301 section 5.1"
        case .noRoute: "RFC 1812 section 5.2.4"
        case .noNeighbour: "RFC 1812 section 5.2.7.1"
        case .hopLimitExceeded: "RFC 1812 section 5.3.1"
        case .notAddressed: "RFC 1122 section 3.2.1.3"
        case .reversePath: "RFC 3704 section 2"
        case .rejectedByRule, .rejectedByDefault: "RFC 1812 section 5.2.7.1"
        case .portUnreachable: "RFC 1122 section 4.1.3.1"
        case .lostOnLink: "RFC 7680 section 2.4"
        case .packetTooBig: "RFC 1191 section 3"
        case .fragmentCopy: "RFC 8200 section 4.5"
        case .fragmentOverlap: "RFC 5722 section 4"
        case .badFragment: "RFC 791 section 3.2"
        case .fragmentLost: "RFC 1122 section 3.3.2"
        case .natPortsExhausted: "RFC 3022 section 2.2"
        case .natAddressInUse: "RFC 3715 section 2.1"
        case .noBinding: "RFC 4787 section 4.3"
        case .natShortQuote: "RFC 5508 section 4.2"
        case .deniedByRule, .deniedByDefault, .flowTableFull, .tooLarge, .overdue,
            .truncatedDatagram, .sendFailed, .natNoAddress, .natLinkChanged, .natRedirect:
            ""
        }
    }
}
