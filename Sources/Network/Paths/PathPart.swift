import Firewall

/// Packets that have come the same way, described by what they were when they were sent.
///
/// What a node asks about is a box of packets as they are there; since each number of a packet is changed by itself, that
/// is a box of what was sent, too.
struct PathPart<Address: PathAddress>: Hashable, Sendable {
    /// The packets as they were sent.
    var sent: PacketBox<Address>
    /// Those of them that are none of the part: they ended on the way, or went another.
    private(set) var without: [PacketBox<Address>] = []
    /// What became of them.
    var change = PathChange<Address>()
    /// What a flow table says of them while it knows no flow; nil where they are not told apart.
    private(set) var state: ConnectionState?
    /// Whether all of them have come here; else some may have, and no other packet.
    var isCertain = true

    /// All packets of a box that are of one state, or of whatever states, where they are sent.
    init(_ sent: PacketBox<Address>, _ state: ConnectionState?) {
        self.sent = sent
        self.state = state
    }

    /// A box around the packets as they are now.
    var now: PacketBox<Address> {
        var box = sent
        box.source = change.source.now(sent.source)
        box.destination = change.destination.now(sent.destination)
        box[.sourcePort] = change.sourcePort.now(sent[.sourcePort])
        box[.destinationPort] = change.destinationPort.now(sent[.destinationPort])
        box[.header(.hopLimit)] = change.hopLimit.now(sent[.header(.hopLimit)])
        return box
    }

    /// Those that are now in a box, whatever it says of links and states; nil where none is.
    func narrowed(to box: PacketBox<Address>) -> Self? {
        var part = self
        guard part.change.source.narrow(&part.sent.source, to: box.source),
            part.change.destination.narrow(&part.sent.destination, to: box.destination),
            part.change.sourcePort.narrow(&part.sent[.sourcePort], to: box[.sourcePort]),
            part.change.destinationPort.narrow(
                &part.sent[.destinationPort], to: box[.destinationPort]),
            part.change.hopLimit.narrow(
                &part.sent[.header(.hopLimit)], to: box[.header(.hopLimit)])
        else { return nil }
        guard part.keep(.proto, box[.proto]),
            part.keep(.header(.length), box[.header(.length)]),
            part.keep(.header(.dscp), box[.header(.dscp)])
        else { return nil }
        part.sent.flags.words &= box.flags.words
        if part.change != change { part.isCertain = false }
        return part.sent.flags.isEmpty ? nil : part
    }

    /// Those whose destination is now one of some addresses; nil where none's is.
    func narrowed(destination addresses: Interval<Address>) -> Self? {
        var part = self
        guard part.change.destination.narrow(&part.sent.destination, to: addresses) else {
            return nil
        }
        if part.change != change { part.isCertain = false }
        return part
    }

    /// Those whose source is now one of some addresses; nil where none's is.
    func narrowed(source addresses: Interval<Address>) -> Self? {
        var part = self
        guard part.change.source.narrow(&part.sent.source, to: addresses) else { return nil }
        if part.change != change { part.isCertain = false }
        return part
    }

    /// Those of which a number is now one of some; nil where none's is.
    func narrowed(_ number: PacketNumber, _ values: Interval<UInt16>) -> Self? {
        var part = self
        let isLeft =
            switch number {
            case .sourcePort: part.change.sourcePort.narrow(&part.sent[.sourcePort], to: values)
            case .destinationPort:
                part.change.destinationPort.narrow(&part.sent[.destinationPort], to: values)
            case .header(.hopLimit):
                part.change.hopLimit.narrow(&part.sent[.header(.hopLimit)], to: values)
            case .proto, .header(.length), .header(.dscp), .outLink: part.keep(number, values)
            }
        if part.change != change { part.isCertain = false }
        return isLeft ? part : nil
    }

    /// Keeps those of which a number that nothing changes is one of some; false where none's is.
    private mutating func keep(_ number: PacketNumber, _ values: Interval<UInt16>) -> Bool {
        guard sent[number].intersects(values) else { return false }
        sent[number] = sent[number].intersection(values)
        return true
    }

    /// Leaves out those that are now in a box.
    ///
    /// Where nobody knows which they are, all stay, and it is no longer certain that they are here.
    ///
    /// - Returns: False where that is all of them.
    mutating func exclude(_ box: PacketBox<Address>) -> Bool {
        guard let shared = narrowed(to: box) else { return true }
        guard shared.change == change else {
            isCertain = false
            return true
        }
        if shared.sent.contains(sent) { return false }
        without.append(shared.sent)
        return true
    }

    /// The same, told apart by what flow tables say of them.
    func told(apart states: [(state: ConnectionState, box: PacketBox<Address>)]) -> [Self] {
        guard state == nil else { return [self] }
        return states.compactMap { state, box in
            guard var part = narrowed(sent: box) else { return nil }
            part.state = state
            return part.pruned
        }
    }

    /// The same, without noting what is none of them anyway.
    var pruned: Self {
        var part = self
        part.without = without.filter { $0.intersects(sent) }
        return part
    }

    /// Leaves out those that were sent as in a box.
    mutating func exclude(sent box: PacketBox<Address>) { without.append(box) }
}
