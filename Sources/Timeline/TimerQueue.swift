private import HeapModule

/// The timers that have not run yet, in the order in which they will.
///
/// The order is (deadline, insertion number) and nothing else breaks a tie, so that a lab runs the
/// same way every time. A token may be scheduled more than once.
package struct TimerQueue: Sendable {
    private var heap = Heap<Entry>()
    private var insertions: UInt64 = 0

    /// A queue without timers.
    package init() {}

    /// How many timers have not run yet.
    package var count: Int { heap.count }

    /// Whether every timer has run.
    package var isEmpty: Bool { heap.isEmpty }

    /// The next timer to run and its deadline, or nil when there is none.
    package var next: (deadline: Instant, token: TimerToken)? {
        heap.min.map { ($0.deadline, $0.token) }
    }

    /// Adds a timer, behind those that already have the same deadline.
    package mutating func schedule(_ token: TimerToken, at deadline: Instant) {
        heap.insert(Entry(deadline: deadline, insertion: insertions, token: token))
        insertions += 1
    }

    /// Removes the next timer to run and returns it, or nil when there is none.
    package mutating func popNext() -> (deadline: Instant, token: TimerToken)? {
        heap.popMin().map { ($0.deadline, $0.token) }
    }

    /// Removes every timer that has this token and returns how many there were.
    ///
    /// It looks at all timers: time grows with their number.
    @discardableResult
    package mutating func cancel(_ token: TimerToken) -> Int {
        let before = heap.count
        heap.removeAll { $0.token == token }
        return before - heap.count
    }
}

/// One timer with its place in the order.
private struct Entry: Comparable, Sendable {
    let deadline: Instant
    let insertion: UInt64
    let token: TimerToken

    static func < (left: Entry, right: Entry) -> Bool {
        (left.deadline, left.insertion) < (right.deadline, right.insertion)
    }

    static func == (left: Entry, right: Entry) -> Bool {
        left.insertion == right.insertion
    }
}

/// What a timer is for; its owner alone knows the meaning of the number.
package struct TimerToken: Hashable, Sendable {
    /// The number that the owner chose.
    package let rawValue: UInt64

    /// A token with the number that its owner chose.
    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }
}
