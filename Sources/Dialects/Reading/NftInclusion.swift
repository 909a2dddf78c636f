import Timeline

/// A statement of nft that includes files.
struct NftInclusion {
    /// The name of the file, or a pattern of names.
    let pattern: Word
    /// The bytes of the statement.
    let range: Range<Int>

    /// The statements of a text, in its order.
    static func all(in bytes: [UInt8], _ budget: Budget) -> [NftInclusion] {
        let lexer = NftLexer(bytes, budget)
        var inclusions: [NftInclusion] = []
        // Where the statement that is read now begins; nil: somewhere behind the first word.
        var isBeginning = true
        while true {
            guard let token = try? lexer.next() else {
                lexer.skipLine()
                isBeginning = true
                continue
            }
            switch token.kind {
            case .end: return inclusions
            case .lineEnd: isBeginning = true
            case .off: isBeginning = false
            case .sign: isBeginning = [";", "{", "}"].contains(token.word.text)
            case .word:
                if isBeginning, token.word.bare == "include" {
                    let start = lexer.position - token.word.range.count
                    if let name = try? lexer.peek(), name.kind == .word, name.word.isQuoted {
                        _ = try? lexer.next()
                        inclusions.append(
                            NftInclusion(pattern: name.word, range: start..<lexer.position))
                    }
                }
                isBeginning = false
            }
        }
    }
}
