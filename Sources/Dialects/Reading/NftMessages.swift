import Wire

/// The names that nft has for codes of ICMP messages.
enum NftMessages {
    /// The types of a name, a number or a range.
    static func types(
        _ text: String, _ family: IPFamily
    ) throws(ForeignProblem) -> [UInt8] {
        let parts = text.split(separator: "-")
        if parts.count == 2, let low = UInt8(parts[0]), let high = UInt8(parts[1]), low <= high {
            return Array(low...high)
        }
        return [try ServiceTable.message(text, family).type]
    }

    /// The codes of a name, a number or a range.
    static func codes(
        _ text: String, _ family: IPFamily
    ) throws(ForeignProblem) -> [UInt8] {
        let names: [(String, UInt8)] =
            family == .v4
            ? [
                ("net-unreachable", 0), ("host-unreachable", 1), ("prot-unreachable", 2),
                ("port-unreachable", 3), ("frag-needed", 4), ("net-prohibited", 9),
                ("host-prohibited", 10), ("admin-prohibited", 13),
            ]
            : [
                ("no-route", 0), ("admin-prohibited", 1), ("addr-unreachable", 3),
                ("port-unreachable", 4), ("policy-fail", 5), ("reject-route", 6),
            ]
        if let row = names.first(where: { $0.0 == text }) { return [row.1] }
        let parts = text.split(separator: "-")
        if parts.count == 2, let low = UInt8(parts[0]), let high = UInt8(parts[1]), low <= high {
            return Array(low...high)
        }
        return [try ServiceTable.byte(text)]
    }
}
