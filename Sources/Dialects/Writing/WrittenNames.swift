import Firewall

extension RuleName {
    /// The name for another tool: no byte in it ends a quote, a line or a word of that tool's.
    func comment(without banned: String = "\"\\") -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            let isBreak = scalar.value == 0x2028 || scalar.value == 0x2029
            let isBanned = banned.unicodeScalars.contains(scalar)
            let kept: Unicode.Scalar = isControl || isBreak || isBanned ? "_" : scalar
            guard result.utf8.count + UTF8.width(kept) <= Self.limit else { break }
            result.unicodeScalars.append(kept)
        }
        return result
    }
}

extension LinkName {
    /// The name as the kernel has it for an interface: at most 15 bytes, and no option of a tool.
    func interface() throws(ForeignProblem) -> String {
        guard ForeignValues.isName(rawValue), rawValue.utf8.count <= 15,
            !rawValue.hasPrefix("-")
        else { throw .unwritableField(.link) }
        return rawValue
    }
}
