package import Network
package import Timeline
package import Tunnel
package import Wire

/// What was put on a link at a moment, and what became of it.
///
/// Its bytes lie in the log that it came from.
package struct Frame: Sendable {
    /// Its number, from 1, in the order in which frames were put on links; never used again.
    package let number: Int
    /// Over which link, and which way.
    package let direction: Hop
    /// When it was put on the link, in virtual time.
    package let instant: Instant
    /// What it is.
    package internal(set) var content: Content
    /// The tunnel between whose ends it went, and what the end that sealed it knows; nil for a packet in
    /// clear.
    package let encapsulation: Encapsulation?
    /// What became of it.
    package internal(set) var fate = Fate.underway
    /// When that was known; until then when it was put on the link.
    package internal(set) var end: Instant
    /// Where its bytes lie.
    var place: Place

    /// What a frame is.
    package struct Content: Hashable, Sendable {
        /// Its kind.
        package let kind: Kind
        /// The number of the packet that it carries, or that came out of it.
        package internal(set) var packet: Int?
        /// The number of the frame that it is a copy of, or that it was made from.
        package internal(set) var original: Int?
        /// Whether the link made it, as a copy of the frame `original`.
        package internal(set) var isLinkCopy = false
    }

    /// The kinds of frame.
    package enum Kind: Hashable, Sendable {
        /// A packet as it is.
        case clear
        /// A packet in an ESP packet.
        case esp
        /// A packet in an ESP packet that an attacker has held back.
        case heldBack
        /// A dummy packet (RFC 4303 section 2.6).
        case dummy
        /// A NAT keepalive (RFC 3948 section 2.3).
        case keepalive
        /// A datagram of an attacker's.
        case attack(AttackKind)
        /// What the other end of a tunnel sent from another process.
        case remote
        /// What somebody else sent to the port of a tunnel's end.
        case foreign

        /// Whether such a frame carries a packet of the lab.
        var isOfPacket: Bool {
            switch self {
            case .clear, .esp, .heldBack: true
            case .dummy, .keepalive, .attack, .remote, .foreign: false
            }
        }
    }

    /// What can become of a frame.
    package enum Fate: Hashable, Sendable {
        /// It is under way.
        case underway
        /// It came out of the link; the end that it was for accepted it.
        case arrived
        /// It came out of the link at a node between the ends of its tunnel, which put it on the next one, as the frame
        /// of this number.
        case passedOn(as: Int)
        /// It came out of the link, and the end that it was for refused it.
        case refused(DropReason)
        /// It came out of the link and left for another process, where nobody here sees how it ends.
        case departed
        /// The link lost it.
        case lost
        /// It came out of the link, and there is nobody that it is for.
        case unclaimed
        /// The system would not send it.
        case sendFailed
        /// The system did not hand it over in time.
        case overdue

        /// The number of the frame that it became on the next link; nil where none did.
        package var next: Int? {
            if case .passedOn(let next) = self { next } else { nil }
        }

        /// Why nobody accepted the frame; nil when somebody did, or when nobody here knows.
        package var refusal: DropReason? {
            switch self {
            case .underway, .arrived, .passedOn, .departed: nil
            case .refused(let reason): reason
            case .lost: .lostOnLink
            case .unclaimed: .noRoute
            case .sendFailed: .sendFailed
            case .overdue: .overdue
            }
        }
    }

    /// Where its bytes lie.
    struct Place {
        /// The packet that it is, whose bytes it shares; in ESP the one that an end took out, in front of
        /// `plaintext`.
        var packet: Packet?
        /// The bytes from the outermost IP header on, in the store of a log; in clear only how many they are.
        let bytes: FrameStore.Place
        /// How many of them are in front of what UDP carries; all of them in clear.
        let headerLength: Int
        /// What an end decrypted: the payload unless it is `packet`, and the ESP trailer behind it.
        var plaintext: FrameStore.Place?

        /// Whether the frame is a packet as it is, without outer headers.
        var isBare: Bool { headerLength == bytes.count }
        /// The packet that it is as it is.
        var bare: Packet? { isBare ? packet : nil }
    }

    /// How many bytes it has from its outermost IP header on.
    package var length: Int { place.bytes.count }

    /// Where what UDP carries stands in its bytes; empty in clear.
    package var payload: Range<Int> { place.headerLength..<length }

    /// The packet that it carries, or that came out of it.
    package var packet: Int? { content.packet }

    /// What it is.
    package var kind: Kind { content.kind }

    /// The end of a tunnel that it is for; nil in clear.
    package var receiver: TunnelRole? { encapsulation?.sender.peer }

    /// Whether an end of a tunnel here counts it among what arrived.
    package var hasReachedAnEnd: Bool {
        guard encapsulation != nil else { return false }
        return switch fate {
        case .arrived, .refused: true
        case .underway, .passedOn, .departed, .lost, .unclaimed, .sendFailed, .overdue: false
        }
    }

    /// Whether it came out of its link.
    package var hasCrossed: Bool { fate != .underway && fate != .lost }
}

/// What an attacker did to make a datagram.
package enum AttackKind: Hashable, Sendable {
    /// He copied one that he had recorded.
    case replay
    /// He turned one bit of one round.
    case flip
    /// He cut one off.
    case truncation
    /// He sealed one with a key of his own.
    case forgery
    /// The same, with an SPI that no SA has.
    case unknownSPI
    /// It is one of a flood.
    case flood(FloodKind)

    /// Whether it is a whole copy of a recorded one.
    package var isCopy: Bool { self == .replay || self == .flood(.replayed) }
}

/// How something was put into ESP or UDP: between the ends of which tunnel, and what its bytes do not say.
package struct Encapsulation: Hashable, Sendable {
    /// One element, as in a `Packet`: most frames and steps have none, and are small without it.
    private let box: [Contents]

    private struct Contents: Hashable, Sendable {
        let tunnel: String
        let length: Int
        let form: ESPForm?
        let sender: TunnelRole
        let sequence: SequenceNumber?
    }

    /// The tunnel's name.
    package var tunnel: String { box.span[0].tunnel }
    /// How many bytes UDP carries.
    package var length: Int { box.span[0].length }
    /// What protects it, as far as only the two ends know it; nil for what no end sealed.
    package var form: ESPForm? { box.span[0].form }
    /// The end that it comes from, or pretends to.
    package var sender: TunnelRole { box.span[0].sender }
    /// The sequence number that it got; nil for what no end sealed.
    package var sequence: SequenceNumber? { box.span[0].sequence }

    /// What went from an end of a tunnel.
    package init(
        tunnel: String, sender: TunnelRole, length: Int, form: ESPForm? = nil,
        sequence: SequenceNumber? = nil
    ) {
        box = [
            Contents(
                tunnel: tunnel, length: length, form: form, sender: sender, sequence: sequence)
        ]
    }

    /// What the sealing end knows of the ESP packet, in which `packet` was sealed; nil for what no end sealed.
    package func content(around packet: Packet) -> ESPContent? {
        form.map { form in
            ESPContent(
                suite: form.suite, mode: form.mode, highSequence: form.highSequence,
                packet: packet, trafficPadding: form.trafficPadding)
        }
    }
}

/// How an ESP packet was made, as far as only the two ends know it.
package struct ESPForm: Hashable, Sendable {
    /// How many bytes of padding for traffic flow confidentiality follow the payload.
    package let trafficPadding: Int
    /// The high half of an extended sequence number; nil where numbers have 32 bits.
    package let highSequence: UInt32?
    /// What protects it.
    package let suite: ESPSuite
    /// What was put into it.
    package let mode: ESPMode
    /// What DF is in the outer header of tunnel mode.
    package let outerDF: OuterDF
    /// Whether its IV is another one in each run, with or without a seed.
    package private(set) var hasOwnIV = false

    /// A form; by default that of an SA that nobody asked anything special of.
    package init(
        suite: ESPSuite = .usual, mode: ESPMode = .tunnel, highSequence: UInt32? = nil,
        trafficPadding: Int = 0, outerDF: OuterDF = .copy
    ) {
        self.suite = suite
        self.mode = mode
        self.highSequence = highSequence
        self.trafficPadding = trafficPadding
        self.outerDF = outerDF
    }

    /// The form that `association` gave a payload under the number `sequence`.
    package init(
        _ association: OutboundSA, _ sequence: SequenceNumber, _ payload: Span<UInt8>,
        _ nextHeader: IPProtocol
    ) {
        let parameters = association.parameters
        self.init(
            suite: parameters.suite, mode: parameters.mode,
            highSequence: parameters.isExtended ? sequence.high : nil,
            trafficPadding: association.trafficPadding(behind: payload, nextHeader),
            outerDF: parameters.outerDF)
        hasOwnIV = association.hasOwnIVs
    }
}
