import Fabric
import Tunnel
import Wire

/// Something that is told although no command asked for it, and that can come many times.
protocol Recurring {
    /// Whether both are of one kind, so that one line may count them.
    func isLike(_ other: Self) -> Bool
}

/// What came unasked since the last command, by kind.
///
/// Whoever floods a port must not flood the screen: of each kind the first few are told one by one, then each time
/// that there are ten times as many, and the rest with the next command.
struct NoticeTally<Notice: Recurring> {
    /// Notices of one kind.
    struct Group {
        /// The last of them.
        var newest: Notice
        /// How many came.
        var total = 0
        /// How many of them have not been told.
        var untold = 0
    }

    private var groups: [Group] = []

    /// Counts a notice.
    ///
    /// - Returns: What is to be told at once, which is told then.
    mutating func add(_ notice: Notice) -> Group? {
        let known = groups.firstIndex { $0.newest.isLike(notice) }
        let place = known ?? groups.count
        if known == nil { groups.append(Group(newest: notice)) }
        groups[place].newest = notice
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
        // The first few one by one.
        return total <= 5 || rest == 1
    }
}

extension Frame: Recurring {
    /// Whether both came to the same end and ended alike.
    func isLike(_ other: Frame) -> Bool {
        kind == other.kind && encapsulation?.tunnel == other.encapsulation?.tunnel
            && receiver == other.receiver && fate == other.fate
    }
}

extension PacketRecord: Recurring {
    /// Whether both came through one tunnel, between the same addresses, and ended alike.
    func isLike(_ other: PacketRecord) -> Bool {
        let (mine, others) = (packet.fields, other.packet.fields)
        return via == other.via && decapsulation?.role == other.decapsulation?.role
            && dropReason == other.dropReason && (answer == nil) == (other.answer == nil)
            && mine.source == others.source && mine.destination == others.destination
            && mine.proto == others.proto
    }
}
