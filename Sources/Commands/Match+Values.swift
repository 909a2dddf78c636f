import Grammar
import Wire

/// Values of a line that fits, each read by the parser that its argument was judged with.
extension Match {
    /// The value of the label's token, or nil when nothing stood there.
    ///
    /// The grammar has judged the token already, so a fault can't come from here.
    func value<Value>(
        _ label: Label, _ parse: (Span<UInt8>) throws(TextFault) -> Value
    ) -> Value? {
        guard let token = token(label) else { return nil }
        if token.hasEscapes {
            let bytes = line.value(of: token)
            return try? parse(bytes.span)
        }
        return try? parse(line.bytes.span.extracting(token.content))
    }

    func whole(_ label: Label) -> UInt64? {
        value(label) { text throws(TextFault) in
            guard case .number(let number) = Numerals.read(text) else { throw .notANumber }
            return number
        }
    }

    func placedWhole(_ label: Label) -> Placed<Int>? {
        guard let token = token(label), let number = whole(label) else { return nil }
        return Placed(Int(number), at: token.range)
    }

    func placedText(_ label: Label) -> Placed<String>? {
        guard let token = token(label) else { return nil }
        return Placed(line.text(of: token), at: token.range)
    }

    func placedBytes(_ label: Label) -> Placed<[UInt8]>? {
        guard let token = token(label) else { return nil }
        return Placed(line.value(of: token), at: token.range)
    }

    /// The bytes of the line from the first labelled token to the last.
    var labelledRange: Range<Int> {
        let end = line.bytes.count
        guard let first = notes.first, let last = notes.last else { return end..<end }
        let lower = line.tokens[first.token].range.lowerBound
        return lower..<max(lower, line.tokens[last.token].range.upperBound)
    }

    /// What a required part of a pattern says when it is missing: the pattern and its reader disagree.
    func missing(_ label: Label) -> UsageFault {
        let end = line.bytes.count
        return UsageFault(end..<end, .expected([.endOfLine]))
    }
}
