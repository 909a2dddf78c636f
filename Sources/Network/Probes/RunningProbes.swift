import Timeline
import Wire

/// The probes of a host that are not done, the oldest first, and what is kept of those that are.
struct RunningProbes: Sendable {
    private struct Running: Sendable {
        let number: ProbeNumber
        let port: Port
        /// Nil while it is worked on.
        var machine: (any ProbeMachine)?
    }

    private var running: [Running] = []
    /// What those that are done have learned of names.
    var names = ResolvedNames()
    /// How many were ever begun.
    private(set) var begun = 0

    var isEmpty: Bool { running.isEmpty }
    var count: Int { running.count }
    var numbers: [ProbeNumber] { running.map(\.number) }
    var deadline: Instant? {
        var first: Instant?
        for place in running.indices {
            guard let next = running[place].machine?.deadline else { continue }
            first = first.map { min($0, next) } ?? next
        }
        return first
    }

    func isRunning(_ number: ProbeNumber) -> Bool { running.contains { $0.number == number } }

    func uses(_ port: Port) -> Bool { running.contains { $0.port == port } }

    /// Those that have something to do.
    func due(at instant: Instant) -> [ProbeNumber] {
        running.filter { $0.machine?.deadline.map { $0 <= instant } ?? false }.map(\.number)
    }

    mutating func add(_ machine: any ProbeMachine, _ port: Port) -> ProbeNumber {
        begun += 1
        let number = ProbeNumber(rawValue: begun)
        running.append(Running(number: number, port: port, machine: machine))
        return number
    }

    mutating func remove(_ number: ProbeNumber) {
        running.removeAll { $0.number == number }
    }

    /// Takes a probe out to work on it, so that nothing of it is copied; nil once it is done.
    mutating func take(_ number: ProbeNumber) -> (any ProbeMachine)? {
        guard let index = running.firstIndex(where: { $0.number == number }) else { return nil }
        defer { running[index].machine = nil }
        return running[index].machine
    }

    /// Puts a probe back that was taken out.
    mutating func put(_ machine: any ProbeMachine, _ number: ProbeNumber) {
        guard let index = running.firstIndex(where: { $0.number == number }) else { return }
        running[index].machine = machine
    }
}
