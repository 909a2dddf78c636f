package import Events
package import Reports
package import Firewall
import Timeline

/// A submission with what became of it.
package struct GradedSubmission: Sendable {
    /// The grade.
    package let result: SubmissionResult
    /// Its commands; empty where it was not graded.
    let commands: [[UInt8]]
    /// What decides about packets once it has run; nil where it was not graded, or nobody wants to know.
    let decisions: Decisions?

    /// The rules of each gateway once it has run, in the order of gateways; none where that is not known.
    package var rules: [RuleSet] { decisions?.rules ?? [] }

    /// One of which only the grade is known.
    package init(_ result: SubmissionResult) {
        self.init(result, [], nil)
    }

    init(_ result: SubmissionResult, _ commands: [[UInt8]], _ decisions: Decisions?) {
        self.result = result
        self.commands = commands
        self.decisions = decisions
    }
}

/// Puts submissions that are proven to decide the same into one group.
package struct SubmissionGroups {
    private let exercise: Exercise
    private let orders: [ReadingOrder]
    private let stop: () -> Bool
    private var firsts: [GradedSubmission] = []
    /// The groups, the largest first, and those of one size in the order of their first members.
    package private(set) var groups: [SubmissionGroup] = []

    /// The groups of submissions, those that were not graded left out.
    package init(
        _ submissions: [GradedSubmission], to exercise: Exercise, stop: @escaping () -> Bool
    ) {
        self.exercise = exercise
        orders = exercise.orders
        self.stop = stop
        for submission in submissions where submission.result.isGraded && !stop() {
            add(submission)
        }
        sort()
    }

    /// Puts the largest group first, and says where each other one decides otherwise.
    private mutating func sort() {
        let sizes = groups.map(\.others.count)
        let order = groups.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
        groups = order.map { groups[$0] }
        firsts = order.map { firsts[$0] }
        for place in groups.indices.dropFirst() where !stop() {
            groups[place].difference = difference(firsts[0], firsts[place]) ?? .nowhere
        }
    }

    private mutating func add(_ submission: GradedSubmission) {
        let outcomes = submission.result.checks.map { $0.outcome == .passed }
        for (place, first) in firsts.enumerated()
        where first.result.checks.map({ $0.outcome == .passed }) == outcomes {
            if first.commands == submission.commands {
                return groups[place].add(submission.result.name, .text)
            }
            if exercise.isProvable, case nil = difference(first, submission) {
                return groups[place].add(submission.result.name, .meaning)
            }
        }
        firsts.append(submission)
        groups.append(
            SubmissionGroup(
                first: submission.result.name, earned: submission.result.earned,
                of: submission.result.points))
    }

    /// Where the other one decides otherwise than the first.
    private func difference(
        _ first: GradedSubmission, _ other: GradedSubmission
    ) -> DecisionDifference? {
        guard let one = first.decisions, let another = other.decisions else { return .unknown }
        let budget = Budget()
        budget.look = { [stop] in stop() ? .interrupted : nil }
        return one.difference(from: another, orders: orders, budget)
    }
}
