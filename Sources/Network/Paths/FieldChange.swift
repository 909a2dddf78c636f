import Firewall

/// What became of a number of a packet on its way, the same for each packet of a part.
enum FieldChange<Number: FixedWidthInteger & UnsignedInteger & Sendable>: Hashable, Sendable {
    /// So much is added to what was sent, without a carry.
    case shifted(Number)
    /// It is this now, whatever was sent.
    case constant(Number)
    /// It is one of these now, and nobody knows which.
    case among(Interval<Number>)

    /// It is as it was sent.
    static var none: Self { .shifted(0) }

    /// The numbers that it can be now, of those that were sent.
    func now(_ sent: Interval<Number>) -> Interval<Number> {
        switch self {
        case .shifted(let step): Interval(sent.low &+ step, sent.high &+ step)
        case .constant(let number): Interval(number, number)
        case .among(let numbers): numbers
        }
    }

    /// Keeps of what was sent that of which it can be one of some numbers now; false where that is none.
    mutating func narrow(_ sent: inout Interval<Number>, to wanted: Interval<Number>) -> Bool {
        let current = now(sent)
        guard current.intersects(wanted) else { return false }
        let both = current.intersection(wanted)
        switch self {
        case .shifted(let step): sent = Interval(both.low &- step, both.high &- step)
        case .constant: break
        case .among: self = .among(both)
        }
        return true
    }

    /// The same with so much added to it.
    func shifted(by step: Number) -> Self {
        switch self {
        case .shifted(let before): .shifted(before &+ step)
        case .constant(let number): .constant(number &+ step)
        case .among(let numbers): .among(Interval(numbers.low &+ step, numbers.high &+ step))
        }
    }
}

/// What became of the packets of a part on their way.
struct PathChange<Address: PathAddress>: Hashable, Sendable {
    /// Their source addresses.
    var source = FieldChange<Address>.none
    /// Their destination addresses.
    var destination = FieldChange<Address>.none
    /// Their source ports.
    var sourcePort = FieldChange<UInt16>.none
    /// Their destination ports.
    var destinationPort = FieldChange<UInt16>.none
    /// Their hop limits, which fall.
    var hopLimit = FieldChange<UInt16>.none

    /// The same, whatever hop limits fell.
    var besidesHops: Self {
        var change = self
        change.hopLimit = .none
        return change
    }

    /// Whether the packets have the destinations with which they were sent.
    var keepsDestination: Bool { destination == .none && destinationPort == .none }
}
