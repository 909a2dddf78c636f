import Firewall
import Wire

extension NftReader {
    /// A chain by its table and name: chains of one table only lead to each other.
    func key(_ chain: String) -> String { "\(table)/\(chain)" }

    mutating func readChain() throws(ForeignFault) {
        let name = try word()
        try expect(sign: "{")
        let key = key(name.text)
        if program.chains[key] != nil { throw name.fault(.defined) }
        program.declare(key)
        var isOther = false
        while true {
            let token: NftLexer.Token
            do throws(ForeignFault) { token = try lexer.peek() } catch {
                try list.skip(error)
                lexer.skipLine()
                continue
            }
            switch (token.kind, token.word.bare) {
            case (.end, _): throw name.fault(.unterminatedBlock)
            case (.lineEnd, _), (.sign, ";"): _ = try lexer.next()
            case (.sign, "}"):
                _ = try lexer.next()
                return
            case (.word, "type"):
                _ = try lexer.next()
                isOther = try !readHook(of: name, key)
            case (.word, "policy"):
                _ = try lexer.next()
                try readPolicy(isBase: base == key)
            case (.word, "comment"):
                _ = try lexer.next()
                _ = try word()
            default:
                if isOther { return try skipBlock(from: name) }
                try readRule(in: key)
            }
        }
    }

    /// Reads what stands behind `type`; true when the chain is about forwarded packets.
    private mutating func readHook(of name: Word, _ key: String) throws(ForeignFault) -> Bool {
        let type = try word()
        guard try take("hook") else { throw try lexer.next().word.fault(.unknownWord) }
        let hook = try word()
        // A device and a priority by name or number say when, and not what.
        while true {
            let token = try lexer.peek()
            if token.kind == .lineEnd || token.kind == .end || token.word.bare == "}" { break }
            _ = try lexer.next()
            if token.word.bare == ";" { break }
        }
        switch (type.bare, hook.bare) {
        case ("filter", "forward"):
            if base != nil { throw name.fault(.secondList) }
            base = key
            return true
        case (_, "input"), (_, "output"):
            list.note(name.fault(.otherTraffic))
            return false
        default:
            // An empty one changes nothing, but is seldom there.
            try list.skip(name.fault(.otherTable))
            return false
        }
    }

    private mutating func readPolicy(isBase: Bool) throws(ForeignFault) {
        let policy = try word()
        switch policy.bare {
        case "accept": if isBase { list.defaultAction = .allow }
        case "drop": if isBase { list.defaultAction = .deny }
        default: throw policy.fault(.unsupportedTarget)
        }
    }

    /// Reads one rule up to the end of its line, or `;`.
    private mutating func readRule(in chain: String) throws(ForeignFault) {
        let first = try lexer.peek()
        let isEnabled = first.kind != .off
        if !isEnabled { _ = try lexer.next() }
        do throws(ForeignFault) {
            let steps = try readStatements(first.word, isEnabled)
            for step in steps {
                if case .action = step.target, isEnabled {
                    _ = try step.word.blamed { () throws(ForeignProblem) in
                        try step.draft.matches()
                    }
                }
            }
            if !isEnabled,
                steps.contains(where: {
                    if case .action = $0.target { false } else { true }
                })
            {
                return
            }
            for step in steps { try program.append(step, to: chain) }
        } catch {
            lexer.skipLine()
            // What was no rule is a comment like any other.
            if isEnabled { try list.skip(error) }
        }
    }

    /// Reads the statements of a rule in their order, for that is the order in which they are carried out.
    private mutating func readStatements(
        _ first: Word, _ isEnabled: Bool
    ) throws(ForeignFault) -> [ChainProgram.Step] {
        var rule = NftRule(family: family)
        while true {
            let token = try lexer.peek()
            if token.kind == .lineEnd || token.kind == .end { break }
            if token.kind == .sign, token.word.text == "}" { break }
            _ = try lexer.next()
            if token.kind == .sign, token.word.text == ";" { break }
            guard token.kind == .word else { throw token.word.fault(.unknownWord) }
            if token.word.bare == "comment" {
                rule.draft.name = RuleName(comment: try word().text)
                continue
            }
            // Nothing but a comment can stand behind what decides.
            if rule.isDecided { throw token.word.fault(.unknownWord) }
            if try readVerdict(token.word, &rule) { continue }
            if rule.draft.limit != nil { throw token.word.fault(.limitBeforeMatch) }
            try readMatch(token.word, &rule)
        }
        return rule.targets.enumerated().map { place, target in
            var draft = target.draft
            draft.name = place == 0 ? rule.draft.name : nil
            return ChainProgram.Step(
                draft: draft, target: target.target, isEnabled: isEnabled, word: first)
        }
    }

    /// Reads a statement that is no match; false when it is one.
    private mutating func readVerdict(
        _ word: Word, _ rule: inout NftRule
    ) throws(ForeignFault) -> Bool {
        switch word.bare {
        case "accept": rule.decide(.action(.allow))
        case "drop": rule.decide(.action(.deny))
        case "reject":
            if try take("with") {
                let kind = try self.word()
                if kind.bare == "icmp" || kind.bare == "icmpv6" || kind.bare == "icmpx" {
                    _ = try take("type")
                }
                _ = try self.word()
            }
            rule.decide(.action(.reject))
        case "jump": rule.decide(.jump(key(try self.word().text)))
        case "goto": rule.decide(.goto(key(try self.word().text)))
        case "return": rule.decide(.back)
        case "continue": rule.isDecided = true
        case "counter":
            if try take("packets") {
                _ = try self.word()
                guard try take("bytes") else { throw word.fault(.missingWord) }
                _ = try self.word()
            }
        case "log":
            try skipLogOptions()
            rule.note()
        case "limit": try readLimit(word, &rule)
        case "vmap", "queue", "dup", "fwd", "masquerade", "snat", "dnat", "redirect", "notrack",
            "tproxy", "synproxy", "flow", "set", "add", "update", "delete", "quota":
            throw word.fault(.unsupportedTarget)
        default: return false
        }
        return true
    }

    /// What a note says, and where it goes, is nothing that a rule here has.
    private mutating func skipLogOptions() throws(ForeignFault) {
        let options = ["prefix", "level", "group", "snaplen", "queue-threshold", "flags"]
        while true {
            let option = try lexer.peek()
            guard option.kind == .word, options.contains(option.word.bare) else { return }
            _ = try lexer.next()
            let value = try word()
            if option.word.bare == "flags", value.bare == "tcp" || value.bare == "ip" {
                _ = try word()
            }
            while try take(sign: ",") { _ = try word() }
        }
    }

    private mutating func readLimit(
        _ word: Word, _ rule: inout NftRule
    ) throws(ForeignFault) {
        guard try take("rate") else { throw word.fault(.unsupportedMatch) }
        let rate = try self.word()
        if rate.bare == "over" { throw rate.fault(.unsupportedMatch) }
        if rule.draft.limit != nil { throw word.fault(.limitIsShared) }
        let (packets, unit) = try rate.blamed { () throws(ForeignProblem) in
            try ForeignValues.limit(rate.text)
        }
        var burst = RateLimit.usualBurst
        if try take("burst") {
            let number = try self.word()
            burst = try number.blamed { () throws(ForeignProblem) in
                try ForeignValues.rate(number.text)
            }
            guard try take("packets") else { throw number.fault(.unsupportedMatch) }
        }
        rule.draft.limit = RateLimit(packets: packets, unit: unit, burst: burst)
    }
}

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
