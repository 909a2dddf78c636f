package import Firewall

/// What the orders of reading decide differently.
package struct OrderComparison: Row {
    /// A packet about which the orders say different things.
    package struct Difference: Row {
        /// The packet as `packet test` reads it.
        package let packet: [UInt8]
        /// What each order says, in the order of `ReadingOrder.allCases`.
        package let verdicts: [Verdict]

        /// A packet and its verdicts.
        package init(_ packet: [UInt8], _ verdicts: [Verdict]) {
            self.packet = packet
            self.verdicts = verdicts
        }

        /// Its columns.
        package static var columns: [Column<Self>] {
            [Column("packet") { $0.packet }, Column("verdicts") { $0.verdicts }]
        }
    }

    /// The packets; none are decided by the same rules as others.
    package let differences: [Difference]
    /// Whether there are no others.
    package let isComplete: Bool
    /// Why it is not known; nil where it is, and where only more packets were found than are told.
    package let bound: ProofBound?

    /// What was found.
    package init(_ differences: [Difference], isComplete: Bool, _ bound: ProofBound?) {
        self.differences = differences
        self.isComplete = isComplete
        self.bound = bound
    }

    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("differences") { $0.differences }, Column("complete") { $0.isComplete },
            Column("bound") { $0.bound },
        ]
    }
}

/// What two lists decide differently: the lab's, which is here, and that of a file, which is there.
package struct ListComparison: Row {
    /// Packets that the lists decide differently.
    package struct Group: Row {
        /// What happens to them here, and there.
        package let here, there: Action
        /// Texts of matches that together take these packets and no others.
        package let matches: [[UInt8]]
        /// One of the packets, with what decides it here.
        package let witness: Witness
        /// What decides it there, and the rule with a limit that is asked there before.
        package let decider: Decider, limited: Int?

        /// Packets with another verdict there.
        package init(
            _ matches: [[UInt8]], here: Action, _ witness: Witness, there: Action,
            by decider: Decider, limited: Int?
        ) {
            self.matches = matches
            self.here = here
            self.there = there
            self.witness = witness
            self.decider = decider
            self.limited = limited
        }

        /// Its columns.
        package static var columns: [Column<Self>] {
            [
                Column("here") { $0.here }, Column("there") { $0.there },
                Column("matches") { $0.matches }, Column("witness") { $0.witness },
                Column("decider-there") { $0.decider }, Column("limited-there") { $0.limited },
            ]
        }
    }

    /// The file, as it was named.
    package let file: String
    /// The packets, a few large groups rather than many small ones.
    package let groups: [Group]
    /// Whether they are all; where there are none, whether the lists decide the same.
    package let isComplete: Bool
    /// Why not all is known; nil where it is, and where only more was found than is told.
    package let bound: ProofBound?

    /// What was found.
    package init(_ file: String, _ groups: [Group], isComplete: Bool, _ bound: ProofBound?) {
        self.file = file
        self.groups = groups
        self.isComplete = isComplete
        self.bound = bound
    }

    /// Whether the lists surely decide the same about every packet.
    package var isEqual: Bool { groups.isEmpty && isComplete }

    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("file") { $0.file }, Column("groups") { $0.groups },
            Column("complete") { $0.isComplete }, Column("bound") { $0.bound },
        ]
    }
}
