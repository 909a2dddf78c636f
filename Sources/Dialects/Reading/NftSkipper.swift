/// Passes over what a rule of nft says that nothing here has.
struct NftSkipper {
    private let lexer: NftLexer

    init(_ lexer: NftLexer) { self.lexer = lexer }

    /// Passes over what puts a mark on a packet, or lowers its segment size: nothing here asks for either.
    func skipsMarking(_ word: Word) throws(ForeignFault) -> Bool {
        let start = lexer.mark
        let beginnings = [
            ("meta", ["mark", "set"]), ("meta", ["priority", "set"]), ("meta", ["nftrace", "set"]),
            ("ct", ["mark", "set"]), ("mark", ["set"]),
            ("tcp", ["option", "maxseg", "size", "set"]),
        ]
        for (first, rest) in beginnings where first == word.bare {
            var isSame = true
            for next in rest where isSame { isSame = try lexer.take(next) }
            if isSame {
                // The value: a number, `rt mtu`, `ct mark`, or a mark with bits put in.
                let value = try lexer.word()
                if ["rt", "ct", "meta"].contains(value.bare) { _ = try lexer.word() }
                let signs = ["|", "&", "^"]
                while try lexer.peek().kind == .sign, signs.contains(try lexer.peek().word.text) {
                    _ = try lexer.next()
                    _ = try lexer.word()
                }
                return true
            }
            lexer.goBack(to: start)
        }
        return false
    }

    /// What a note says, and where it goes, is nothing that a rule here has.
    func skipLogOptions() throws(ForeignFault) {
        let options = ["prefix", "level", "group", "snaplen", "queue-threshold", "flags"]
        while true {
            let option = try lexer.peek()
            guard option.kind == .word, options.contains(option.word.bare) else { return }
            _ = try lexer.next()
            let value = try lexer.word()
            if option.word.bare == "flags", value.bare == "tcp" || value.bare == "ip" {
                _ = try lexer.word()
            }
            while try lexer.take(sign: ",") { _ = try lexer.word() }
        }
    }
}
