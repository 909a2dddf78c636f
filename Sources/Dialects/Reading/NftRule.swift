import Firewall
import Wire

/// A rule of nft while it is read.
struct NftRule {
    var draft = RuleDraft()
    /// What it does, each under the conditions that stand before it.
    private(set) var targets: [(draft: RuleDraft, target: ChainProgram.Target)] = []
    var isDecided = false

    init(family: IPFamily?) {
        draft.family = family
    }

    mutating func decide(_ target: ChainProgram.Target) {
        targets.append((draft, target))
        isDecided = true
    }

    mutating func note() { targets.append((draft, .action(.log))) }
}
