import Timeline

/// Says the same packets in fewer boxes.
struct BoxMerger<Address: ProofAddress> {
    private var search: CoverSearch<Address>

    /// A merger that looks for what is covered with a search.
    init(_ search: CoverSearch<Address>) {
        self.search = search
    }

    /// Boxes with exactly the packets of the given ones: joined, widened over each other, and without
    /// those that the others cover.
    mutating func merged(_ boxes: [PacketBox<Address>]) -> [PacketBox<Address>] {
        var boxes = joined(boxes)
        guard boxes.count > 1, boxes.count <= Self.widened else { return boxes }
        let whole = boxes
        for place in boxes.indices {
            boxes[place] = widened(boxes[place], over: whole)
        }
        boxes = joined(boxes)
        for place in boxes.indices.reversed() {
            var rest = boxes
            let box = rest.remove(at: place)
            if search.covers(rest, [box]) { boxes = rest }
        }
        return joined(boxes)
    }

    /// Joins boxes that together are one box, and drops those inside another, until none is left.
    private func joined(_ boxes: [PacketBox<Address>]) -> [PacketBox<Address>] {
        var done: [PacketBox<Address>] = []
        for var box in boxes {
            var place = 0
            while place < done.count {
                if let both = box.joined(done[place]) {
                    box = both
                    done.remove(at: place)
                    // The larger box may join with one that the smaller did not.
                    place = 0
                } else {
                    place += 1
                }
            }
            done.append(box)
            // Boxes that are not joined are as right, only more.
            guard search.budget.spend(done.count) else { return boxes }
        }
        return done
    }

    /// The box made as wide as all of them allow, one number after the other.
    private mutating func widened(
        _ box: PacketBox<Address>, over boxes: [PacketBox<Address>]
    ) -> PacketBox<Address> {
        var box = box
        for field in PacketField.allCases {
            for other in boxes {
                let wide = box.widened(field, over: other)
                if wide != box, search.covers(boxes, [wide]) { box = wide }
            }
        }
        return box
    }

    /// The most boxes that are worth widening: it takes the cube of their number.
    private static var widened: Int { 48 }
}

extension PacketBox {
    /// The box of the packets of both, when they are one.
    func joined(_ other: Self) -> Self? {
        if contains(other) { return self }
        if other.contains(self) { return other }
        var differing: PacketField?
        for field in PacketField.allCases where !isEqual(other, in: field) {
            guard differing == nil else { return nil }
            differing = field
        }
        return differing.map { touches(other, in: $0) } ?? true ? hull(other) : nil
    }

    /// The box with one of its numbers as wide as in both.
    func widened(_ field: PacketField, over other: Self) -> Self {
        replacing(field, by: hull(other))
    }
}
