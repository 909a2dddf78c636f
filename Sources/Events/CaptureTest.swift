package import Captures
package import Firewall
package import Wire

/// What would become of the packets of a capture file; each has been told by its `Line` before.
package struct CaptureTest: Sendable {
    /// What would become of one packet.
    package struct Line: Sendable {
        /// The packet's number in the file, from 1.
        package let number: Int
        /// What the firewall says, or why it was not asked.
        package let answer: Answer
    }

    /// What the firewall says about a packet, or why it was not asked.
    package enum Answer: Sendable {
        /// The firewall's verdict, and what is odd about the packet.
        case judged(PacketFields, Verdict, [PacketOddity])
        /// The firewall could not be asked.
        case missing(CaptureMiss)
    }

    /// Packets and bytes.
    package struct Count: Sendable {
        /// How many packets.
        package var packets = 0
        /// How many bytes they had, IP headers included.
        package var bytes = 0

        /// Nothing.
        package init() {}

        fileprivate mutating func add(_ length: Int) {
            packets += 1
            bytes += length
        }
    }

    /// What each rule decided, by its number less 1.
    package var hits: [Count] = []
    /// What the default decided.
    package private(set) var byDefault = Count()
    /// How many packets were not judged.
    package private(set) var unjudged = 0
    /// How many are in the file a second time, as another interface saw them; they have no line.
    package private(set) var repeated = 0
    /// What is odd about the file and its packets.
    package var notes = CaptureNotes()

    /// No packet yet.
    package init() {}

    /// Counts a packet of `length` bytes, and says what there is to tell about it.
    ///
    /// - Returns: Its line; nil for one that has none.
    package mutating func count(_ number: Int, _ answer: Answer, length: Int) -> Line? {
        switch answer {
        case .missing(.repeated):
            repeated += 1
            return nil
        case .missing: unjudged += 1
        case .judged(_, let verdict, let oddities):
            notes.add(oddities)
            switch verdict.decider {
            case .rule(let rule): hits[rule - 1].add(length)
            case .byDefault: byDefault.add(length)
            }
        }
        return Line(number: number, answer: answer)
    }
}
