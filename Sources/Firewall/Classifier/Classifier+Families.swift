// Compiled here for each family, so that callers in other rooms need not be generic about it.

extension Classifier<UInt32> {
    /// The lowest position whose hull contains the point, exact or not.
    package func firstHull(around point: PacketPoint<UInt32>) -> Int? {
        firstMatch(point) { _ in true }
    }
}

extension Classifier<UInt128> {
    /// The lowest position whose hull contains the point, exact or not.
    package func firstHull(around point: PacketPoint<UInt128>) -> Int? {
        firstMatch(point) { _ in true }
    }
}
