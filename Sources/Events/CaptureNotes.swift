package import Wire

/// What is odd about a capture file, and about packets of it that were judged or sent all the same.
package struct CaptureNotes: RowValue {
    /// How many packets have each oddity, in the order in which these came up.
    package private(set) var oddities: [Counted<PacketOddity>] = []
    /// Where what the file ends inside of starts, in bytes from its start; nil where it ends behind a packet.
    package var brokenOff: Int?

    /// Nothing odd yet.
    init() {}

    /// Adds what is odd about one packet.
    mutating func add(_ oddities: [PacketOddity]) {
        for oddity in oddities {
            if let index = self.oddities.firstIndex(where: { $0.thing == oddity }) {
                self.oddities[index].count += 1
            } else {
                self.oddities.append(Counted(oddity))
            }
        }
    }

    package var row: Row { ["oddities": oddities, "broken-off": brokenOff] }
}
