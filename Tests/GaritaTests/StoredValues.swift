import Captures
import Events
import Network
import Tunnel

@testable import Fabric

/// Takes an event apart, to find what is stored in it and stands in no column of its answer.
struct StoredValues {
    private let cells: Set<Cell>
    /// The network whose names stand in the columns.
    private let topology: Topology

    /// The columns of an answer; where the event has a network, its names.
    init(_ answer: Answer, of event: Any? = nil) {
        cells = Self.flat(.row(answer.row))
        topology = event.flatMap { Self.topology(in: $0, depth: 4) } ?? .standard
    }

    private static func topology(in value: Any, depth: Int) -> Topology? {
        if let topology = value as? Topology { return topology }
        guard depth > 0 else { return nil }
        for child in Mirror(reflecting: value).children {
            if let found = Self.topology(in: child.value, depth: depth - 1) { return found }
        }
        return nil
    }

    /// What is stored in a value, and stands in no column.
    func missing(in value: Any) -> [String] {
        switch value {
        // The network is the dictionary of names; where in the log the bytes of a frame lie is nobody's business.
        case is Topology, is Frame.Place: return []
        case let node as NodeID: return lacking(name(of: node).cell, value)
        case let direction as Hop:
            let link = topology.name(of: direction.link)
            return lacking(link.cell, value) + missing(in: direction.from)
                + missing(in: direction.to)
        // Bytes are a text, or stand there as digits.
        case let bytes as [UInt8] where type(of: value) == [UInt8].self:
            return cells.contains(bytes.cell) ? [] : lacking(digits(bytes).cell, value)
        case let pair as [2 of [UInt8]]: return missing(in: pair[0]) + missing(in: pair[1])
        // They keep sets and tables to count with, and say what these came to.
        case is ReplayWindow, is TunnelCounters, is WatchedTraffic, is WatchedStream,
            is WatchedStream.Numbers:
            return lacking(value)
        case let count as FloodReport.Count:
            return lacking(count.sent.cell, value) + lacking(count.accepted.cell, value)
        default: return missing(inPartsOf: value)
        }
    }

    private func missing(inPartsOf value: Any) -> [String] {
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional, .collection, .tuple: break
        case .struct where value is any RowValue || !(value is any CellValue): break
        case .enum where value is any RowValue: break
        case .enum where !(value is any CellValue):
            let name = mirror.children.first?.label ?? "\(value)"
            let word = lacking(.word(name.hyphenated), value)
            return word + mirror.children.flatMap { missing(in: $0.value) }
        default: return lacking(value)
        }
        return mirror.children.flatMap { missing(in: $0.value) }
    }

    private func lacking(_ value: Any) -> [String] {
        guard let value = value as? any CellValue else { return ["\(type(of: value))"] }
        return Self.flat(value.cell).isSubset(of: cells) ? [] : ["\(value)"]
    }

    private func lacking(_ cell: Cell, _ value: Any) -> [String] {
        cells.contains(cell) ? [] : ["\(value)"]
    }

    private func name(of node: NodeID) -> String { topology.name(of: node) }

    private func digits(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    static func flat(_ cell: Cell) -> Set<Cell> {
        switch cell {
        case .list(let cells): cells.reduce(into: []) { $0.formUnion(flat($1)) }
        case .row(let row): row.columns.reduce(into: []) { $0.formUnion(flat($1.cell)) }
        default: [cell]
        }
    }
}
