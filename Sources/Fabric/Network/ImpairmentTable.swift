import Network

/// What the links do to packets, beside what the topology says of them.
struct ImpairmentTable {
    private var impairments: [String: LinkImpairment] = [:]
    /// Where chance comes from.
    var dice = LinkDice()

    /// Whether no link does anything.
    var isEmpty: Bool { impairments.isEmpty }

    /// What every link does that does something, by its name.
    var kept: [String: LinkImpairment] { impairments }

    /// Makes links do what they did before; chance goes on.
    mutating func putBack(_ kept: [String: LinkImpairment]) {
        impairments = kept
    }

    /// Makes every link do nothing.
    mutating func clear() {
        impairments.removeAll()
    }

    /// What a link does; nil when it does nothing.
    subscript(_ link: Link) -> LinkImpairment? {
        get { impairments[link.name] }
        set { impairments[link.name] = newValue }
    }
}
