import Grammar
import Wire

// Values that are written otherwise elsewhere.
extension LineMender {
    /// A list has no blanks: `22, 80`.
    mutating func joinList(_ spot: Spot) -> Outcome {
        for place in [spot.place, spot.place - 1] where words.indices.contains(place) {
            guard place + 1 < words.count else { continue }
            if words[place].hasSuffix(",") || words[place + 1].hasPrefix(",") {
                return put(words[place] + words[place + 1], at: place..<place + 2)
            }
        }
        return .nothing
    }

    /// Text of several words stands in quotes, and a name is one word.
    mutating func joinText(_ spot: Spot) -> Outcome {
        let place = spot.place
        guard place > 1, place < words.count, !spot.kinds.contains(.data) else { return .nothing }
        if ["open", "listen", "connect"].contains(word(1)), word(0) == "tunnel", place == 3,
            !words[2].hasPrefix("\""), !ForeignWords.isPort(word(3))
        {
            let name = words[2] + "-" + words[3]
            return words.count == 4 ? put(name, at: 2..<4, saying: .oneWord) : .nothing
        }
        let isMessage = word(0) == "tunnel" && word(1) == "send" && place == 4
        let keyword = words[..<(place - 1)].last ?? ""
        guard isMessage || ["name", "data"].contains(keyword.lowercased()) else { return .nothing }
        let both = [words[place - 1], words[place]].map { $0.trimmed(of: "\"") }
        guard both.allSatisfy({ !$0.contains("\"") && !$0.contains("\\") }) else {
            return .nothing
        }
        // In quotes the blank is a part of the word.
        words.replaceSubrange(place - 1...place, with: ["\"\(both[0]) \(both[1])\""])
        return .changed
    }

    /// A time has its unit behind it: `wait 5`, `wait 5 s`.
    mutating func mendTime(_ spot: Spot) -> Outcome {
        let word = word(spot.place)
        guard spot.kinds.contains(.duration), !word.isEmpty,
            word.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return .nothing }
        let units = [
            "ms": "ms", "s": "s", "sec": "s", "second": "s", "seconds": "s", "m": "m", "min": "m",
            "minute": "m", "minutes": "m", "h": "h", "hour": "h", "hours": "h",
        ]
        guard let unit = units[self.word(spot.place + 1)] else {
            return put(word + "s", at: spot.place..<spot.place + 1)
        }
        return put(word + unit, at: spot.place..<spot.place + 2)
    }

    /// Networks as other tools write them: with a mask, with a star, with a part too few; a port behind a colon.
    mutating func mendAddress(_ spot: Spot) -> Outcome {
        let (place, word) = (spot.place, word(spot.place))
        if spot.complaint == ValueFault.portMissing.complaint { return addBrackets() }
        if spot.complaint == ValueFault.notFourParts.complaint {
            guard let prefix = ForeignWords.network(word) else { return .nothing }
            return put(prefix, at: place..<place + 1)
        }
        if place > 0, let address = IPv4Address(self.word(place - 1)),
            let mask = IPv4Address(word), let length = ForeignWords.prefixLength(mask)
        {
            guard let prefix = try? Prefix(masking: .v4(address), length: length) else {
                return .nothing
            }
            var text: [UInt8] = []
            prefix.write(to: &text)
            return put(
                String(decoding: text, as: UTF8.self), at: place - 1..<place + 1, saying: .mask)
        }
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        if spot.kinds.contains(.addresses), parts.count == 2, IPv4Address(String(parts[0])) != nil {
            return put("\(parts[0]) port \(parts[1])", at: place..<place + 1)
        }
        return .nothing
    }

    /// `2001:db8::2:80` is one address: the port of an IPv6 address stands behind brackets.
    private mutating func addBrackets() -> Outcome {
        guard let arrow = words.firstIndex(where: { $0 == "->" || $0.lowercased() == "to" }),
            arrow + 1 < words.count, let colon = words[arrow + 1].lastIndex(of: ":"),
            words[arrow + 1].count(where: { $0 == ":" }) > 1
        else { return .nothing }
        let (address, port) = (
            words[arrow + 1][..<colon], words[arrow + 1][colon...].dropFirst()
        )
        guard IPv6Address(String(address)) != nil, UInt16(port) != nil else { return .nothing }
        return put("[\(address)]:\(port)", at: arrow + 1..<arrow + 2, saying: .brackets)
    }

    /// Names where an address is asked for.
    mutating func nameAddress(_ spot: Spot) -> Outcome {
        guard !spot.kinds.isDisjoint(with: [.addresses, .endpoint, .prefix]) else {
            return .nothing
        }
        let word = word(spot.place)
        if ForeignWords.links.contains(word) {
            guard self.word(spot.place - 1) == "from", self.word(0) == "rule" else {
                return say(.link)
            }
            return put("on \(word)", at: spot.place - 1..<spot.place + 1, saying: .link)
        }
        if ForeignWords.nodes.contains(word) { return say(.node) }
        let isName = word.utf8.first.map { (0x61...0x7A).contains($0) } ?? false
        if isName, word.contains(".") || word == "localhost" { return say(.hostName) }
        return .nothing
    }
}

extension String {
    /// The text without a character at both ends.
    fileprivate func trimmed(of edge: Character) -> String {
        guard count > 1, first == edge, last == edge else { return self }
        return String(dropFirst().dropLast())
    }
}
