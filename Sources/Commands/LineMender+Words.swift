import Firewall
import Grammar

// Words that are missing, stand elsewhere, or are called otherwise here.
extension LineMender {
    /// Another tool's command in front: what it is called here.
    mutating func meetOtherTools() -> Outcome {
        let rest = words.dropFirst().joined(separator: " ")
        switch word(0) {
        case "sudo": return put("", at: 0..<1, saying: .privilege)
        case "$", "%", "garita>": return put("", at: 0..<1)
        case "garita": return put(word(1) == "run" ? "source" : "", at: 0..<min(2, words.count))
        case "iptables", "ip6tables", "nft", "ufw", "access-list", "pfctl", "firewall-cmd":
            return say(.foreignCommand)
        case let first where first.hasPrefix("//") || first.hasPrefix("/*") || first == "--":
            return say(.comment)
        case let first where first.contains("(") || word(1) == "=" || word(1).hasPrefix("("):
            return say(.code)
        case let first:
            guard let command = ForeignWords.commands[first] else { return .nothing }
            remark = remark ?? command.remark
            guard let line = command.line else { return .told }
            guard line.contains("$") else { return put(line, at: 0..<words.count) }
            guard !rest.isEmpty else { return command.remark == nil ? .nothing : .told }
            let first = word(1).isEmpty ? "" : words[1]
            return put(
                line.replacing("$1", with: first).replacing("$@", with: rest), at: 0..<words.count)
        }
    }

    /// Another program's line: what it is here, where that is known, and with a list of rules in front if need be.
    func told(_ line: CommandLine) -> Advice? {
        let words = words.first?.lowercased() == "sudo" ? Array(words.dropFirst()) : words
        let isPrivileged = words.count < self.words.count
        let rule = ForeignLine(words).map(\.text)
        guard let text = rule ?? OtherTools.line(words), isCommand(text) else { return nil }
        let isOwn = table.nouns.contains { $0.text == words.first?.lowercased() }
        let remark: LineRemark? =
            isPrivileged ? .privilege : isOwn ? nil : rule == nil ? .otherTool : .foreignRule
        return Advice(
            remark: remark?.rawValue, line: Array(text.utf8), usage: nil, isOffered: true)
    }

    /// Whether a line is a command, with or without the name of a list in front.
    private func isCommand(_ text: String) -> Bool {
        let isNamed = RuleChain.allCases.contains { text.hasPrefix($0.rawValue + " ") }
        guard let line = try? CommandLine(Array(text.utf8)) else { return false }
        return (try? table.plainly(line.dropping(first: isNamed ? 1 : 0))) != nil
    }

    /// `;` and `&&` join no commands: the first one is what is meant.
    mutating func cutCommands(_ spot: Spot) -> Outcome {
        guard
            let place = words.firstIndex(where: {
                ["&&", ";"].contains($0) || ($0.hasSuffix(";") && !$0.hasPrefix("\""))
            })
        else { return .nothing }
        let isJoined = place < words.count - 1
        let head = words[place].hasSuffix(";") ? String(words[place].dropLast()) : ""
        if isJoined { remark = remark ?? .oneCommand }
        return put(head, at: place..<words.count)
    }

    /// A keyword without which the word makes no sense.
    mutating func insertWord(_ spot: Spot) -> Outcome {
        let word = word(spot.place)
        let here = spot.place..<spot.place
        if word.isEmpty { return .nothing }
        if spot.keywords.contains("add"), ForeignWords.action(word) != nil {
            return put("add", at: here)
        }
        if spot.keywords.contains("->") {
            if ["to", "=>", "-->", ">"].contains(word) {
                return put("->", at: spot.place..<spot.place + 1)
            }
            if ForeignWords.isAddress(word) { return put("->", at: here) }
        }
        if spot.keywords.contains("port"), ForeignWords.isPort(word) {
            return put("port", at: here)
        }
        if ForeignWords.isAddress(word) {
            for keyword in ["from", "to"] where spot.keywords.contains(keyword) {
                return put(keyword, at: here)
            }
            if spot.kinds == [.service] { return put("from", at: here) }
        }
        return .nothing
    }

    /// The action stands in front of what it is about.
    mutating func moveAction(_ spot: Spot) -> Outcome {
        guard spot.keywords.contains("allow"), spot.keywords.contains("deny"),
            ForeignWords.action(word(spot.place)) == nil,
            let from = words.indices.dropFirst(spot.place).first(where: {
                ForeignWords.action(word($0)) != nil
            })
        else { return .nothing }
        let action = ForeignWords.action(words.remove(at: from).lowercased()) ?? ""
        return put(action, at: spot.place..<spot.place)
    }

    /// The word has another name here, or is the beginning of only one.
    mutating func translate(_ spot: Spot) -> Outcome {
        let word = word(spot.place)
        if word.isEmpty { return .nothing }
        let here = spot.place..<spot.place + 1
        if spot.keywords.contains("on"), ForeignWords.directions.contains(word) {
            return put("", at: here, saying: .direction)
        }
        for meaning in ForeignWords.meanings[word] ?? [] {
            let first = meaning.prefix { $0 != " " }
            // A keyword may stand for several things: that it may stand here does not say that it is missing.
            if first != meaning, words.contains(String(first)) { continue }
            if spot.keywords.contains(String(first)) { return put(meaning, at: here) }
        }
        if spot.kinds.contains(.ports), word == "web" { return put("80,443", at: here) }
        let begun = spot.keywords.filter { $0.hasPrefix(word) }
        if begun.count == 1, word.utf8.count > 1 { return put(begun.first ?? "", at: here) }
        return .nothing
    }

    /// The word is spelled nearly like one that could stand there.
    mutating func spell(_ spot: Spot) -> Outcome {
        guard let closest = spot.closest else { return .nothing }
        return put(closest, at: spot.place..<spot.place + 1)
    }

    /// The command is complete before the word.
    mutating func dropRest(_ spot: Spot) -> Outcome {
        guard spot.isEnd, spot.place < words.count else { return .nothing }
        return put("", at: spot.place..<words.count)
    }
}
