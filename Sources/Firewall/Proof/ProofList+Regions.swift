/// Boxes that say which packets an answer is about.
package struct ProofRegions: Hashable, Sendable {
    /// The boxes; they may overlap.
    package var boxes: [ProofBox]
    /// Whether they are all; false when a limit was met or a rule is not bounded.
    package var isComplete: Bool
}

extension ProofList {
    /// The packets that the rule at a position decides, or may decide when it is limited.
    ///
    /// - Parameters:
    ///   - position: The rule's position.
    ///   - limit: The most boxes that are given; above 0.
    /// - Returns: Boxes of packets, a few large ones rather than many small ones; they may overlap.
    package func regions(decidedBy position: Int, limit: Int) -> ProofRegions {
        let subject = subject(at: position)
        var searches = Searches(most: mostParts)
        let (boxes4, isWhole4) = store4.rest(of: subject.boxes4, position, limit, &searches.v4)
        let (boxes6, isWhole6) = store6.rest(of: subject.boxes6, position, limit, &searches.v6)
        let boxes =
            BoxMerger(mostParts).merged(boxes4).map { ProofBox.v4($0) }
            + BoxMerger(mostParts).merged(boxes6).map { ProofBox.v6($0) }
        let isKnown = subject.isBounded && unboundedCover(before: position) == nil
        return ProofRegions(
            boxes: Array(boxes.prefix(limit)),
            isComplete: isKnown && isWhole4 && isWhole6 && boxes.count <= limit)
    }
}

extension BoxStore {
    /// What the certain rules before a position leave of some boxes, and whether that is all of it.
    ///
    /// More is looked for than is wanted, because merging makes it less.
    fileprivate func rest(
        of boxes: [PacketBox<Address>], _ position: Int, _ limit: Int,
        _ search: inout CoverSearch<Address>
    ) -> ([PacketBox<Address>], isComplete: Bool) {
        var rest: [PacketBox<Address>] = []
        let most = max(256, limit * 4)
        for (count, box) in boxes.enumerated() {
            search.begin()
            // Each packet once, though the boxes of a rule may overlap.
            for before in boxes[..<count] { search.add(before, 0) }
            guard gather(box, Cover(before: position), into: &search) == nil else { continue }
            let ending = search.search(box, wanted: most - rest.count)
            rest += search.uncovered
            if ending != .complete || rest.count >= most { return (rest, false) }
        }
        return (rest, true)
    }
}
