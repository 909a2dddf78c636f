/// How a node changes packets that pass through it: it translates addresses, and lowers what TCP segments may hold.
package struct Translator: Sendable {
    /// The rules, as they are written down.
    package internal(set) var rules = NATRules()
    /// The links at which it lowers the maximum segment size.
    package internal(set) var clamps: [SegmentClamp] = []
    /// The fragments that wait for others.
    var reassembly = Reassembly()
    /// The changes of the rules that can be turned back.
    package var history = NATHistory()

    /// A translator without rules.
    package init() {}
}

/// How a node changes packets that pass through it, as it is written down.
package struct PacketChanges: Hashable, Sendable {
    /// How it translates addresses.
    package internal(set) var rules = NATRules()
    /// The links at which it lowers the maximum segment size.
    package internal(set) var clamps: [SegmentClamp] = []

    /// It changes nothing.
    package init() {}
}

/// The address translation rules as they were before, and as they were before that was turned back.
package struct NATHistory: Sendable {
    private var past: [NATRules] = []
    private var future: [NATRules] = []

    /// The most changes that can be turned back.
    package static let limit = 100

    /// Nothing has been changed.
    package init() {}

    /// Remembers rules that were changed; what could be done again no longer can.
    package mutating func note(_ old: NATRules) {
        future.removeAll()
        past.append(old)
        if past.count > Self.limit { past.removeFirst() }
    }

    /// Turns the last change back.
    ///
    /// - Returns: The rules as they were before it; nil where nothing has been changed.
    package mutating func undo(_ current: NATRules) -> NATRules? {
        guard let old = past.popLast() else { return nil }
        future.append(current)
        return old
    }

    /// Does again what was turned back last.
    ///
    /// - Returns: The rules as they were after it; nil where nothing has been turned back.
    package mutating func redo(_ current: NATRules) -> NATRules? {
        guard let new = future.popLast() else { return nil }
        past.append(current)
        return new
    }
}
