/// A rule that a question is about, in the universe of the list that is asked.
struct ProofSubject {
    var boxes4: [PacketBox<UInt32>]
    var boxes6: [PacketBox<UInt128>]
    var outcome: Int
    var isBounded: Bool

    /// A packet of it; nil when there is none.
    var example: ProofPoint? {
        if let box = boxes4.first { return .v4(box.example) }
        if let box = boxes6.first { return .v6(box.example) }
        return nil
    }

    /// Whether it asks for the packet.
    func contains(_ point: ProofPoint) -> Bool {
        switch point {
        case .v4(let point): boxes4.contains { $0.contains(point) }
        case .v6(let point): boxes6.contains { $0.contains(point) }
        }
    }
}

extension Array {
    /// What each box of the one shares with each box of the other.
    func pairs<Address>(_ other: [PacketBox<Address>]) -> [PacketBox<Address>]
    where Element == PacketBox<Address> {
        flatMap { box in other.compactMap { box.intersection($0) } }
    }
}

extension CoverSearch {
    /// Whether some boxes take each packet of others; false too when the search has given up.
    mutating func covers(
        _ cover: [PacketBox<Address>], _ boxes: [PacketBox<Address>]
    ) -> Bool {
        begin()
        for box in cover { add(box, 0) }
        return boxes.allSatisfy { search($0) == .complete }
    }

    /// The parts of some boxes that others leave out; nil when the search has given up.
    mutating func remains(
        of boxes: [PacketBox<Address>], without cover: [PacketBox<Address>]
    ) -> [PacketBox<Address>]? {
        begin()
        for box in cover { add(box, 0) }
        var remains: [PacketBox<Address>] = []
        for box in boxes {
            guard search(box, wanted: .max) == .complete else { return nil }
            remains += uncovered
        }
        return remains
    }
}
