/// Boxes in the order of their positions in the list of rules.
struct ListedBoxes<Address: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    private(set) var positions: ContiguousArray<UInt32> = []
    private(set) var boxes: ContiguousArray<FieldBox<Address>> = []

    init() {}

    /// Boxes with their positions, which rise.
    init(positions: ContiguousArray<UInt32>, boxes: ContiguousArray<FieldBox<Address>>) {
        self.positions = positions
        self.boxes = boxes
    }

    var count: Int { boxes.count }

    /// Bytes taken.
    var memoryFootprint: Int {
        positions.capacity * MemoryLayout<UInt32>.stride
            + boxes.capacity * MemoryLayout<FieldBox<Address>>.stride
    }

    /// Where the first box stands whose position is not below this one.
    func place(of position: Int) -> Int {
        var low = 0
        var high = positions.count
        while low < high {
            let middle = (low + high) / 2
            if positions[middle] < position { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Puts a box behind all others.
    mutating func append(_ box: FieldBox<Address>, at position: UInt32) {
        positions.append(position)
        boxes.append(box)
    }

    /// Puts a box at a position that no box has.
    mutating func insert(_ box: FieldBox<Address>, at position: Int) {
        let place = place(of: position)
        positions.insert(UInt32(position), at: place)
        boxes.insert(box, at: place)
    }

    /// Takes the box at a position out, if there is one.
    mutating func remove(at position: Int) -> FieldBox<Address>? {
        let place = place(of: position)
        guard place < count, positions[place] == position else { return nil }
        positions.remove(at: place)
        return boxes.remove(at: place)
    }

    /// Moves the boxes from a position on up by one.
    mutating func makeRoom(at position: Int) {
        for place in self.place(of: position)..<count { positions[place] += 1 }
    }

    /// Moves the boxes behind a position down by one.
    mutating func closeGap(at position: Int) {
        for place in self.place(of: position)..<count { positions[place] -= 1 }
    }

    /// These and others, in order.
    func merged(with other: Self) -> Self {
        var all = Self()
        all.positions.reserveCapacity(count + other.count)
        all.boxes.reserveCapacity(count + other.count)
        var (mine, theirs) = (0, 0)
        while mine < count || theirs < other.count {
            if theirs == other.count
                || mine < count && positions[mine] < other.positions[theirs]
            {
                all.append(boxes[mine], at: positions[mine])
                mine += 1
            } else {
                all.append(other.boxes[theirs], at: other.positions[theirs])
                theirs += 1
            }
        }
        return all
    }
}
