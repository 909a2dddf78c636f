package import Captures
package import Firewall
package import Wire

/// What would become of the packets of a capture file; each has been told by its `Line` before.
package struct CaptureTest: RowValue {
    /// What a list of the firewall says about the packet of a number in the file, from 1, and what is odd about that; or
    /// why none was asked.
    package enum Line: KindValue {
        case judged(Int, PacketFields, Verdict, by: RuleChain, [PacketOddity])
        case missing(Int, CaptureMiss)

        package var parts: Row {
            switch self {
            case .judged(let number, let fields, let verdict, let list, let oddities):
                [
                    "number": number, "packet": fields, "verdict": verdict, "list": list,
                    "oddities": oddities,
                ]
            case .missing(let number, let miss): ["number": number, "miss": miss]
            }
        }
    }

    /// What a list of rules decided.
    package struct Tally: RowValue {
        /// The list.
        package let list: RuleChain
        /// What each rule decided, by its number less 1.
        package fileprivate(set) var hits: [FlowTraffic]
        /// What the default decided.
        package fileprivate(set) var byDefault = FlowTraffic()

        package var row: Row { ["list": list, "hits": hits, "default": byDefault] }
    }

    /// What the list decided that the command is about.
    package private(set) var usual: Tally
    /// What the other lists did that judged a packet, in the order in which they did first.
    package private(set) var others: [Tally] = []
    /// How many packets were not judged.
    package private(set) var unjudged = 0
    /// How many are in the file a second time, as another interface saw them; they have no line.
    package private(set) var repeated = 0
    /// What is odd about the file and its packets.
    package var notes = CaptureNotes()

    /// No packet yet; with the list that the command is about, and how many rules it has.
    package init(of list: RuleChain, _ rules: Int) { usual = Tally(of: list, rules) }

    /// Counts a packet of `length` bytes that has a line, or is repeated; each list has so many rules.
    package mutating func count(_ line: Line, length: Int, _ rules: (RuleChain) -> Int) {
        switch line {
        case .missing(_, .repeated): repeated += 1
        case .missing: unjudged += 1
        case .judged(_, _, let verdict, let list, let oddities):
            notes.add(oddities)
            guard list != usual.list else { return usual.count(verdict, length) }
            let place = others.firstIndex { $0.list == list } ?? others.count
            if place == others.count { others.append(Tally(of: list, rules(list))) }
            others[place].count(verdict, length)
        }
    }

    package var row: Row {
        [
            "list": usual.list, "hits": usual.hits, "default": usual.byDefault, "others": others,
            "unjudged": unjudged.in(.packets), "repeated": repeated.in(.packets), "notes": notes,
        ]
    }
}

extension CaptureTest.Tally {
    fileprivate init(of list: RuleChain, _ rules: Int) {
        self.init(list: list, hits: Array(repeating: FlowTraffic(), count: rules))
    }

    fileprivate mutating func count(_ verdict: Verdict, _ length: Int) {
        switch verdict.decider {
        case .rule(let rule): hits[rule - 1].count(length)
        case .byDefault: byDefault.count(length)
        }
    }
}

/// What became of the packets of a capture file that were sent.
package struct PacketLoad: RowValue {
    /// What became of the packet of a number in the file, from 1.
    package enum Line: KindValue {
        /// It was sent with another number, and delivered to a node or dropped at it; with what was odd about it.
        case sent(Int, as: Int, PacketFields, DropReason?, at: String, [PacketOddity])
        /// It was not sent.
        case missing(Int, CaptureMiss)

        var number: Int {
            switch self {
            case .sent(let number, _, _, _, _, _), .missing(let number, _): number
            }
        }

        package var parts: Row {
            switch self {
            case .sent(let number, let sent, let fields, let drop, let node, let oddities):
                [
                    "number": number, "sent-as": sent, "packet": fields, "drop": drop,
                    "node": node, "oddities": oddities,
                ]
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
    /// What is odd about the file and the packets of it that were sent.
    package var notes = CaptureNotes()
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
        _ number: Int, as sent: Int, _ fields: PacketFields, _ drop: DropReason?,
        at node: String, _ oddities: [PacketOddity]
    ) {
        notes.add(oddities)
        tell(.sent(number, as: sent, fields, drop, at: node, oddities))
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
            "excess": excess.in(.packets), "interrupted": isInterrupted, "notes": notes,
        ]
    }
}
