import Firewall
import Wire

/// Reads the options of one rule of iptables (iptables(8), iptables-extensions(8)).
struct IptablesRuleParser {
    private(set) var draft = RuleDraft()
    var remarks = RuleRemarks()
    var words: Words
    var target: ChainProgram.Target?
    private var proto: IPProtocol?
    private var limit = Limit()
    private var modules = Modules()
    private let place: Place

    /// What the rules of a whole file do to packets before any is asked.
    struct Survey {
        /// Whether they ask for the state of connections, or translate addresses: then the kernel tracks connections, and
        /// has put fragments together.
        let isTracked: Bool
        let marks: MarkSurvey
    }

    /// Where the rule stands, and at which gateway.
    private struct Place {
        let family: IPFamily
        let subject: ChainSubject
        let own: LocalAddresses
        let survey: Survey
    }

    private var family: IPFamily { place.family }
    private var subject: ChainSubject { place.subject }

    /// What is known of the modules that were named.
    private struct Modules {
        /// Whether the newest asks for the marks of connections.
        var asksOfConnection = false
        /// The module `recent`, as long as nothing says what it does.
        var undecided: Word?
        /// Whether it was named.
        var knowsRecent = false
    }

    private struct Limit {
        var rate: (packets: Int, unit: RateLimit.Unit)?
        var burst: Int?
        /// The module, or option of one, that counts packets.
        var word: Word?
    }

    init(
        _ words: Words, family: IPFamily, _ subject: ChainSubject, own: LocalAddresses,
        _ survey: Survey
    ) {
        place = Place(family: family, subject: subject, own: own, survey: survey)
        self.words = words
        draft.family = family
    }

    /// Whether it may translate addresses.
    private var isTranslating: Bool { subject.filtered == nil }

    /// Whether the rule leads to another chain, or out of this one.
    var leadsAway: Bool {
        switch target {
        case .action, .translate, nil: false
        default: true
        }
    }

    /// What the rule does; nothing for one that only counts.
    mutating func parse() throws(ForeignFault) -> [ChainProgram.Target] {
        while let word = words.peek {
            _ = try words.next()
            var option = word
            var isNegated = false
            if word.bare == "!" {
                option = try words.next()
                isNegated = true
            }
            var isRead = try readTarget(option)
            if !isRead { isRead = try readSelf(option) }
            if isRead {
                if isNegated { throw option.fault(.unknownWord) }
                continue
            }
            if try readHeader(option, isNegated) { continue }
            if try readRecent(option, isNegated) { continue }
            // Modules are asked in their order, after the header.
            if let word = limit.word { throw word.fault(.limitBeforeMatch) }
            if try readPorts(option, isNegated) { continue }
            if try readStates(option, isNegated) { continue }
            if try readRanges(option, isNegated) { continue }
            if try readMessages(option, isNegated) { continue }
            if try readNumber(option, isNegated) { continue }
            if try readKind(option, isNegated) { continue }
            throw option.fault(
                option.text.hasPrefix("-")
                    ? ForeignWord.problem(.match(ofIptables: option.text)) : .unknownWord)
        }
        if let word = modules.undecided { throw word.fault(.unsupported(.recentAddress)) }
        finishLimit()
        return target.map { [$0] } ?? []
    }

    private mutating func finishLimit() {
        guard limit.word != nil else { return }
        // iptables-extensions(8): 3/hour and a burst of 5.
        let (packets, unit) = limit.rate ?? (3, .hour)
        draft.limit = RateLimit(packets: packets, unit: unit, burst: limit.burst ?? 5)
    }

    /// Reads what `recent` does with an address.
    ///
    /// To note it takes every packet (`recent_mt` in xt_recent.c); what was noted nobody knows here.
    private mutating func readRecent(
        _ option: Word, _ isNegated: Bool
    ) throws(ForeignFault) -> Bool {
        guard modules.knowsRecent else { return false }
        switch option.bare {
        case "--set":
            modules.undecided = nil
            if isNegated { throw option.fault(.matchesNothing(.recentAddress)) }
        case "--name", "--mask": _ = try words.next()
        case "--rsource", "--rdest": break
        case "--rcheck", "--update", "--remove", "--seconds", "--reap", "--hitcount", "--rttl":
            throw option.fault(.unsupported(.recentAddress))
        default: return false
        }
        return true
    }

    // MARK: - Targets

    private mutating func readTarget(_ option: Word) throws(ForeignFault) -> Bool {
        switch option.bare {
        case "-j", "--jump":
            let word = try words.next()
            switch word.text {
            case "ACCEPT": target = .action(.allow)
            case "DROP": target = .action(.deny)
            case "REJECT": target = .action(.reject)
            case "LOG": target = .action(.log)
            case "RETURN": target = .back
            // These note a packet too, for a program to read.
            case "NFLOG", "ULOG": target = .action(.log)
            case let other where isTranslating && Self.translations[other] != nil:
                guard let kind = Self.translations[other] else { break }
                target = .translate(TranslationTarget(kind: kind))
            case let other where ForeignWord.isWithoutVerdict(other):
                remarks.notes.append(word.fault(.withoutVerdict))
                // Only its own options follow.
                words = Words([], line: word.line, length: word.range.upperBound)
            // Every target that is no chain is in capital letters only by custom.
            case let other where ForeignWord.target(ofIptables: other) != nil:
                throw word.fault(ForeignWord.problem(.target(ofIptables: other)))
            default: target = .jump(word.text)
            }
        case "-g", "--goto": target = .goto(try words.next().text)
        case "--reject-with", "--log-prefix", "--log-level", "--nflog-group", "--nflog-prefix",
            "--nflog-size", "--nflog-threshold", "--nflog-range", "--ulog-nlgroup", "--ulog-prefix",
            "--ulog-cprange", "--ulog-qthreshold":
            _ = try words.next()
        case "--log-tcp-sequence", "--log-tcp-options", "--log-ip-options", "--log-uid",
            "--log-macdecode":
            break
        default: return try readTranslation(option)
        }
        return true
    }

    /// Modules, counters, comments and limits: what asks nothing of the packet itself.
    private mutating func readSelf(_ option: Word) throws(ForeignFault) -> Bool {
        switch option.bare {
        case "-m", "--match":
            let word = try words.next()
            switch word.text {
            case "limit": limit.word = word
            case "tcp", "udp", "icmp", "icmp6", "icmpv6", "multiport", "conntrack", "state",
                "iprange", "comment":
                break
            case "recent":
                modules.undecided = word
                modules.knowsRecent = true
            case "addrtype" where place.own.isKnown, "pkttype": break
            case "mark" where !place.survey.marks.areSet,
                "connmark" where !place.survey.marks.areSet:
                modules.asksOfConnection = word.text == "connmark"
            case let name where HeaderNumber.allCases.contains { $0.words.module(family) == name }:
                break
            default: throw word.fault(ForeignWord.problem(.match(ofIptables: word.text)))
            }
        case "-c", "--set-counters":
            _ = try words.next()
            _ = try words.next()
        case "--comment": draft.name = RuleName(comment: try words.next().text)
        case "--limit":
            let word = try words.next()
            limit.word = option
            limit.rate = try word.read(ForeignValues.limit)
        case "--limit-burst":
            let word = try words.next()
            limit.burst = try word.read(ForeignValues.rate)
        default: return false
        }
        return true
    }

    // MARK: - Matches

    private mutating func readHeader(_ option: Word, _ isNegated: Bool) throws(ForeignFault) -> Bool
    {
        switch option.bare {
        case "-f" where place.survey.isTracked, "--fragment" where place.survey.isTracked:
            if isNegated { return true }
            throw option.fault(.matchesNothing(.fragments))
        case "-s", "--source", "--src", "-d", "--destination", "--dst":
            let word = try words.next()
            let isSource = ["-s", "--source", "--src"].contains(option.bare)
            let members = try word.read(addresses)
            let match = AddressMatch(members.map { .range($0) }, isNegated: isNegated)
            try word.answers(for: try draft.narrow(isSource ? .source : .destination, to: match))
        case "-p", "--protocol":
            let word = try words.next()
            try word.answers(for: try readProtocol(word.text.lowercased(), isNegated))
        case "-i", "--in-interface", "-o", "--out-interface":
            let word = try words.next()
            try word.blamed { () throws(ForeignProblem) in
                guard let pattern = try ForeignValues.link(word.text, wildcard: "+") else {
                    if isNegated { throw .neverMatches }
                    return
                }
                let isOut = ["-o", "--out-interface"].contains(option.bare)
                try draft.narrow(
                    isOut ? .outLink : .link,
                    to: LinkTest(patterns: [pattern], isNegated: isNegated))
            }
        default: return false
        }
        return true
    }

    private func addresses(_ text: String) throws(ForeignProblem) -> [AddressRange] {
        var ranges: [AddressRange] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let range = AddressRange(try ForeignValues.prefix(String(part)))
            if range.family != family { throw .badValue(.mixedFamilies) }
            ranges.append(range)
        }
        return ranges
    }

    private mutating func readProtocol(_ text: String, _ isNegated: Bool) throws(ForeignProblem) {
        let number = text == "all" ? .init(rawValue: 0) : try ServiceTable.proto(text)
        // iptables(8): the number zero is equivalent to all.
        if number.rawValue == 0 {
            if isNegated { throw .neverMatches }
            return
        }
        if !isNegated { proto = number }
        try draft.narrow(protocols: [number], isNegated: isNegated)
    }

    private mutating func readPorts(_ option: Word, _ isNegated: Bool) throws(ForeignFault) -> Bool
    {
        let isSource: Bool
        switch option.bare {
        case "--sport", "--source-port", "--sports", "--source-ports": isSource = true
        case "--dport", "--destination-port", "--dports", "--destination-ports": isSource = false
        case "--tcp-flags", "--syn":
            try readFlags(option, isNegated)
            return true
        default: return false
        }
        guard proto?.hasPorts ?? false else { throw option.fault(.unsupportedMatch) }
        let word = try words.next()
        try word.blamed { () throws(ForeignProblem) in
            var spans = try ServiceTable.portList(word.text)
            if isNegated { spans = IntervalList.outside(spans) }
            try draft.narrow(isSource ? .sourcePort : .destinationPort, to: spans)
        }
        return true
    }

    private mutating func readFlags(_ option: Word, _ isNegated: Bool) throws(ForeignFault) {
        guard proto == .tcp else { throw option.fault(.unsupportedMatch) }
        var match = FlagMatch(set: .syn, among: [.fin, .syn, .rst, .ack])
        if option.bare == "--tcp-flags" {
            let (mask, set) = (try words.next(), try words.next())
            let among = try mask.read(ForeignValues.flags)
            let bits = try set.read(ForeignValues.flags)
            guard among.isSuperset(of: bits) else { throw set.fault(.badValue(.flagNotLookedAt)) }
            match = FlagMatch(set: bits, among: among)
        }
        try option.answers(
            for: try draft.narrow(flags: isNegated ? FlagMatch.differing(from: match) : [match]))
    }

    private mutating func readStates(_ option: Word, _ isNegated: Bool) throws(ForeignFault) -> Bool
    {
        guard ["--state", "--ctstate"].contains(option.bare) else { return false }
        let word = try words.next()
        var states: [ConnectionState] = []
        for part in word.text.split(separator: ",", omittingEmptySubsequences: false) {
            do throws(ForeignProblem) {
                let state = try ForeignValues.state(part)
                // What discovers neighbours and listeners is IPv6; of IPv4 every packet is tracked here.
                if family == .v4, state == .untracked { throw .matchesNothing(.untracked) }
                states.append(state)
            } catch {
                let problem = subject.known(error)
                guard case .matchesNothing = problem else { throw word.fault(problem) }
                remarks.notes.append(word.fault(error))
            }
        }
        if states.isEmpty, !isNegated, let note = remarks.notes.last { throw note }
        if states.isEmpty, isNegated { return true }
        try word.blamed { () throws(ForeignProblem) in
            try draft.narrow(
                states: ConnectionState.allCases.filter { states.contains($0) != isNegated })
        }
        return true
    }

    private mutating func readRanges(_ option: Word, _ isNegated: Bool) throws(ForeignFault) -> Bool
    {
        guard ["--src-range", "--dst-range"].contains(option.bare) else { return false }
        let word = try words.next()
        try word.blamed { () throws(ForeignProblem) in
            let range = try ForeignValues.range(word.text)
            if range.family != family { throw .badValue(.mixedFamilies) }
            let match = AddressMatch([.range(range)], isNegated: isNegated)
            try draft.narrow(
                option.bare == "--src-range" ? .source : .destination, to: match)
        }
        return true
    }

    private mutating func readMessages(
        _ option: Word, _ isNegated: Bool
    ) throws(ForeignFault) -> Bool {
        guard ["--icmp-type", "--icmpv6-type"].contains(option.bare) else { return false }
        guard proto == .ownICMP(of: family) else { throw option.fault(.unsupportedMatch) }
        let word = try words.next()
        // The kernel takes type 255 for any in IPv4.
        if word.text == "any" || (family == .v4 && word.text.hasPrefix("255")) {
            if isNegated { throw word.fault(.neverMatches) }
            return true
        }
        try word.blamed { () throws(ForeignProblem) in
            let (type, code) = try ServiceTable.message(word.text, family)
            if isNegated, code != nil { throw .unsupportedMatch }
            try draft.narrow(.icmpType, to: [type], isNegated: isNegated)
            if let code { try draft.narrow(.icmpCode, to: [code]) }
        }
        return true
    }

    /// Reads whether an address is the gateway's own, of the kinds of which that is known.
    private mutating func readKind(_ option: Word, _ isNegated: Bool) throws(ForeignFault) -> Bool {
        if option.bare == "--pkt-type" {
            let word = try words.next()
            guard let kind = FrameKind(word.bare) else {
                throw word.fault(.unsupported(.frameKind))
            }
            try word.blamed { () throws(ForeignProblem) in
                try kind.narrow(&draft, isNegated: isNegated, place.own, subject.filtered)
            }
            return true
        }
        if option.bare == "--mark" {
            let word = try words.next()
            try word.blamed { () throws(ForeignProblem) in
                try place.survey.marks.judge(
                    [word.bare], isNegated: isNegated, isOfConnection: modules.asksOfConnection,
                    in: subject)
            }
            return true
        }
        guard ["--src-type", "--dst-type"].contains(option.bare), place.own.isKnown else {
            return false
        }
        let word = try words.next()
        let names = word.bare.split(separator: ",", omittingEmptySubsequences: false)
        let kinds = names.compactMap { LocalAddresses.Kind(rawValue: $0.lowercased()) }
        // In IPv6 the kernel wants all of several kinds at once (`match_type6`).
        guard kinds.count == names.count, kinds.count == 1 || family == .v4 else {
            throw word.fault(.unsupported(.addressKind))
        }
        let field: RuleField = option.bare == "--src-type" ? .source : .destination
        try word.answers(
            for: try draft.narrow(
                field, to: try place.own.match(kinds, family, isNegated: isNegated)))
        return true
    }

    /// Reads a number of the IP header: `--ttl-eq 1`, `--length 0:100`, `--dscp-class ef`.
    private mutating func readNumber(
        _ option: Word, _ isNegated: Bool
    ) throws(ForeignFault) -> Bool {
        for number in HeaderNumber.allCases {
            let name = "--" + number.words.module(family)
            guard option.bare.hasPrefix(name) else { continue }
            let ending = option.bare.dropFirst(name.count)
            guard ["", "-eq", "-lt", "-gt", "-class"].contains(ending) else { continue }
            let word = try words.next()
            try word.blamed { () throws(ForeignProblem) in
                var values: [Interval<UInt16>]
                switch ending {
                case "-lt", "-gt":
                    if isNegated { throw .unsupportedMatch }
                    values = try number.values(
                        String(ending.dropFirst()), try number.value(word.text))
                default: values = [try number.values(word.text, between: ":")]
                }
                if isNegated { values = IntervalList.outside(values, of: number.row.whole) }
                try draft.narrow(.number(number), to: values)
            }
            return true
        }
        return false
    }
}
