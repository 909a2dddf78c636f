import Fabric
import Tunnel

/// Strangers' datagrams since the last command, by kind: those that came to one end and ended alike.
///
/// Whoever floods a port must not flood the screen: of each kind the first few are told one by one, then each time
/// that there are ten times as many, and the rest with the next command.
struct StrangerTally {
    /// Datagrams of one kind.
    struct Group {
        /// The last of them.
        var newest: Frame
        /// How many came.
        var total = 0
        /// How many of them have not been told.
        var untold = 0
    }

    private var groups: [Group] = []

    /// How many are told one by one.
    private static let shown = 5

    /// Counts a datagram.
    ///
    /// - Returns: What is to be told at once, which is told then.
    mutating func add(_ frame: Frame) -> Group? {
        let known = groups.firstIndex { $0.newest.isLike(frame) }
        let place = known ?? groups.count
        if known == nil { groups.append(Group(newest: frame)) }
        groups[place].newest = frame
        groups[place].total += 1
        groups[place].untold += 1
        guard Self.isTold(groups[place].total) else { return nil }
        defer { groups[place].untold = 0 }
        return groups[place]
    }

    /// What has not been told, which is told then; counting begins anew.
    mutating func takeUntold() -> [Group] {
        defer { groups.removeAll() }
        return groups.filter { $0.untold > 0 }
    }

    private static func isTold(_ total: Int) -> Bool {
        var rest = total
        while rest > 1, rest.isMultiple(of: 10) { rest /= 10 }
        return total <= shown || rest == 1
    }
}

extension Frame {
    /// Whether both came to the same end and ended alike.
    fileprivate func isLike(_ other: Frame) -> Bool {
        encapsulation?.tunnel == other.encapsulation?.tunnel && receiver == other.receiver
            && fate == other.fate
    }
}
