package import Timeline
import Wire

/// Finds the packet of one family that is nearest to another one and gets a wanted outcome.
struct NearestSearch<Address: ProofAddress> {
    private let list: ProofList
    private let outcome: Int
    private let universe: PacketBox<Address>
    private let region: (PacketBox<Address>) -> ProofRegion
    private var searches: Searches
    /// The fields that some rule asks about: a change of another changes nothing.
    private let asked: [PacketField]

    /// An answer that is not known.
    private struct Unknown: Error {
        let bound: ProofBound
    }

    /// A search in a list's universe; `region` makes a box a region.
    init(
        _ list: ProofList, _ outcome: Int, _ universe: PacketBox<Address>,
        _ store: BoxStore<Address>, _ budget: Budget,
        region: @escaping (PacketBox<Address>) -> ProofRegion
    ) {
        self.list = list
        self.outcome = outcome
        self.universe = universe
        self.region = region
        searches = Searches(most: list.mostParts, budget)
        asked = PacketField.allCases.filter { field in
            list.firstUnbounded != nil
                || store.items.contains { !$0.box.isEqual(universe, in: field) }
        }
    }

    /// The packet nearest to the point.
    mutating func nearest(to point: PacketPoint<Address>) -> NearestPacket {
        do throws(Unknown) {
            guard try probe(universe) != nil else { return .none }
            for fields in PacketField.sets(of: asked) {
                var box = PacketBox(point)
                for field in fields { box = box.replacing(field, by: universe) }
                guard try probe(box) != nil else { continue }
                for field in fields { box = try narrowed(box, field, point) }
                guard let found = try probe(box) else { continue }
                return .found(found.point, changed: fields, decider: found.decider)
            }
            return .none
        } catch {
            return .unknown(error.bound)
        }
    }

    private mutating func probe(
        _ box: PacketBox<Address>
    ) throws(Unknown) -> (point: ProofPoint, decider: Int?)? {
        switch list.find([outcome], in: region(box), &searches) {
        case .found(let point, let decider): return (point, decider)
        case .none: return nil
        case .unknown(let bound): throw Unknown(bound: bound)
        }
    }

    /// The box, in which there is a packet, with one number of the field: the nearest with a packet.
    private mutating func narrowed(
        _ box: PacketBox<Address>, _ field: PacketField, _ point: PacketPoint<Address>
    ) throws(Unknown) -> PacketBox<Address> {
        switch field {
        case .source: return try narrowed(box, \.source, to: point.source)
        case .destination: return try narrowed(box, \.destination, to: point.destination)
        case .number(.proto):
            let known = PacketNumber.known(Address.self) + [UInt16(IPProtocol.esp.rawValue)]
            let boxes = known.filter { box[.proto].contains($0) && $0 != point[.proto] }.map {
                var one = box
                one[.proto] = Interval($0, $0)
                return one
            }
            if let first = try first(boxes) { return first }
            return try narrowed(box, \.[.proto], to: point[.proto])
        case .number(let number): return try narrowed(box, \.[number], to: point[number])
        case .flags:
            let bytes = (UInt8.min...UInt8.max).filter { box.flags.contains($0) }.sorted {
                let one = ($0 ^ point.flags).nonzeroBitCount
                let other = ($1 ^ point.flags).nonzeroBitCount
                return (one, $0) < (other, $1)
            }
            return try first(
                bytes.map {
                    var one = box
                    one.flags = FlagSets($0)
                    return one
                }) ?? box
        case .context:
            return try first(
                contexts(box.context, near: Int(point.context)).map {
                    var one = box
                    one.context = 1 << UInt64($0)
                    return one
                }) ?? box
        }
    }

    /// The bits of a context: first those of the same link, then those of the same state.
    private func contexts(_ bits: UInt64, near number: Int) -> [Int] {
        let states = ConnectionState.allCases.count
        let distance = { (bit: Int) in
            bit / states == number / states ? 0 : bit % states == number % states ? 1 : 2
        }
        return (0..<64).filter { bits >> UInt64($0) & 1 == 1 }.sorted {
            (distance($0), $0) < (distance($1), $1)
        }
    }

    /// The first of the boxes in which there is a packet.
    private mutating func first(
        _ boxes: [PacketBox<Address>]
    ) throws(Unknown) -> PacketBox<Address>? {
        for box in boxes where try probe(box) != nil { return box }
        return nil
    }

    /// The same for a field whose numbers have a distance: it is halved until it is the least.
    private mutating func narrowed<Number>(
        _ box: PacketBox<Address>, _ field: WritableKeyPath<PacketBox<Address>, Interval<Number>>,
        to number: Number
    ) throws(Unknown) -> PacketBox<Address> {
        let interval = box[keyPath: field]
        let below = number > interval.low ? number - interval.low : 0
        var enough = max(below, number < interval.high ? interval.high - number : 0)
        var least: Number = 0
        while least < enough {
            let middle = least + (enough - least) / 2
            if let near = interval.within(middle, of: number) {
                var part = box
                part[keyPath: field] = near
                if try probe(part) != nil {
                    enough = middle
                    continue
                }
            }
            least = middle + 1
        }
        let (low, isUnder) = number.subtractingReportingOverflow(enough)
        var one = box
        if !isUnder, interval.contains(low) {
            one[keyPath: field] = Interval(low, low)
            if try probe(one) != nil { return one }
        }
        one[keyPath: field] = Interval(number &+ enough, number &+ enough)
        return one
    }
}

extension Interval {
    /// Its numbers that differ from one by at most a distance; nil when there are none.
    fileprivate func within(_ distance: Number, of number: Number) -> Self? {
        let (below, isUnder) = number.subtractingReportingOverflow(distance)
        let (above, isOver) = number.addingReportingOverflow(distance)
        let window = Self(isUnder ? 0 : below, isOver ? .max : above)
        return intersects(window) ? intersection(window) : nil
    }
}

extension PacketField {
    /// The sets of some fields: those of fewer fields first, then those whose fields come first.
    static func sets(of fields: [PacketField]) -> [[PacketField]] {
        var sets: [[Int]] = [[]]
        for place in fields.indices { sets += sets.map { $0 + [place] } }
        return sets.sorted {
            $0.count == $1.count ? $0.lexicographicallyPrecedes($1) : $0.count < $1.count
        }.map { $0.map { fields[$0] } }
    }
}

/// The packet that is nearest to another one and gets a wanted outcome.
package enum NearestPacket: Hashable, Sendable {
    /// This one: the fields that changed, in the order of `PacketField.allCases`; and who decides it, as in
    /// `PacketSearch`.
    case found(ProofPoint, changed: [PacketField], decider: Int?)
    /// No packet of the family gets the outcome.
    case none
    /// Not known, for this reason.
    case unknown(ProofBound)
}

extension ProofList {
    /// The packet with the outcome that differs from `point` in the fewest fields, and in the numbers of
    /// those by the least.
    ///
    /// Of equally few fields, the ones that come first in `PacketField.allCases` change. Their numbers are
    /// chosen in that order, each as near as it can be: addresses, ports and header numbers by value, and the lower of two;
    /// protocols the well-known ones before others; control bits by how many change; a
    /// context first by its state, over the same link.
    package func nearest(
        to point: ProofPoint, outcome: Int, _ budget: Budget = Budget()
    ) -> NearestPacket {
        switch point {
        case .v4(let point):
            var search = NearestSearch(self, outcome, universe4, store4, budget) {
                ProofRegion(boxes4: [$0])
            }
            return search.nearest(to: point)
        case .v6(let point):
            var search = NearestSearch(self, outcome, universe6, store6, budget) {
                ProofRegion(boxes6: [$0])
            }
            return search.nearest(to: point)
        }
    }
}
