import Firewall
import Wire

/// Reads control bits of TCP as nft has them.
enum NftFlags {
    /// Reads what follows `tcp flags`.
    ///
    /// Without an operator any of the bits is enough, with one the whole byte is compared, and behind `&` or
    /// before `/ MASK` only the bits of the mask are.
    static func read(
        _ lexer: NftLexer, _ nextOperand: () throws(ForeignFault) -> NftOperand
    ) throws(ForeignFault) -> [FlagMatch] {
        if try lexer.take(sign: "&") {
            let mask = try bits(of: try nextOperand())
            let isNegated = try lexer.take(sign: "!=")
            if !isNegated { try lexer.expect(sign: "==") }
            return Self.comparing(try bits(of: try nextOperand()), among: mask, isNegated)
        }
        let operand = try nextOperand()
        if operand.shape == .list {
            if operand.isNegated {
                // Different from each of them is more than one match can say.
                guard operand.words.count == 1 else {
                    throw operand.words[0].fault(.unsupportedMatch)
                }
            }
            var flags: [FlagMatch] = []
            for word in operand.words {
                let bits = try bits(of: NftOperand(words: [word]))
                flags += Self.comparing(bits, among: Self.allBits, operand.isNegated)
            }
            return flags
        }
        let bits = try bits(of: operand)
        if try lexer.peek().word.bare == "/" {
            _ = try lexer.next()
            let mask = try Self.bits(of: try nextOperand())
            return Self.comparing(bits, among: mask, operand.isNegated)
        }
        if operand.isExplicit {
            return Self.comparing(bits, among: Self.allBits, operand.isNegated)
        }
        if operand.isNegated { return [FlagMatch(set: [], among: bits)] }
        return FlagMatch.any(of: bits)
    }

    private static func comparing(
        _ bits: TCPFlags, among mask: TCPFlags, _ isNegated: Bool
    ) -> [FlagMatch] {
        // A bit that is masked out is never set.
        guard mask.isSuperset(of: bits) else {
            return isNegated ? [FlagMatch(set: [], among: [])] : []
        }
        let match = FlagMatch(set: bits, among: mask)
        return isNegated ? FlagMatch.differing(from: match) : [match]
    }

    private static func bits(of operand: NftOperand) throws(ForeignFault) -> TCPFlags {
        var bits: TCPFlags = []
        for word in operand.words {
            let name = word.bare == "ecn" ? "ece" : word.bare
            if let number = Self.number(name) {
                bits.insert(TCPFlags(rawValue: number))
            } else {
                bits.insert(
                    try word.answers(for: try ForeignValues.flags(name)))
            }
        }
        return bits
    }

    private static func number(_ text: String) -> UInt8? {
        text.hasPrefix("0x") ? UInt8(text.dropFirst(2), radix: 16) : UInt8(text)
    }

    private static let allBits = TCPFlags(rawValue: .max)
}
