import Firewall
import Network
import Timeline

/// Whether a file puts a mark on packets or connections: where it does not, each has the mark 0, as in the kernel.
struct MarkSurvey: Sendable {
    /// Whether a packet may have another mark than 0.
    let areSet: Bool

    /// What a file for nft says: a chain is taken to be asked where it has a hook, or any rule leads to a chain of its name.
    init(nft bytes: [UInt8], _ budget: Budget) {
        guard bytes.contains("mark") else {
            areSet = false
            return
        }
        let lexer = NftLexer(bytes, budget)
        var (chain, last) = ("", "")
        var (marking, asked): (Set<String>, Set<String>) = ([], [])
        // Commands say of which chain each rule is.
        var isOfCommands = false
        while true {
            let token: NftLexer.Token
            do throws(ForeignFault) { token = try lexer.next() } catch {
                lexer.skipLine()
                continue
            }
            if token.kind == .end { break }
            guard token.kind == .word else { continue }
            let text = token.word.text
            if last == "chain" { chain = text }
            if last == "rule" { isOfCommands = true }
            if ["jump", "goto"].contains(where: { last == $0 || last.hasSuffix(":\($0)") }) {
                asked.insert(text)
            }
            if text == "hook" { asked.insert(chain) }
            if text == "set", last == "mark" { marking.insert(chain) }
            last = text
        }
        areSet = isOfCommands ? !marking.isEmpty : !marking.isDisjoint(with: asked)
    }

    /// What a file of iptables says that has these targets.
    init(iptables targets: Set<String>) {
        areSet = targets.contains { ForeignWord.target(ofIptables: $0) == .marking }
    }

    /// Holds a rule that asks for marks to the mark 0, which every packet has; `isOfConnection` says whose mark it is.
    ///
    /// A connection that is not tracked has no mark, so that a rule which takes 0 can't be told; nor can what programs of the
    /// gateway send, which they may mark.
    ///
    /// - Throws: `matchesNothing` where 0 is none of the marks, `unsupported` where marks are set, or a mark is no number.
    func judge(
        _ marks: [String], isNegated: Bool, isOfConnection: Bool, in subject: ChainSubject
    ) throws(ForeignProblem) {
        if areSet || marks.isEmpty || subject.mayHaveSent { throw .unsupported(.mark) }
        var takesZero = false
        for mark in marks {
            // A range, or a mark and which bits of it are asked for.
            let first = mark.prefix { $0 != "-" && $0 != "/" }
            let digits = first.lowercased().hasPrefix("0x") ? first.dropFirst(2) : first
            guard let number = UInt32(digits, radix: digits == first ? 10 : 16) else {
                throw .unsupported(.mark)
            }
            if number == 0 { takesZero = true }
        }
        if takesZero == isNegated { throw .matchesNothing(.mark) }
        if isOfConnection { throw .unsupported(.mark) }
    }
}

extension ChainSubject {
    /// Whether packets come to it that a program of the gateway sent.
    fileprivate var mayHaveSent: Bool {
        switch self {
        case .filter(let chain, _): chain == .output
        case .translation(let end, let isOwn): isOwn || end == .source
        }
    }
}

extension [UInt8] {
    /// Whether a text stands anywhere in them.
    fileprivate func contains(_ text: String) -> Bool {
        let wanted = Array(text.utf8)
        return indices.contains {
            self[$0] == wanted[0] && self[$0...].starts(with: wanted)
        }
    }
}
