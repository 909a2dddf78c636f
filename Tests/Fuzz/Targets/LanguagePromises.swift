import Commands
import Firewall
import Grammar
import Wire

/// What the readers of Garita's own language promise about any lines.
enum LanguagePromises {
    /// Made once: it takes longer than reading a line.
    static let table = Language.table()
    private static let introducers = table.secretIntroducers

    static func hold(for bytes: [UInt8]) throws(BrokenPromise) {
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).prefix(20) {
            try hold(forLine: Array(line))
        }
        try readTexts(bytes)
    }

    private static func hold(forLine bytes: [UInt8]) throws(BrokenPromise) {
        let completion = table.completion(at: bytes)
        try promise(
            (0...bytes.count).contains(completion.wordStart), "the word at the cursor begins in it")
        let reading = table.read(bytes)
        let mayHoldSecret = table.mayHoldSecret(reading, behind: introducers)
        let line: CommandLine
        let command: LabCommand
        do throws(UsageFault) {
            line = try reading.words.get()
            guard let read = reading.command else { return }
            command = try read.get()
        } catch {
            return try place(error, in: bytes)
        }
        try follow(line)
        // What `expect error` expects may be no command at all.
        if case .expect = command { return }
        try promise(reading.isUnderstood, "what is parsed is understood")
        switch command {
        case .rule(.add(let rule, _, _)): try readAgain(rule)
        case .tunnel(.key): try promise(mayHoldSecret, "a key stays out of the history")
        case .tunnel(.open(let request)):
            if case .generated = request.keys { return }
            try promise(mayHoldSecret, "a key stays out of the history")
        default: break
        }
    }

    /// The words of a line lie in it, one behind the other.
    private static func follow(_ line: CommandLine) throws(BrokenPromise) {
        var end = 0
        for token in line.tokens {
            try promise(
                token.range.lowerBound >= end && token.range.upperBound <= line.bytes.count
                    && !token.range.isEmpty,
                "words follow one another")
            end = token.range.upperBound
            _ = line.value(of: token)
        }
    }

    private static func place(
        _ fault: UsageFault, in bytes: [UInt8]
    ) throws(BrokenPromise) {
        try promise(
            fault.range.lowerBound >= 0 && fault.range.upperBound <= bytes.count,
            "\(fault) lies in the line")
        if case .expected(let expectations) = fault.kind {
            try promise(!expectations.isEmpty, "something was expected")
        }
    }

    /// The text of a rule is read as the same rule, and written the same again.
    private static func readAgain(_ rule: Rule) throws(BrokenPromise) {
        let text = rule.text
        guard let line = try? CommandLine(Array("rule add \(text)".utf8)),
            case .rule(.add(let again, _, _)) = try? table.parse(line)
        else { throw BrokenPromise("the text of a rule is read: \(text)") }
        try promise(again == rule && again.text == text, "\(again.text) is \(text)")
    }

    /// Values that have a text are read from it again.
    private static func readTexts(_ bytes: [UInt8]) throws(BrokenPromise) {
        let text = bytes.prefix(128)
        try readText(IPAddress.self, text)
        try readText(Prefix.self, text)
        try readText(Endpoint.self, text)
        try readText(PortSet.self, text)
        try readText(IPProtocol.self, text)
        try readText(TCPFlags.self, text)
        try readText(SPI.self, text)
    }

    private static func readText<Value: TextParsable & Equatable>(
        _ type: Value.Type, _ text: ArraySlice<UInt8>
    ) throws(BrokenPromise) {
        guard let value = try? Value.parse(Array(text).span) else { return }
        let written = value.description
        try promise(Value(written) == value, "\(written) is read again as \(type)")
    }
}
