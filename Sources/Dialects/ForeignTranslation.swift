import Firewall
package import Network
package import Timeline
import Wire

/// What a file of another firewall says about address translation.
package struct ForeignTranslation: Sendable {
    /// The rules in the order in which they are asked; no two are the same.
    package internal(set) var rules: [NATRule] = []
    /// What was left out, in the order of the file.
    package internal(set) var skipped: [ForeignFault] = []

    /// Whether destinations are translated.
    package var rewritesDestinations: Bool { rules.contains { $0.action.end != .source } }

    /// Leaves out of what is said what was said already.
    package mutating func leaveOut(_ told: [ForeignFault]) {
        skipped.removeAll { $0.problem == .otherTraffic || told.contains($0) }
    }
}

/// What becomes of the address translation that stands beside the lists of a file.
package enum BesideTranslation: Equatable, Sendable {
    /// Nobody reads it: what may change a packet before it is filtered is refused.
    case unread
    /// It is read by itself.
    ///
    /// Where destinations are rewritten, by the file or by the gateway already, rules that ask for such
    /// connections are refused; elsewhere they match nothing.
    case read(rewritesDestinations: Bool)
}

/// Which chains of a file are read.
enum ChainSubject: Equatable {
    /// Those that filter the packets of a list; address translation is somebody else's, or lost.
    case filter(RuleChain, BesideTranslation)
    /// Those that translate the sources of flows, or their destinations; never `both`.
    case translation(NATEnd)

    /// The list whose packets are filtered; nil: addresses are translated.
    var filtered: RuleChain? {
        guard case .filter(let chain, _) = self else { return nil }
        return chain
    }

    /// Whether what translates addresses is read by itself.
    var isBesideTranslation: Bool {
        switch self {
        case .filter(_, let beside): beside != .unread
        case .translation: true
        }
    }

    /// Whether connections are known whose destination was rewritten.
    var rewritesDestinations: Bool {
        guard case .filter(_, .read(let rewrites)) = self else { return false }
        return rewrites
    }
}

extension ChainSubject {
    /// The problem of a word that asks for something that no packet is, unless it is here.
    func known(_ problem: ForeignProblem) -> ForeignProblem {
        guard problem == .matchesNothing(.translated), rewritesDestinations else { return problem }
        return .unsupported(.translated)
    }
}

extension NATEnd {
    /// The hook at which nft and iptables translate it.
    var hook: String { self == .source ? "postrouting" : "prerouting" }
    /// The hook at which they translate it for packets that the node itself makes, or takes.
    var ownHook: String { self == .source ? "input" : "output" }
}

extension Dialect {
    /// Reads what a file says about address translation: nft's chains of type nat, iptables' table `nat`.
    ///
    /// A rule over a link that the gateway does not have translates nothing, and is listed. What holds for faults of
    /// `read(_:isLenient:links:chain:beside:_:)` holds here, too. IPv4 alone is translated.
    ///
    /// - Returns: Nil where the file has no such chain or table.
    /// - Throws: `ForeignFault` with the line and the bytes at fault.
    package func readTranslation(
        _ bytes: [UInt8], isLenient: Bool, links: ForeignLinks = ForeignLinks(),
        _ budget: Budget = Budget()
    ) throws(ForeignFault) -> ForeignTranslation? {
        guard self == .nft || self == .iptables else { return nil }
        let list = ForeignList(isLenient: isLenient, links: links, isTranslating: true)
        var maker = TranslationMaker(list, addresses: links.addresses)
        var isThere = false
        for end in [NATEnd.destination, .source] {
            do throws(ForeignFault) {
                switch self {
                case .nft:
                    var reader = NftReader(bytes, maker.list, .translation(end), budget)
                    maker.list = try reader.readChains()
                default:
                    var reader = IptablesReader(
                        bytes, maker.list, family: .v4, .translation(end), budget)
                    maker.list = try reader.readChains()
                }
                isThere = true
            } catch {
                guard error.problem == .noList else { throw error }
            }
            try maker.take(end)
        }
        return isThere ? try maker.finished() : nil
    }
}
