package import Firewall
package import Network
package import Timeline
import Wire

/// A language of other firewalls in which rules are kept in files.
package enum Dialect: String, CaseIterable, Sendable {
    /// What `nft list ruleset` prints and `nft -f` reads: one chain hooked to `forward`, or to `input` or `output`.
    case nft
    /// What `iptables-save` prints: the `FORWARD` chain of the table `filter`, or another, about IPv4.
    case iptables
    /// What `ip6tables-save` prints: the same about IPv6.
    case ip6tables
    /// Extended access lists of Cisco IOS, one about IPv4 and one about IPv6.
    case cisco
    /// Command lines of `ufw`, as in `ufw show added`.
    case ufw

    /// The longest line that is read, in bytes without its end.
    package static let lineLimit = 8_192

    /// Reads a file of this dialect.
    ///
    /// Strict reading throws the first fault. Lenient reading leaves out the rules at fault and lists them;
    /// a file that cannot be understood as a whole is refused even then. What is not about the packets of the
    /// chain at all, such as an `INPUT` chain where it is `forward`, is listed either way. A link that the gateway does
    /// not have is made. Lists of ufw, and of
    /// Cisco where the file binds none to an interface, do not say which chain they are: they are any. Where address translation is
    /// read beside them, by `readTranslation(_:isLenient:links:_:)`, nothing is said about it here.
    ///
    /// What it gives or throws is of no use when the budget has ended.
    ///
    /// - Throws: `ForeignFault` with the line and the bytes at fault.
    package func read(
        _ bytes: [UInt8], isLenient: Bool, links: ForeignLinks = ForeignLinks(),
        chain: RuleChain = .forward, beside translation: BesideTranslation = .unread,
        _ budget: Budget = Budget()
    ) throws(ForeignFault) -> ForeignRules {
        let subject = ChainSubject.filter(chain, translation)
        let list = ForeignList(isLenient: isLenient, links: links)
        switch self {
        case .nft:
            var reader = NftReader(bytes, list, subject, budget)
            return try reader.read()
        case .iptables, .ip6tables:
            var reader = IptablesReader(
                bytes, list, family: self == .iptables ? .v4 : .v6, subject, budget)
            return try reader.read()
        case .cisco:
            var reader = CiscoReader(bytes, list, chain, budget)
            return try reader.read()
        case .ufw:
            var reader = UfwReader(bytes, list, budget)
            return try reader.read()
        }
    }

    /// Writes a list so that this dialect says the same about every packet that it is about.
    ///
    /// Rules that are switched off become comments behind `#off` (`!off` for Cisco), which `read` knows again.
    /// The text is of no use when the budget has ended.
    ///
    /// - Throws: `UnwritableRule` with the rule that cannot be carried over.
    package func write(
        _ set: RuleSet, chain: RuleChain = .forward, _ budget: Budget = Budget()
    ) throws(UnwritableRule) -> [UInt8] {
        guard set.settings.order == .firstMatch else {
            throw UnwritableRule(number: 0, problem: .readingOrder(set.settings.order))
        }
        switch self {
        case .nft: return try NftWriter(set, chain).write(budget)
        case .iptables: return try IptablesWriter.write([(set, chain)], .v4, budget)
        case .ip6tables: return try IptablesWriter.write([(set, chain)], .v6, budget)
        case .cisco: return try CiscoWriter(set).write(budget)
        case .ufw: return try UfwWriter(set).write(budget)
        }
    }

    /// Whether a file says which chain a list is, so that it can hold several.
    package var hasChains: Bool {
        switch self {
        case .nft, .iptables, .ip6tables: true
        case .cisco, .ufw: false
        }
    }

    /// Whether a text says which chains its lists are: for Cisco, where it binds them to interfaces.
    package func saysChains(_ bytes: [UInt8], _ budget: Budget = Budget()) -> Bool {
        hasChains || (self == .cisco && CiscoBindings.areIn(bytes, budget))
    }

    /// Whether a file can say how addresses are translated.
    package var hasTranslation: Bool {
        switch self {
        case .nft, .iptables: true
        case .ip6tables, .cisco, .ufw: false
        }
    }

    /// Writes several lists into one file, which must have chains; else as `write(_:chain:_:)` for each.
    ///
    /// Behind them stands address translation, where there is any and the dialect has it: it is IPv4's, so that
    /// `ip6tables` has none.
    ///
    /// - Throws: `UnwritableRule` with the rule that cannot be carried over.
    package func write(
        _ lists: [RuleSet], _ translation: NATRules = NATRules(), _ budget: Budget = Budget()
    ) throws(UnwritableRule) -> [UInt8] {
        let lists = try write(filters: lists, budget)
        if translation.isEmpty { return lists }
        switch self {
        case .nft: return try lists + TranslationWriter(translation, budget).nft()
        case .iptables: return try lists + TranslationWriter(translation, budget).iptables()
        case .ip6tables, .cisco, .ufw: return lists
        }
    }

    private func write(
        filters lists: [RuleSet], _ budget: Budget
    ) throws(UnwritableRule) -> [UInt8] {
        for set in lists where set.settings.order != .firstMatch {
            throw UnwritableRule(
                number: 0, problem: .readingOrder(set.settings.order), chain: set.chain)
        }
        let family: IPFamily
        switch self {
        case .iptables: family = .v4
        case .ip6tables: family = .v6
        case .nft, .cisco, .ufw:
            var text: [UInt8] = []
            for set in lists { text += try write(set, chain: set.chain, budget) }
            return text
        }
        return try IptablesWriter.write(lists.map { ($0, $0.chain) }, family, budget)
    }
}
