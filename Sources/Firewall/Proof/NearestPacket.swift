package import Timeline

/// The packet that is nearest to another one and gets a wanted outcome.
package enum NearestPacket: Hashable, Sendable {
    /// This one: the fields that changed, in the order of `PacketField.allCases`; and who decides it, as in
    /// `PacketSearch`.
    case found(ProofPoint, changed: [PacketField], decider: Int?)
    /// No packet of the family gets the outcome.
    case none
    /// Not known, for this reason.
    case unknown(ProofBound)
}

extension ProofList {
    /// The packet with the outcome that differs from `point` in the fewest fields, and in the numbers of
    /// those by the least.
    ///
    /// Of equally few fields, the ones that come first in `PacketField.allCases` change. Their numbers are
    /// chosen in that order, each as near as it can be: addresses and ports by value, and the lower of two;
    /// protocols the well-known ones before others; control bits by how many change; a
    /// context first by its state, over the same link.
    package func nearest(
        to point: ProofPoint, outcome: Int, _ budget: Budget = Budget()
    ) -> NearestPacket {
        switch point {
        case .v4(let point):
            var search = NearestSearch(self, outcome, universe4, budget) {
                ProofRegion(boxes4: [$0])
            }
            return search.nearest(to: point)
        case .v6(let point):
            var search = NearestSearch(self, outcome, universe6, budget) {
                ProofRegion(boxes6: [$0])
            }
            return search.nearest(to: point)
        }
    }
}
