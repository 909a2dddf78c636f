import Commands
import Events
import Fabric
import Firewall
import Grammar
import Network
import Wire

/// Examines what a script expects.
struct Expectations {
    let network: LabNetwork
    let rules: RuleOperations
    let paths: PathQuestions

    /// Examines a claim; nil for `expect error`, which needs a command to be run first.
    func apply(_ command: ExpectCommand) throws(LabFault) -> ExpectationEvent? {
        let claim: Claim
        switch command {
        case .delivered: claim = .delivered
        case .verdict(let action, let decider): claim = .verdict(action, by: decider)
        case .refused(let reason): claim = .refused(reason)
        case .reply(let text): claim = .reply(text)
        case .none(let query):
            let answer = try rules.search(query)
            let isNone = answer.witness == nil && answer.bound == nil
            return isNone
                ? .met : .failed(expected: .none(query.sought.actions[0]), got: .search(answer))
        case .noneReach(let query):
            let answer = try paths.search(query)
            let isNone = answer.witness == nil && answer.bound == nil
            return isNone ? .met : .failed(expected: .noneReach, got: .reach(answer))
        case .sameAs(let file):
            let difference = try rules.compare(with: file)
            return difference.isEqual
                ? .met : .failed(expected: .sameAs(file.value), got: .difference(difference))
        case .error: return nil
        }
        return claim.holds(for: network.outcome, at: network.gateway, by: network.namedList)
            ? .met : .failed(expected: claim, got: network.outcome)
    }
}

extension Claim {
    /// Whether the claim is true of how something ended; a rule that it names is one of `gateway`, of whichever list unless
    /// one is named.
    func holds(
        for outcome: Outcome?, at gateway: GatewayName, by list: RuleChain?
    ) -> Bool {
        switch (self, outcome) {
        case (.delivered, .packet(_, let drop)), (.delivered, .message(let drop, _)),
            (.delivered, .attack(let drop)):
            drop == nil
        case (.verdict(let action, let decider), .packet(let verdicts, _)),
            (.verdict(let action, let decider), .departed(let verdicts)):
            Self.isVerdict(action, decider, of: verdicts, at: gateway, list)
        case (.verdict(let action, let decider), .test(let verdict)):
            Self.isVerdict(action, decider, of: [verdict], at: gateway, list)
        case (.refused(let reason), .packet(_, let drop?)),
            (.refused(let reason), .message(let drop?, _)),
            (.refused(let reason), .attack(let drop?)):
            reason == nil || reason == drop
        case (.reply(let text), .message(_, let reply)): reply == text
        default: false
        }
    }

    /// Whether what gateways said came to a verdict: what the last one said that was asked; a rule has to
    /// be that of `gateway`, which is the last one unless the packet went on.
    private static func isVerdict(
        _ action: Action, _ decider: Decider?, of verdicts: [VerdictRecord],
        at gateway: GatewayName, _ list: RuleChain?
    ) -> Bool {
        guard let last = verdicts.last, last.action == action else { return false }
        guard decider != nil || list != nil else { return true }
        return verdicts.contains {
            $0.gateway == gateway && $0.action == action
                && (decider == nil || $0.decider == decider) && (list == nil || $0.list == list)
        }
    }
}
