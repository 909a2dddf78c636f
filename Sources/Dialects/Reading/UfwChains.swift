import Firewall
import Wire

/// The chains that ufw puts around those of its own files (`before.rules`, `user.rules`, `after.rules`), which it hands to
/// `iptables-restore` one after the other (ufw-framework(8)).
struct UfwChains {
    private let chain: RuleChain
    private let prefix: String

    init(_ family: IPFamily, _ chain: RuleChain) {
        self.chain = chain
        prefix = family == .v4 ? "ufw-" : "ufw6-"
    }

    /// What happens to packets that no chain decides about: ufw's own defaults, for they stand in another file.
    var policy: Action { chain == .output ? .allow : .deny }

    /// The chain that packets leave for the policy.
    var policyName: String { name("skip-to-policy") }

    /// The chains that only note packets, and how is said in `user.rules`.
    var notingNames: [String] { ["logging-deny", "logging-allow"].map { prefix + $0 } }

    /// Whether some of these chains are ufw's, about packets of the list or others.
    func areIn(_ chains: some Sequence<String>) -> Bool {
        chains.contains { name in
            ["before-", "user-", "after-"].contains { name.hasPrefix(prefix + $0) }
        }
    }

    /// The chains that are asked one after the other.
    var order: [String] {
        ["before-logging", "before", "after", "after-logging", "reject", "track"].map(name)
    }

    /// The chain of the rules that a person gave, and the one at whose end it is asked.
    var user: (own: String, end: String) { (name("user"), name("before")) }

    private func name(_ part: String) -> String { "\(prefix)\(part)-\(chain.rawValue)" }
}
