package import Timeline

/// Something that a link did to a packet.
package struct LinkEffect: Hashable, Sendable {
    /// What a link can do.
    package enum Kind: Hashable, Sendable {
        /// It lost the packet.
        case lost
        /// It took this much longer than its own delay.
        case delayed(by: Duration)
        /// It held the packet back for this long, so that those behind can overtake it.
        case heldBack(by: Duration)
        /// It made a copy, which is the packet of this number.
        case copied(as: Int)
        /// It set the ECN field to CE (RFC 3168 section 5).
        case marked
    }

    /// The link's name.
    package let link: String
    /// What it did.
    package let kind: Kind
}
