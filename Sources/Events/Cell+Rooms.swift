import Commands
package import Dialects
package import Firewall
package import Timeline
package import Wire

// The values of the other rooms, as they stand in cells.

extension IPAddress: CellValue {
    /// An address.
    package static var cellType: CellType { .address }
    /// The address.
    package var cell: Cell { .address(self) }
}

extension Port: CellValue {
    /// A number.
    package static var cellType: CellType { .integer }
    /// The number.
    package var cell: Cell { .integer(UInt64(rawValue)) }
}

extension IPProtocol: CellValue {
    /// A number of the IANA registry "Protocol Numbers".
    package static var cellType: CellType { .integer }
    /// The number.
    package var cell: Cell { .integer(UInt64(rawValue)) }
}

extension Percentage: CellValue {
    /// Hundredths of a percent.
    package static var cellType: CellType { .integer }
    /// The number.
    package var cell: Cell { .integer(UInt64(hundredths)) }
}

extension AddressRange: CellValue {}

extension Endpoint: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [Column("address") { $0.address }, Column("port") { $0.port }]
    }
}

// MARK: - Rules

extension Action: CellValue {}
extension ReadingOrder: CellValue {}

extension SetName: CellValue {
    /// A name.
    package static var cellType: CellType { .text }
    /// The name.
    package var cell: Cell { rawValue.cell }
}

extension Rule: CellValue {
    /// The text that `rule add` accepts.
    package static var cellType: CellType { .text }
    /// The canonical text.
    package var cell: Cell {
        var text: [UInt8] = []
        write(to: &text)
        return .text(text)
    }
}

extension RuleEdit: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("change") { $0.parts.word }, Column("numbers") { $0.parts.numbers },
            Column("to") { $0.parts.to }, Column("rules") { $0.parts.rules },
            Column("old") { $0.parts.old }, Column("enabled") { $0.parts.isEnabled },
            Column("count", in: .rules) { $0.parts.count },
            Column("default") { $0.defaultAction }, Column("order") { $0.order },
            Column("set") { $0.set },
        ]
    }

    /// What can be changed.
    private enum Word: String, CaseIterable, CellValue {
        case added, deleted, moved, replaced, switched, cleared, loaded
        case defaultSet = "default-set"
        case orderSet = "order-set"
        case setChanged = "set-changed"
        case setDeleted = "set-deleted"
    }

    /// The parts of which each change has some.
    private struct Parts {
        var word: Word
        var numbers: ClosedRange<Int>?
        var to: Int?
        var rules: [Rule] = []
        var old: Rule?
        var isEnabled: Bool?
        var count: Int?
    }

    private var defaultAction: Action? {
        guard case .defaultSet(let action) = self else { return nil }
        return action
    }

    private var order: ReadingOrder? {
        guard case .orderSet(let order) = self else { return nil }
        return order
    }

    private var set: SetName? {
        switch self {
        case .setChanged(let name), .setDeleted(let name): name
        default: nil
        }
    }

    private var parts: Parts {
        switch self {
        case .added(let number, let rule):
            Parts(word: .added, numbers: number...number, rules: [rule])
        case .deleted(let numbers, let rules):
            Parts(word: .deleted, numbers: numbers, rules: rules)
        case .moved(let number, let to, let rule):
            Parts(word: .moved, numbers: number...number, to: to, rules: [rule])
        case .replaced(let number, let old, let new):
            Parts(word: .replaced, numbers: number...number, rules: [new], old: old)
        case .enabled(let number, let isEnabled, let rule):
            Parts(
                word: .switched, numbers: number...number, rules: [rule], isEnabled: isEnabled)
        case .cleared(let count): Parts(word: .cleared, count: count)
        case .loaded(let count): Parts(word: .loaded, count: count)
        case .defaultSet: Parts(word: .defaultSet)
        case .orderSet: Parts(word: .orderSet)
        case .setChanged: Parts(word: .setChanged)
        case .setDeleted: Parts(word: .setDeleted)
        }
    }
}

extension AddressSet: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [Column("set") { $0.name }, Column("members") { $0.ranges }]
    }
}

extension ForeignFault: Row {
    /// Its columns; the range is one of bytes of the line.
    package static var columns: [Column<Self>] {
        [
            Column("line") { $0.line }, Column("range", in: .bytes) { $0.range },
            Column("problem") { $0.problem },
        ]
    }
}

extension ForeignProblem: CellValue {
    /// A word for each problem.
    package static var cellType: CellType { .word([]) }
    /// The name of the case.
    package var cell: Cell { .word(Cell.word(of: self)) }
}

extension Cell {
    /// The name of an enumeration's case in lower-case words joined by hyphens, without what it carries.
    static func word(of value: some Any) -> String {
        let name = Mirror(reflecting: value).children.first?.label ?? "\(value)"
        return name.reduce(into: "") { word, character in
            word += character.isUppercase ? "-" + character.lowercased() : String(character)
        }
    }
}

// MARK: - Flows

extension FlowState: CellValue {}

extension FlowID: CellValue {
    /// A number.
    package static var cellType: CellType { .integer }
    /// The number.
    package var cell: Cell { .integer(rawValue) }
}

extension FlowTraffic.Count: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("packets", in: .packets) { $0.packets },
            Column("bytes", in: .bytes) { $0.bytes },
        ]
    }
}

extension FlowEnds.Query: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("type") { $0.type }, Column("code") { $0.code },
            Column("identifier") { $0.identifier },
        ]
    }
}

extension FlowRecord: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("flow") { $0.id }, Column("protocol") { $0.ends.proto },
            Column("originator") { $0.ends.originator },
            Column("responder") { $0.ends.responder }, Column("query") { $0.ends.query },
            Column("state") { $0.state }, Column("sent") { $0.traffic.sent },
            Column("returned") { $0.traffic.returned },
            Column("expires") { $0.expires }, Column("remaining") { $0.remaining },
        ]
    }
}

// MARK: - Verdicts

extension Covering.Agreement: CellValue {}
extension Budget.End: CellValue {}

extension Decider: CellValue {
    /// The number of a rule; nothing for the default.
    package static var cellType: CellType { .optional(.integer) }
    /// The number.
    package var cell: Cell {
        switch self {
        case .rule(let number): number.cell
        case .byDefault: .none
        }
    }
}

extension Verdict: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("action") { $0.action }, Column("decider") { $0.decider },
            Column("noted") { $0.noted },
        ]
    }
}
