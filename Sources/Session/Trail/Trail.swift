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
        /// The branch on which it was reached, by its place in the list of them; nil: one without a name.
        fileprivate(set) var branch: Int?
    }

    /// A way that has a name, which goes on with it.
    struct Branch {
        /// What a person calls it.
        let name: String
        /// The place where it begins.
        let start: Int
        /// The place where it ends so far.
        fileprivate(set) var end: Int
    }

    /// The places, in the order in which they were reached.
    private(set) var places: [Place]
    /// Where one is.
    private(set) var current = 0
    /// How much all kept networks are, at most.
    private var weight = 0
    /// The oldest network that has not been given up.
    private var oldest = 1
    /// The branches that have names, in the order in which they began.
    private(set) var branches = [Branch(name: Self.trunk, start: 0, end: 0)]
    /// The branch on which one is; nil: one without a name.
    private(set) var branch: Int? = 0

    /// The most places: some lessons a day long.
    static let limit = 100_000
    /// How much all kept networks may be: 200 edits of 10,000 rules, some 300 MB.
    static let mostWeight = 2_000_000
    /// How much one may be that nobody has given a name: whoever edits a longer list does not wait for its copy.
    static let mostAtOnce = 50_000
    /// The most names.
    static let nameLimit = 32
    /// The branch on which every trail begins.
    static let trunk = "main"

    /// A trail that begins here.
    init(_ network: LabSnapshot?) {
        places = [Place(line: nil, parent: nil, network: network, branch: 0)]
    }

    /// Notes a command that has changed the network.
    mutating func note(_ line: String, _ network: LabSnapshot?) {
        guard places.count < Self.limit else { return }
        let own = network?.weight(beside: places[current].network) ?? 0
        let isKept = own <= Self.mostAtOnce
        places[current].next = places.count
        places.append(Place(line: line, parent: current, network: isKept ? network : nil))
        grow(from: current, to: places.count - 1)
        current = places.count - 1
        places[current].weight = isKept ? own : 0
        weight += places[current].weight
        while weight > Self.mostWeight, oldest < current {
            if places[oldest].names.isEmpty, !branches.contains(where: { $0.end == oldest }) {
                weight -= places[oldest].weight
                places[oldest].weight = 0
                places[oldest].network = nil
            }
            oldest += 1
        }
    }

    /// Lets the branch on which one is go on with a place, where it ended; anywhere else a branch without a name begins.
    private mutating func grow(from end: Int, to place: Int) {
        guard let grown = branch, branches[grown].end == end else {
            branch = nil
            return
        }
        places[place].branch = grown
        branches[grown].end = place
        // What was kept as the end of a branch may be given up now.
        oldest = max(1, min(oldest, end))
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

    /// The branch of a name, by its place in the list of them.
    func branch(named name: String) -> Int? { branches.firstIndex { $0.name == name } }

    /// The names that places have.
    private var placeNames: [String] { places.flatMap(\.names) }

    /// The names that there are: of places, and of branches where there is more than one.
    var names: [String] { placeNames + (branches.count > 1 ? branches.map(\.name) : []) }

    /// How many names are taken.
    private var nameCount: Int { placeNames.count + branches.count - 1 }

    /// Takes the network here as it is now, and calls it so; another place of the name loses it.
    ///
    /// - Returns: False where there are too many names; then nothing has changed.
    mutating func name(_ name: String, _ network: LabSnapshot?) -> Bool {
        if let old = place(named: name) {
            places[old].names.removeAll { $0 == name }
        } else if nameCount == Self.nameLimit {
            return false
        }
        places[current].names.append(name)
        places[current].network = network
        return true
    }

    /// Begins a branch here, with the network as it is now.
    ///
    /// - Returns: False where there are too many names; then nothing has changed.
    mutating func fork(_ name: String, _ network: LabSnapshot?) -> Bool {
        guard nameCount < Self.nameLimit else { return false }
        branches.append(Branch(name: name, start: current, end: current))
        branch = branches.count - 1
        places[current].network = network
        return true
    }

    /// Goes to the end of a branch, and on with it.
    mutating func go(toEndOf chosen: Int) {
        branch = chosen
        go(to: branches[chosen].end)
    }

    /// Whether a branch leads over a place.
    private func leads(_ branch: Branch, over place: Int) -> Bool {
        let way = sequence(first: branch.end) { $0 == branch.start ? nil : places[$0].parent }
        return way.contains(place)
    }

    /// Goes to a place: from there on, `after` leads back to where one has been.
    ///
    /// One stays on the branch on which one is, if it leads there; else one is on that of the place.
    mutating func go(to place: Int) {
        if branch.map({ leads(branches[$0], over: place) }) != true {
            branch = places[place].branch
        }
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
                    number: index, depth: depth, line: place.line,
                    names: place.names + ends(at: index),
                    isHere: index == current, isKept: place.network != nil))
            // The branch goes on below, or else the first way that was tried; the others stand before it, further in.
            let same = children[index].first { places[$0].branch == place.branch }
            guard let first = same ?? children[index].first else { continue }
            waiting.append((first, depth))
            for branch in children[index].reversed() where branch != first {
                waiting.append((branch, depth + 1))
            }
        }
        return rows
    }

    /// The names of the branches that end at a place, where there is more than one branch.
    private func ends(at place: Int) -> [String] {
        guard branches.count > 1 else { return [] }
        return branches.filter { $0.end == place }.map(\.name)
    }
}
