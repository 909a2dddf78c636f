import Fabric
import Wire

/// A kind of row that says the names of nodes and links, which its values know by number.
protocol NamedRow: Sendable {
    /// The columns, in the order in which they are written.
    static var columns: [Column<Named<Self>>] { get }
}

/// A value with the network whose names it says.
@dynamicMemberLookup struct Named<Value: NamedRow>: Row {
    let value: Value
    let topology: Topology

    init(_ value: Value, _ topology: Topology) {
        self.value = value
        self.topology = topology
    }

    static var columns: [Column<Self>] { Value.columns }

    subscript<Part>(dynamicMember part: KeyPath<Value, Part>) -> Part { value[keyPath: part] }

    /// What a node is called.
    func name(of node: NodeID) -> String { topology.nodes[node.rawValue].name }
}

extension Topology {
    /// A value that says names of this network.
    func named<Value: NamedRow>(_ value: Value) -> Named<Value> { Named(value, self) }

    /// The same, if there is a value.
    func named<Value: NamedRow>(_ value: Value?) -> Named<Value>? { value.map { Named($0, self) } }

    /// The same for several.
    func named<Value: NamedRow>(_ values: [Value]) -> [Named<Value>] {
        values.map { Named($0, self) }
    }
}

/// Bytes that are no text, as pairs of hexadecimal digits.
struct Hexadecimal: CellValue {
    let bytes: [UInt8]

    init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    /// The same, if there are any.
    init?(_ bytes: [UInt8]?) {
        guard let bytes else { return nil }
        self.bytes = bytes
    }

    static var cellType: CellType { .text }

    var cell: Cell {
        var digits: [UInt8] = []
        digits.reserveCapacity(2 * bytes.count)
        for byte in bytes { digits.append(hex: UInt64(byte), digits: 2) }
        return .text(digits)
    }
}
