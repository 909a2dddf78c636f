package import Captures
package import Firewall
package import Wire

/// What would become of the packets of a capture file.
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
        /// The firewall's verdict.
        case judged(PacketFields, Verdict)
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
    }

    /// The packets in the order of the file.
    package private(set) var lines: [Line] = []
    /// What each rule decided, by its number less 1.
    package var hits: [Count] = []
    /// What the default decided.
    package private(set) var byDefault = Count()
    /// How many packets were not judged.
    package private(set) var unjudged = 0
    /// How many are in the file a second time, as another interface saw them; they have no line.
    package private(set) var repeated = 0

    /// No packet yet.
    package init() {}

    /// Adds a packet that the firewall was not asked about.
    package mutating func add(_ number: Int, _ miss: CaptureMiss) {
        if miss == .repeated { return repeated += 1 }
        lines.append(Line(number: number, answer: .missing(miss)))
        unjudged += 1
    }

    /// Adds a packet of `length` bytes with its verdict.
    package mutating func add(
        _ number: Int, _ fields: PacketFields, _ verdict: Verdict, length: Int
    ) {
        lines.append(Line(number: number, answer: .judged(fields, verdict)))
        switch verdict.decider {
        case .rule(let rule):
            hits[rule - 1].packets += 1
            hits[rule - 1].bytes += length
        case .byDefault:
            byDefault.packets += 1
            byDefault.bytes += length
        }
    }
}
