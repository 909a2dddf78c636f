import Events
import Fabric

/// Where a lab has been: the network after each command that changed it, as a tree of places.
///
/// Whoever goes back and does something else begins a branch; nothing that was is lost by that.
struct Trail {
    /// The network after a command.
    struct Place {
        /// The command; nil at the beginning.
        let line: String?
        /// The place before; nil at the beginning.
        let parent: Int?
        /// The network; nil where it could not be kept, or has been given up.
        fileprivate(set) var network: LabSnapshot?
        /// How much of it no place before shares with it.
        fileprivate var weight = 0
        /// What a person calls it.
        fileprivate(set) var names: [String] = []
        /// The place to go forward to: the one where one has been last.
        fileprivate(set) var next: Int?
    }

    /// The places, in the order in which they were reached.
    private(set) var places: [Place]
    /// Where one is.
    private(set) var current = 0
    /// How much all kept networks are, at most.
    private var weight = 0
    /// The oldest network that has not been given up.
    private var oldest = 1

    /// The most places: some lessons a day long.
    static let limit = 100_000
    /// How much all kept networks may be: 200 edits of 10,000 rules, some 300 MB.
    static let mostWeight = 2_000_000
    /// How much one may be that nobody has given a name: whoever edits a longer list does not wait for its copy.
    static let mostAtOnce = 50_000
    /// The most names.
    static let nameLimit = 32

    /// A trail that begins here.
    init(_ network: LabSnapshot?) {
        places = [Place(line: nil, parent: nil, network: network)]
    }

    /// Notes a command that has changed the network.
    mutating func note(_ line: String, _ network: LabSnapshot?) {
        guard places.count < Self.limit else { return }
        let own = network?.weight(beside: places[current].network) ?? 0
        let isKept = own <= Self.mostAtOnce
        places[current].next = places.count
        places.append(Place(line: line, parent: current, network: isKept ? network : nil))
        current = places.count - 1
        places[current].weight = isKept ? own : 0
        weight += places[current].weight
        while weight > Self.mostWeight, oldest < current {
            if places[oldest].names.isEmpty {
                weight -= places[oldest].weight
                places[oldest].network = nil
            }
            oldest += 1
        }
    }

    /// The places before this one, the nearest first.
    var before: [Int] { way(\.parent) }

    /// The places to go forward to, the nearest first.
    var after: [Int] { way(\.next) }

    private func way(_ next: KeyPath<Place, Int?>) -> [Int] {
        Array(sequence(first: current) { places[$0][keyPath: next] }.dropFirst())
    }

    /// The place of a name.
    func place(named name: String) -> Int? { places.firstIndex { $0.names.contains(name) } }

    /// The names that there are.
    var names: [String] { places.flatMap(\.names) }

    /// Takes the network here as it is now, and calls it so; another place of the name loses it.
    ///
    /// - Returns: False where there are too many names; then nothing has changed.
    mutating func name(_ name: String, _ network: LabSnapshot?) -> Bool {
        if let old = place(named: name) {
            places[old].names.removeAll { $0 == name }
        } else if names.count == Self.nameLimit {
            return false
        }
        places[current].names.append(name)
        places[current].network = network
        return true
    }

    /// Goes to a place: from there on, `after` leads back to where one has been.
    mutating func go(to place: Int) {
        var child = place
        while let parent = places[child].parent {
            places[parent].next = child
            child = parent
        }
        current = place
    }

    /// The tree as rows: a place below the one before it, a branch indented.
    var rows: [TrailRow] {
        var children = [[Int]](repeating: [], count: places.count)
        for (index, place) in places.enumerated() {
            if let parent = place.parent { children[parent].append(index) }
        }
        var rows: [TrailRow] = []
        var waiting = [(place: 0, depth: 0)]
        while let (index, depth) = waiting.popLast() {
            let place = places[index]
            rows.append(
                TrailRow(
                    number: index, depth: depth, line: place.line, names: place.names,
                    isHere: index == current, isKept: place.network != nil))
            // The first way that was tried goes on below; the others stand before it, further in.
            guard let first = children[index].first else { continue }
            waiting.append((first, depth))
            for branch in children[index].dropFirst().reversed() {
                waiting.append((branch, depth + 1))
            }
        }
        return rows
    }
}
