package import Grammar

/// A word of the subject that `explain` knows.
package enum Term: String, CaseIterable, Sendable {
    case rule
    case firstMatch = "first-match"
    case state
    case flow
    case prefix
    case hopLimit = "hop-limit"
    case reversePath = "reverse-path-check"
    case nat
    case masquerade
    case binding
    case hairpin
    case mtu
    case df
    case fragment
    case pmtud
    case mss
    case synFlood = "syn-flood"
    case synCookie = "syn-cookie"
    case esp
    case sa
    case spi
    case icv
    case iv
    case nonce
    case window = "anti-replay-window"
    case esn
    case rekey
    case policy
    case selector
    case tfc
    case dummy
    case zone
    case packet
    case tunnel
    case scanTerm = "scan"

    /// Where it is met.
    package struct Place: Sendable {
        /// The command that shows it, or the beginning of one.
        package let look: String
        /// The lab that has that command, by the name of its file.
        package let lab: String
        /// The RFC and the section that say what it is; nil where none does.
        package let reference: (rfc: Int, section: String)?
        /// Other names of it.
        let aliases: [String]

        fileprivate init(
            _ look: String, _ lab: String, _ reference: (rfc: Int, section: String)?,
            _ aliases: String
        ) {
            self.look = look
            self.lab = lab
            self.reference = reference
            self.aliases = aliases.split(separator: ",").map(String.init)
        }
    }

    /// Where it is met.
    package var place: Place {
        switch self {
        case .rule: Place("rule list", "01-first-packets", (4301, "4.4.1"), "rules")
        case .firstMatch: Place("rule order", "03-rule-order", (4301, "4.4.1"), "order,match")
        case .state:
            Place("flow list", "05-stateful", (9293, "3.3.2"), "states,stateful,established")
        case .flow: Place("flow list", "05-stateful", (3022, "2.2"), "flows,connection,conntrack")
        case .prefix:
            Place("packet test", "07-ipv6-is-not-ipv4", (4632, "3.1"), "cidr,mask,netmask,network")
        case .hopLimit: Place("traceroute", "14-ping-and-traceroute", (8200, "3"), "ttl,hops")
        case .reversePath:
            Place("antispoof", "18-spoofing", (3704, "2.2"), "rpf,urpf,antispoof,spoofing")
        case .nat: Place("nat list", "16-nat", (3022, "2"), "translation")
        case .masquerade: Place("nat add masquerade", "16-nat", (3022, "2.2"), "napt,pat,snat")
        case .binding: Place("nat show", "16-nat", (4787, "4.1"), "mapping")
        case .hairpin: Place("nat show", "16-nat", (4787, "6"), "hairpinning,loopback")
        case .mtu: Place("net mtu", "19-mtu-and-the-tunnel", (8200, "5"), "")
        case .df: Place("packet show", "19-mtu-and-the-tunnel", (791, "3.1"), "dont-fragment")
        case .fragment:
            Place("packet show", "19-mtu-and-the-tunnel", (791, "3.2"), "fragments,fragmentation")
        case .pmtud:
            Place("net mtu", "19-mtu-and-the-tunnel", (1191, "3"), "path-mtu,path-mtu-discovery")
        case .mss: Place("mss clamp", "19-mtu-and-the-tunnel", (9293, "3.7.1"), "segment-size")
        case .synFlood: Place("attack syn-flood", "20-syn-flood", (4987, "2"), "flood")
        case .synCookie: Place("attack syn-flood", "20-syn-flood", (4987, "3.6"), "cookie,cookies")
        case .esp: Place("packet bytes", "02-first-tunnel", (4303, "2"), "ipsec")
        case .sa:
            Place(
                "tunnel show", "02-first-tunnel", (4301, "4.1"), "association,security-association")
        case .spi: Place("tunnel show", "02-first-tunnel", (4303, "2.1"), "")
        case .icv: Place("attack flip", "09-tamper-and-replay", (4303, "2.8"), "tag,mac,integrity")
        case .iv:
            Place(
                "packet bytes", "10-why-nonces-never-repeat", (4106, "3.1"), "initialization-vector"
            )
        case .nonce: Place("attack reuse-iv", "10-why-nonces-never-repeat", (4106, "4"), "salt")
        case .window:
            Place(
                "attack replay", "09-tamper-and-replay", (4303, "3.4.3"),
                "window,replay,anti-replay")
        case .esn:
            Place(
                "tunnel show", "10-why-nonces-never-repeat", (4303, "2.2.1"),
                "extended-sequence-number")
        case .rekey:
            Place("tunnel rekey", "11-rekey-without-loss", (4301, "4.4.2.1"), "rekeying,lifetime")
        case .policy:
            Place(
                "policy list", "12-the-firewall-cannot-see-inside", (4301, "4.4.1"), "spd,policies")
        case .selector:
            Place(
                "policy add", "12-the-firewall-cannot-see-inside", (4301, "4.4.1.1"),
                "selectors,traffic-selector")
        case .tfc: Place("tunnel watch", "08-what-encryption-hides", (4303, "2.7"), "padding")
        case .dummy:
            Place("tunnel dummy", "08-what-encryption-hides", (4303, "2.6"), "dummy-packet")
        case .zone: Place("zone add", "13-dmz", nil, "zones,dmz")
        case .packet: Place("packet trace", "01-first-packets", (791, "3.1"), "packets")
        case .tunnel: Place("tunnel open", "02-first-tunnel", (4303, "3.1"), "vpn")
        case .scanTerm: Place("scan", "15-scan", (9293, "3.10.7.1"), "port-scan")
        }
    }

    /// The term that some words name, in any letter case; nil for none.
    init?(_ words: [String]) {
        let name = words.joined(separator: "-").lowercased()
        guard
            let term = Self.allCases.first(where: {
                $0.rawValue == name || $0.place.aliases.contains(name)
            })
        else { return nil }
        self = term
    }
}

/// What is to be explained.
package enum Explanation: Sendable {
    /// Everything that can be: a list.
    case list
    /// A word of the subject.
    case term(Term)
    /// A rule, by its number.
    case rule(Placed<Int>)
    /// A packet, by its number.
    case packet(Placed<Int>)
    /// A tunnel, by its name.
    case tunnel(Placed<String>)
}

/// The row of `explain`.
enum ExplainRows {
    static let explain = CommandRow(
        checking: .explain,
        .choice([
            Pattern.clause("rule", .explainRule, Arguments.ruleNumber).map { Asked.is(.rule($0)) },
            Pattern.clause("packet", .explainPacket, Arguments.packetNumber).map {
                .is(.packet($0))
            },
            Pattern.clause("tunnel", .explainTunnel, Arguments.tunnel).map { .is(.tunnel($0)) },
            Pattern.repeated(.argument(Arguments.term)).map { .words($0) },
            Pattern<Void>.nothing.map { .is(.list) },
        ]),
        examples: [
            "explain icv", "explain first match", "explain rule 1", "explain packet 2", "explain",
        ]
    ) { asked, _ throws(UsageFault) in
        switch asked {
        case .is(let explanation): return .lab(.explain(explanation))
        case .words(let words):
            guard let term = Term(words.map(\.value)) else {
                throw words[0].conflict(ValueFault.notATerm.complaint)
            }
            return .lab(.explain(.term(term)))
        }
    }

    /// What was read.
    private enum Asked {
        case `is`(Explanation)
        case words([Placed<String>])
    }
}
