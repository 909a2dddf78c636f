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
            guard past.trail?.branch(named: name.value) == nil else {
                throw .command(.nameOfBranch(name.value), name.range)
            }
            guard past.trail?.name(name.value, network) ?? false else {
                throw .command(.tooManySnapshots(limit: Trail.nameLimit), name.range)
            }
            return .kept(name.value, state)
        case .fork(let name): return try fork(name, &past)
        case .restore(let name): return try restore(name, &past)
        case .tree: return .trail(past.trail?.rows ?? [])
        }
    }

    /// Begins a branch here.
    private func fork(
        _ name: Placed<String>, _ past: inout SessionPast
    ) throws(LabFault) -> SessionEvent {
        guard let network = lab.network.snapshot, !lab.isCapturing else {
            throw .command(whyNotNow, name.range)
        }
        guard past.trail?.branch(named: name.value) == nil else {
            throw .command(.nameOfBranch(name.value), name.range)
        }
        guard past.trail?.place(named: name.value) == nil else {
            throw .command(.nameOfPlace(name.value), name.range)
        }
        let left = past.trail.flatMap { trail in trail.branch.map { trail.branches[$0].name } }
        guard past.trail?.fork(name.value, network) ?? false else {
            throw .command(.tooManySnapshots(limit: Trail.nameLimit), name.range)
        }
        return .forked(name.value, from: left, state)
    }

    /// Goes to the place of a name, to the end of a branch, or to the place of a number.
    private func restore(
        _ name: Placed<String>, _ past: inout SessionPast
    ) throws(LabFault) -> SessionEvent {
        let trail = past.trail
        if let branch = trail?.branch(named: name.value), let end = trail?.branches[branch].end {
            let event = try go(to: end, at: name.range, &past)
            past.trail?.go(toEndOf: branch)
            return event
        }
        let number = Int(name.value).flatMap {
            trail?.places.indices.contains($0) == true ? $0 : nil
        }
        guard let place = trail?.place(named: name.value) ?? number else {
            throw .command(
                .noSuchSnapshot(name.value, known: trail?.names ?? []), name.range)
        }
        return try go(to: place, at: name.range, &past)
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
        // What is taken back is what leads from the place to which one goes to this one.
        let here = past.here
        let left = way == \.before ? [here] + places.prefix(steps - 1) : []
        let lines = left.compactMap { past.trail?.places[$0].line }
        return try go(to: places[steps - 1], at: range, taking: lines.reversed(), &past)
    }

    /// Goes to a place; `lines` are the commands that are taken back by that, oldest first.
    ///
    /// - Throws: as ``apply(_:_:)``.
    func go(
        to place: Int, at range: Range<Int>, taking lines: [String] = [],
        _ past: inout SessionPast
    ) throws(LabFault) -> SessionEvent {
        guard let network = past.trail?.places[place].network else {
            throw .command(.placeNotKept, range)
        }
        guard !lab.isCapturing, let tunnels = lab.network.putBack(network) else {
            throw .command(whyNotNow, range)
        }
        past.trail?.go(to: place)
        return .moved(
            TrailMove(
                after: past.trail?.places[place].line, taken: lines, state: state,
                tunnels: tunnels))
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
