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
    /// The links that the file names and the gateway does not have, where they were asked for.
    var links: [LinkName] = []

    /// Whether destinations are translated.
    package var rewritesDestinations: Bool { rules.contains { $0.action.end != .source } }

    /// The same, with what was left out in its place in the files that a text was put together of.
    package func located(in text: ForeignText) -> Self {
        var located = self
        located.skipped = skipped.map(text.located)
        return located
    }

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
    /// Those that translate the sources of flows, or their destinations, never `both`; of the packets that pass, or of
    /// those that the node itself makes and takes.
    case translation(NATEnd, isOwn: Bool)

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

    func hook(isOwn: Bool) -> String { isOwn ? ownHook : hook }
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
        try readTranslation(bytes, isLenient: isLenient, links: links, makesLinks: false, budget)
    }

    /// The same; where it makes links, those that only the file names are in `links`.
    func readTranslation(
        _ bytes: [UInt8], isLenient: Bool, links: ForeignLinks, makesLinks: Bool, _ budget: Budget
    ) throws(ForeignFault) -> ForeignTranslation? {
        guard hasTranslation else { return nil }
        var list = ForeignList(isLenient: isLenient, links: links, isTranslating: true)
        list.makesLinks = makesLinks
        var maker = TranslationMaker(list, addresses: links.addresses)
        var isThere = false
        let ends: [(NATEnd, isOwn: Bool)] = [
            (.destination, false), (.source, false), (.destination, true), (.source, true),
        ]
        for (end, isOwn) in ends {
            do throws(ForeignFault) {
                let subject = ChainSubject.translation(end, isOwn: isOwn)
                maker.list = try chains(bytes, maker.list, subject, budget)
                isThere = true
            } catch {
                guard error.problem == .noList else { throw error }
            }
            if isOwn { try maker.refuseOwn(end) } else { try maker.take(end) }
        }
        return isThere ? try maker.finished() : nil
    }

    private func chains(
        _ bytes: [UInt8], _ list: ForeignList, _ subject: ChainSubject, _ budget: Budget
    ) throws(ForeignFault) -> ForeignList {
        if self == .nft {
            var reader = NftReader(bytes, list, subject, budget)
            return try reader.readChains()
        }
        var reader = IptablesReader(bytes, list, family: .v4, subject, budget)
        return try reader.readChains()
    }
}
