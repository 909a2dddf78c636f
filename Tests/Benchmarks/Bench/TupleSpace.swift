import Firewall

/// Tuple space search (Srinivasan, Suri and Varghese, 1999), as virtual switches do it: to compare with.
///
/// One hash table for each pair of prefix lengths and kind of protocol; ports are compared in the entries. The
/// tables are asked in the order of their best rules, until none can be better than what was found.
struct TupleSpace<Address: FixedWidthInteger & UnsignedInteger & Sendable> {
    private struct Table {
        let sourceMask: Address
        let destinationMask: Address
        let protoMask: UInt16
        var best = UInt32.max
        /// Where the chains begin, by hash; 0 ends one.
        var heads: ContiguousArray<UInt32> = []
        var members: [UInt32] = []
    }

    private let boxes: ContiguousArray<PacketBox<Address>>
    private var tables: ContiguousArray<Table> = []
    /// For each rule the next of its chain, counted from 1.
    private var next: ContiguousArray<UInt32>

    init(_ hulls: [RuleHull<Address>?]) {
        boxes = ContiguousArray(hulls.compactMap { $0?.box })
        next = ContiguousArray(repeating: 0, count: boxes.count)
        var numbers: [[Address]: Int] = [:]
        for (index, box) in boxes.enumerated() {
            let source = ~(box.source.low ^ box.source.high)
            let destination = ~(box.destination.low ^ box.destination.high)
            let proto = ~(box[.proto].low ^ box[.proto].high)
            let key = [source, destination, Address(proto)]
            if numbers[key] == nil {
                numbers[key] = tables.count
                tables.append(
                    Table(sourceMask: source, destinationMask: destination, protoMask: proto))
            }
            tables[numbers[key] ?? 0].members.append(UInt32(index))
        }
        for number in tables.indices { fill(number) }
        tables.sort { $0.best < $1.best }
    }

    private mutating func fill(_ number: Int) {
        let members = tables[number].members
        var size = 2
        while size < 2 * members.count { size *= 2 }
        var heads = ContiguousArray(repeating: UInt32(0), count: size)
        // From the last, so that chains begin with the best.
        for index in members.reversed() {
            let box = boxes[Int(index)]
            let place =
                Self.hash(
                    box.source.low, box.destination.low, box[.proto].low & tables[number].protoMask)
                & (size - 1)
            next[Int(index)] = heads[place]
            heads[place] = index + 1
        }
        tables[number].heads = heads
        tables[number].best = members.first ?? .max
        tables[number].members = []
    }

    @inline(__always)
    private static func hash(_ source: Address, _ destination: Address, _ proto: UInt16) -> Int {
        func fold(_ number: Address) -> UInt64 {
            UInt64(truncatingIfNeeded: number) ^ UInt64(truncatingIfNeeded: number >> 64)
        }
        var word = fold(source) &* 0x9E37_79B9_7F4A_7C15
        word = (word ^ word >> 32 ^ fold(destination)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 32 ^ UInt64(proto)) &* 0x94D0_49BB_1331_11EB
        return Int(truncatingIfNeeded: word >> 33)
    }

    /// How many tables there are.
    var count: Int { tables.count }

    @inline(__always)
    func firstMatch(_ point: PacketPoint<Address>) -> Int? {
        var best = UInt32.max
        let tables = tables.span
        let boxes = boxes.span
        let next = next.span
        for number in tables.indices {
            guard tables[number].best < best else { break }
            let place =
                Self.hash(
                    point.source & tables[number].sourceMask,
                    point.destination & tables[number].destinationMask,
                    point[.proto] & tables[number].protoMask) & (tables[number].heads.count - 1)
            var link = tables[number].heads[place]
            while link != 0 {
                let index = link - 1
                if index >= best { break }
                let box = boxes[Int(index)]
                if box.source.holds(point.source), box.destination.holds(point.destination),
                    box[.sourcePort].holds(point[.sourcePort]),
                    box[.destinationPort].holds(point[.destinationPort]),
                    box[.proto].holds(point[.proto])
                {
                    best = index
                    break
                }
                link = next[Int(index)]
            }
        }
        return best == .max ? nil : Int(best)
    }
}
