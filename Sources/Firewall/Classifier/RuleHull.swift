/// What the classifier knows of a rule in one family: the smallest box around everything that it matches.
package struct RuleHull<Address: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    /// The box; the classifier leaves its flags and its context to whoever confirms.
    package var box: PacketBox<Address>
    /// Whether the rule matches all of the box.
    ///
    /// If not, a packet in the box still has to be asked about: the rule has several ranges, a list,
    /// or asks for flags, a state or a link.
    package var isExact: Bool

    /// The hull of a rule.
    package init(box: PacketBox<Address>, isExact: Bool) {
        self.box = box
        self.isExact = isExact
    }
}
