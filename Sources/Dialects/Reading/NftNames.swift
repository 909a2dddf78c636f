import Firewall
import Wire

/// What the names of a file of nft stand for.
struct NftNames {
    /// The names of priorities (nft(8), "CHAINS").
    static let priorities = [
        "raw": -300, "mangle": -150, "dstnat": -100, "filter": 0, "security": 50, "srcnat": 100,
    ]

    /// The name of the table being read: each has sets of its own.
    var table = ""
    /// The sets of addresses by their table and the name that the file has for them, looked up once.
    private var addressSets: [String: (name: SetName, match: AddressMatch)] = [:]
    private var portSets: [String: [Interval<UInt16>]] = [:]
    /// Why a set or a map can't be carried over; that matters only where a rule asks for it.
    private var faultySets: [String: ForeignProblem] = [:]
    /// Where the elements of a map, or of a set of several fields together, stand; nil where there are none.
    private var elements: [String: NftLexer.Mark?] = [:]
    /// The names of links that a set has.
    private var linkSets: [String: [Word]] = [:]
    /// What `define` gave a name.
    private var variables: [String: [Word]] = [:]
    private var setNames: Set<SetName> = []

    /// A name of the table being read.
    func key(_ name: some StringProtocol) -> String { "\(table)/\(name)" }

    /// Says why a set or a map can't be carried over.
    mutating func refuse(_ name: Word, _ problem: ForeignProblem) {
        faultySets[key(name.text)] = problem
    }

    /// Says where the elements of a map, or of a set of several fields together, stand.
    mutating func define(elements place: NftLexer.Mark?, of name: Word) {
        elements[key(name.text)] = .some(place)
    }

    /// Where the elements of a map, or of a set of several fields together, stand; nil where there are none.
    func elements(of name: Word) throws(ForeignFault) -> NftLexer.Mark? {
        let key = key(name.text.dropFirst())
        guard let place = elements[key] else { throw name.fault(faultySets[key] ?? .undefined) }
        return place
    }

    /// The names of links, with those that a set has in its place.
    func links(_ words: [Word]) throws(ForeignFault) -> [Word] {
        var links: [Word] = []
        for word in words {
            guard word.bare.hasPrefix("@") else {
                links.append(word)
                continue
            }
            let key = key(word.text.dropFirst())
            guard let set = linkSets[key] else { throw word.fault(faultySets[key] ?? .undefined) }
            links += set
        }
        return links
    }

    /// Gives words a name.
    mutating func define(variable name: Word, _ words: [Word]) throws(ForeignFault) {
        variables["$" + name.text] = try expand(words)
    }

    /// The words with variables in place of their names.
    func expand(_ words: [Word]) throws(ForeignFault) -> [Word] {
        var result: [Word] = []
        for word in words {
            guard word.bare.hasPrefix("$") else {
                result.append(word)
                continue
            }
            guard let values = variables[word.text] else { throw word.fault(.undefined) }
            result += values
            guard result.count <= AddressSet.memberLimit else {
                throw word.fault(.tooManyMembers(limit: AddressSet.memberLimit))
            }
        }
        return result
    }

    /// Defines a set; one of ports is no set here, and only its values are kept.
    mutating func define(
        _ name: Word, _ type: Word, _ elements: [Word], in list: inout ForeignList
    ) throws(ForeignFault) {
        let key = key(name.text)
        if addressSets[key] != nil || portSets[key] != nil { throw name.fault(.defined) }
        do throws(ForeignFault) {
            switch type.bare {
            case "ifname": linkSets[key] = elements
            case "inet_service":
                portSets[key] = try ports(elements)
            case "ipv4_addr", "ipv6_addr":
                let family: IPFamily = type.bare == "ipv4_addr" ? .v4 : .v6
                let set = AddressSet(try free(name), try addresses(elements, family))
                try name.answers(for: try list.add(set))
                var match = AddressMatch([.set(set.name)])
                match.resolve([set], NodeTable())
                addressSets[key] = (set.name, match)
            default: throw type.fault(.unsupportedMatch)
            }
        } catch {
            if case .tooManySets = error.problem { throw error }
            refuse(name, error.problem)
        }
    }

    /// The name that a set has here: without the prefix that `NftWriter` put before it.
    private mutating func free(_ word: Word) throws(ForeignFault) -> SetName {
        let prefix = NftWriter.setPrefix
        if word.text.hasPrefix(prefix) {
            let rest = String(word.text.dropFirst(prefix.count))
            if ForeignValues.isName(rest), setNames.insert(SetName(rawValue: rest)).inserted {
                return SetName(rawValue: rest)
            }
        }
        guard ForeignValues.isName(word.text) else { throw word.fault(.badName) }
        let name = SetName(rawValue: word.text)
        guard setNames.insert(name).inserted else { throw word.fault(.defined) }
        return name
    }

    /// The match of addresses or a set; nil where everything is taken.
    func addressMatch(
        _ operand: NftOperand, _ family: IPFamily
    ) throws(ForeignFault) -> AddressMatch? {
        guard let first = operand.words.first else { return nil }
        guard first.bare.hasPrefix("@") else {
            let ranges = try addresses(operand.words, family)
            return AddressMatch(ranges.map { .range($0) }, isNegated: operand.isNegated)
        }
        let key = key(first.text.dropFirst())
        guard let set = addressSets[key] else { throw first.fault(faultySets[key] ?? .undefined) }
        guard set.match.families.isEmpty || set.match.families == [family] else {
            throw first.fault(.badValue(.mixedFamilies))
        }
        guard operand.isNegated else { return set.match }
        // Nothing is in an empty set.
        if set.match.families.isEmpty { return nil }
        var match = AddressMatch([.set(set.name)], isNegated: true)
        let ranges = set.match.ranges(family)
        match.resolve([AddressSet(set.name, ranges)], NodeTable())
        return match
    }

    /// Reads addresses, prefixes and ranges of one family.
    func addresses(_ words: [Word], _ family: IPFamily) throws(ForeignFault) -> [AddressRange] {
        try words.read { (text) throws(ForeignProblem) in
            let range = try ForeignValues.range(text)
            if range.family != family { throw .badValue(.mixedFamilies) }
            return range
        }
    }

    /// Reads ports, ranges and names of sets of ports.
    func ports(_ words: [Word]) throws(ForeignFault) -> [Interval<UInt16>] {
        try words.map { (word) throws(ForeignFault) in
            guard word.bare.hasPrefix("@") else {
                return [try word.answers(for: try ServiceTable.ports(word.text, between: "-"))]
            }
            let key = key(word.text.dropFirst())
            if let set = portSets[key] { return set }
            throw word.fault(faultySets[key] ?? .undefined)
        }.flatMap { $0 }
    }
}
