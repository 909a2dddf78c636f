import Network
import Wire

extension IptablesRuleParser {
    /// The targets that translate addresses (iptables-extensions(8)); what `NETMAP` translates its chain says.
    static let translations: [String: TranslationTarget.Kind] = [
        "MASQUERADE": .masquerade, "SNAT": .source, "DNAT": .destination, "REDIRECT": .redirect,
        "NETMAP": .prefix(.both),
    ]

    /// Reads an option of a target that translates addresses; false when it is none.
    ///
    /// The beginning of an option that no other has is enough for iptables.
    mutating func readTranslation(_ option: Word) throws(ForeignFault) -> Bool {
        guard case .translate(var made)? = target, option.bare.hasPrefix("--") else { return false }
        let isTo = option.bare.hasPrefix("--to")
        switch (made.kind, option.bare) {
        case (.masquerade, _) where isTo, (.redirect, _) where isTo:
            let value = try words.next()
            try value.answers(for: try made.take(ports: value.text))
        case (.source, _) where isTo, (.destination, _) where isTo, (.prefix, _) where isTo:
            let value = try words.next()
            try value.answers(for: try made.take(value.text))
        case (_, "--persistent"): made.isPersistent = true
        case (_, "--random"), (_, "--random-fully"):
            // Which port a flow gets says nothing about whether it is translated.
            remarks.chances.append(option.fault(.unsupported(.randomPorts)))
        default: return false
        }
        target = .translate(made)
        return true
    }
}
