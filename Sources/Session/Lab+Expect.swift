import Commands
import Events
import Fabric
import Firewall
import Wire

extension Lab {
    /// Examines a claim; nil for `expect error`, which needs a command to be run first.
    func apply(_ command: ExpectCommand) throws(LabFault) -> ExpectationEvent? {
        let claim: Claim
        switch command {
        case .delivered: claim = .delivered
        case .verdict(let action, let decider): claim = .verdict(action, by: decider)
        case .refused(let reason): claim = .refused(reason)
        case .reply(let text): claim = .reply(text)
        case .none(let query):
            let answer = try search(query)
            let isNone = answer.witness == nil && answer.bound == nil
            return isNone ? .met : .failed(expected: .none(query.action), got: .search(answer))
        case .sameAs(let file):
            let difference = try diff(file)
            return difference.isEqual
                ? .met : .failed(expected: .sameAs(file.value), got: .difference(difference))
        case .error: return nil
        }
        return claim.holds(for: outcome) ? .met : .failed(expected: claim, got: outcome)
    }
}

extension Claim {
    /// Whether the claim is true of how something ended.
    func holds(for outcome: Outcome?) -> Bool {
        switch (self, outcome) {
        case (.delivered, .packet(_, let drop)), (.delivered, .message(let drop, _)),
            (.delivered, .attack(let drop)):
            drop == nil
        case (.verdict(let action, let decider), .packet(let verdict?, _)),
            (.verdict(let action, let decider), .departed(let verdict?)),
            (.verdict(let action, let decider), .test(let verdict)):
            verdict.action == action && (decider == nil || verdict.decider == decider)
        case (.refused(let reason), .packet(_, let drop?)),
            (.refused(let reason), .message(let drop?, _)),
            (.refused(let reason), .attack(let drop?)):
            reason == nil || reason == drop
        case (.reply(let text), .message(_, let reply)): reply == text
        default: false
        }
    }
}
