package import Captures
package import Firewall
package import Wire

/// What would become of the packets of a capture file.
package struct CaptureTest: RowValue {
    /// What the firewall says about the packet of a number in the file, from 1; or why it was not asked.
    package enum Line: KindValue {
        case judged(Int, PacketFields, Verdict)
        case missing(Int, CaptureMiss)

        package var parts: Row {
            switch self {
            case .judged(let number, let fields, let verdict):
                ["number": number, "packet": fields, "verdict": verdict]
            case .missing(let number, let miss): ["number": number, "miss": miss]
            }
        }
    }

    /// The packets in the order of the file.
    package private(set) var lines: [Line] = []
    /// What each rule decided, by its number less 1.
    package var hits: [FlowTraffic] = []
    /// What the default decided.
    package private(set) var byDefault = FlowTraffic()
    /// How many packets were not judged.
    package private(set) var unjudged = 0
    /// How many are in the file a second time, as another interface saw them; they have no line.
    package private(set) var repeated = 0

    /// No packet yet.
    package init() {}

    /// Adds a packet that the firewall was not asked about.
    package mutating func add(_ number: Int, _ miss: CaptureMiss) {
        if miss == .repeated { return repeated += 1 }
        lines.append(.missing(number, miss))
        unjudged += 1
    }

    /// Adds a packet of `length` bytes with its verdict.
    package mutating func add(
        _ number: Int, _ fields: PacketFields, _ verdict: Verdict, length: Int
    ) {
        lines.append(.judged(number, fields, verdict))
        switch verdict.decider {
        case .rule(let rule): hits[rule - 1].count(length)
        case .byDefault: byDefault.count(length)
        }
    }

    package var row: Row {
        [
            "packets": lines, "hits": hits, "default": byDefault, "unjudged": unjudged.in(.packets),
            "repeated": repeated.in(.packets),
        ]
    }
}

/// What became of the packets of a capture file that were sent.
package struct PacketLoad: RowValue {
    /// What became of the packet of a number in the file, from 1.
    package enum Line: KindValue {
        /// It was sent with another number, and delivered or dropped.
        case sent(Int, as: Int, PacketFields, DropReason?)
        /// It was not sent.
        case missing(Int, CaptureMiss)

        var number: Int {
            switch self {
            case .sent(let number, _, _, _), .missing(let number, _): number
            }
        }

        package var parts: Row {
            switch self {
            case .sent(let number, let sent, let fields, let drop):
                ["number": number, "sent-as": sent, "packet": fields, "drop": drop]
            case .missing(let number, let miss): ["number": number, "miss": miss]
            }
        }
    }

    /// The file, as it was named.
    package let file: String
    /// The first packets in the order of the file, at most `lineLimit`; without repeated ones.
    package private(set) var lines: [Line] = []
    /// The packets that were sent, and how they ended.
    package var burst: PacketBurst
    /// How many packets were not sent, by why, in the order in which the reasons came up.
    package private(set) var missing: [Counted<CaptureMiss>] = []
    /// How many packets came behind the most that one command sends.
    package var excess = 0
    /// Whether the person interrupted, so that the rest of the file was not looked at.
    package var isInterrupted = false

    /// The most packets that are told one by one.
    package static let lineLimit = 100

    /// No packet of the file yet.
    package init(file: String, _ burst: PacketBurst) {
        self.file = file
        self.burst = burst
    }

    /// How many packets have no line.
    package var untold: Int {
        let missed = missing.reduce(0) { $0 + ($1.thing == .repeated ? 0 : $1.count) }
        return burst.sent + missed - lines.count
    }

    /// Adds a packet that was not sent.
    package mutating func add(_ number: Int, _ miss: CaptureMiss) {
        if let index = missing.firstIndex(where: { $0.thing == miss }) {
            missing[index].count += 1
        } else {
            missing.append(Counted(miss))
        }
        if miss != .repeated { tell(.missing(number, miss)) }
    }

    /// Adds a packet that was sent and has ended.
    package mutating func add(
        _ number: Int, as sent: Int, _ fields: PacketFields, _ drop: DropReason?
    ) {
        tell(.sent(number, as: sent, fields, drop))
    }

    /// Packets may end in another order than they have in the file: the first ones of the file stay.
    private mutating func tell(_ line: Line) {
        let place = lines.lastIndex { $0.number < line.number }.map { $0 + 1 } ?? 0
        guard place < Self.lineLimit else { return }
        lines.insert(line, at: place)
        if lines.count > Self.lineLimit { lines.removeLast() }
    }

    package var row: Row {
        [
            "file": file, "packets": lines, "burst": burst, "missing": missing,
            "excess": excess.in(.packets), "interrupted": isInterrupted,
        ]
    }
}
