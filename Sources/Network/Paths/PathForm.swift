import Firewall
import Wire

/// In which form the packets of a part travel.
enum PathForm: Hashable {
    /// Each by itself.
    case whole
    /// Each as fragments that its sender, or a link on the way, has made of it, and that all have to come there.
    ///
    /// The first fragment of IPv4 shows what the packet shows, but for its length. That is always the whole TCP header: one that is
    /// shorter is damaged (RFC 1858 section 3, RFC 3128). Those of IPv6 show a fragment header, whatever is behind it.
    case inPieces
    /// Whole again, as a node on the way, or that to which it goes, has put it together.
    case joined
    /// Each a fragment of IPv4 that is not the first: it shows no ports, no message and no control bits, and no flow is its own.
    case later
}

extension PathPart {
    /// The extension headers of IPv6 that stand for what is behind them (RFC 8200 section 4; IANA's list of extension headers).
    static var extensions: [UInt16] {
        Address.family == .v4 ? [] : [0, 43, 44, 51, 60, 135, 139, 140]
    }

    /// The number of the fragment header.
    static var fragmentHeader: UInt16 { UInt16(IPProtocol.fragmentHeader.rawValue) }

    /// Whether all that rules see of the packets is a fragment header.
    var showsFragmentHeader: Bool { form == .inPieces && Address.family == .v6 }

    /// Whether the packets, sent whole, have nothing but a fragment header behind that of IP.
    var isFragment: Bool {
        Self.extensions.contains(Self.fragmentHeader)
            && sent[.proto] == Interval(Self.fragmentHeader, Self.fragmentHeader)
    }

    /// Whether the fragment header is what is asked about, and not any packet behind it.
    var asksForFragments: Bool {
        showsFragmentHeader && sent[.proto].contains(Self.fragmentHeader)
            && sent[.proto] != PacketNumber.proto.whole
    }

    /// Whether policies may not see what they ask for.
    var isOpaque: Bool {
        let proto = sent[.proto]
        return form == .later || showsFragmentHeader
            || Self.extensions.contains { proto.contains($0) } && proto.low == proto.high
    }

    /// What flow tables say of the packets as they travel; nil where they are not told apart.
    var trackedState: ConnectionState? {
        switch form {
        case .whole, .joined: state
        case .inPieces: Address.family == .v6 ? .new : state
        case .later: .invalid
        }
    }

    /// A box around what rules see of the packets; `box` is around what they are.
    func seen(_ box: PacketBox<Address>) -> PacketBox<Address> {
        guard form == .inPieces else { return box }
        var seen = box
        seen[.header(.length)] = PacketNumber.header(.length).whole
        guard showsFragmentHeader else { return seen }
        seen[.proto] = Interval(Self.fragmentHeader, Self.fragmentHeader)
        seen[.sourcePort] = .all
        seen[.destinationPort] = .all
        seen.flags = .all
        return seen
    }

    /// Whether what it says of the length of packets in pieces does not tell which of them are meant.
    func isVague(_ box: PacketBox<Address>) -> Bool {
        let length = PacketNumber.header(.length)
        return form == .inPieces && box[length] != length.whole
    }

    /// The packets where fragments are put together: at the node to which they go, and at one that translates addresses; a single
    /// fragment stays there.
    var puttingTogether: [Self] {
        switch form {
        case .joined: return [self]
        case .later: return []
        case .inPieces:
            guard showsFragmentHeader else { return [with(.joined, state)] }
            return FirstPackets<Address>.boxes.compactMap { state, box in
                sent.intersection(box).map { both in
                    var part = with(.joined, state)
                    part.sent = both
                    return part
                }
            }
        case .whole:
            guard isFragment else { return [self] }
            // Whether it is the only fragment of its packet is not followed.
            var part = self
            part.isCertain = false
            return [part]
        }
    }

    /// The packets of which no longer ones go on whole, over a link or through a tunnel that takes so many bytes.
    ///
    /// `following`: those that go on in pieces, or may, are followed, too.
    func fitting(_ longest: Int, following: Bool) -> [Self] {
        let length = PacketNumber.header(.length)
        let room = Interval(0, UInt16(clamping: longest))
        switch form {
        case .inPieces, .later: return [self]
        case .joined where Address.family == .v4: return [with(.inPieces, state)]
        case .whole, .joined: break
        }
        let whole = narrowed(length, room).map { [$0] } ?? []
        guard following, room.high < .max,
            let long = narrowed(length, Interval(room.high + 1, .max))
        else { return whole }
        var pieces = long.with(Address.family == .v4 ? .inPieces : .joined, state)
        pieces.isCertain = false
        return [pieces] + whole
    }

    /// The same in another form, of which flow tables say something else.
    func with(_ form: PathForm, _ state: ConnectionState?) -> Self {
        var part = PathPart(sent, state)
        part.copy(of: self)
        part.form = form
        return part
    }
}
