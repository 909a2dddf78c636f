import Commands
import EventLoop
import Events
import Fabric
import Firewall
import Grammar

/// Carries out the commands that lead to another place of the trail.
struct TrailOperations {
    let lab: Lab

    /// Carries out a command.
    ///
    /// - Throws: `LabFault` when there is no such place, or the network can't be kept or put back now; then nothing
    ///   has changed.
    func apply(
        _ command: TrailCommand, _ past: inout SessionPast
    ) throws(LabFault) -> SessionEvent {
        switch command {
        case .back(let count): return try go(count, \.before, &past)
        case .forward(let count): return try go(count, \.after, &past)
        case .rewind: return try go(to: 0, at: 0..<0, &past)
        case .keep(let name):
            guard let network = lab.network.snapshot, !lab.isCapturing else {
                throw .command(whyNotNow, name.range)
            }
            guard past.trail?.name(name.value, network) ?? false else {
                throw .command(.tooManySnapshots(limit: Trail.nameLimit), name.range)
            }
            return .kept(name.value, state)
        case .restore(let name):
            guard let place = past.trail?.place(named: name.value) else {
                let known = past.trail?.names ?? []
                throw .command(.noSuchSnapshot(name.value, known: known), name.range)
            }
            return try go(to: place, at: name.range, &past)
        case .tree: return .trail(past.trail?.rows ?? [])
        }
    }

    /// Goes along the places before or after this one.
    private func go(
        _ count: Placed<Int>?, _ way: KeyPath<Trail, [Int]>, _ past: inout SessionPast
    ) throws(LabFault) -> SessionEvent {
        let range = count?.range ?? 0..<0
        let places = past.trail?[keyPath: way] ?? []
        let steps = count?.value ?? 1
        guard places.indices.contains(steps - 1) else {
            throw .command(
                way == \.before
                    ? .nothingBefore(steps: places.count) : .nothingAfter(steps: places.count),
                range)
        }
        return try go(to: places[steps - 1], at: range, &past)
    }

    /// Goes to a place.
    ///
    /// - Throws: as ``apply(_:_:)``.
    func go(
        to place: Int, at range: Range<Int>, _ past: inout SessionPast
    ) throws(LabFault) -> SessionEvent {
        guard let network = past.trail?.places[place].network else {
            throw .command(.placeNotKept, range)
        }
        guard !lab.isCapturing, let tunnels = lab.network.putBack(network) else {
            throw .command(whyNotNow, range)
        }
        past.trail?.go(to: place)
        return .moved(
            TrailMove(after: past.trail?.places[place].line, state: state, tunnels: tunnels))
    }

    /// Why the network can't be kept or put back at the moment.
    private var whyNotNow: CommandFault {
        if lab.isCapturing { return .captureGoesNotBack }
        let remote = lab.fabric.tunnelSnapshots.first { $0.ends.count == 1 }
        return remote.map { .tunnelGoesNotBack($0.name) } ?? .somethingUnderWay
    }

    private var state: TrailState {
        TrailState(
            instant: lab.fabric.loop.now, rules: lab.network.firewall.count,
            packets: lab.fabric.log.lastNumber)
    }
}
