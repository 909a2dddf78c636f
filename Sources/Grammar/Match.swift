/// What stood where in a line that fits a pattern.
package struct Match: Sendable {
    /// The line.
    package let line: CommandLine
    /// The labelled tokens, in the order of the line.
    package private(set) var notes: [(label: Label, token: Int)] = []

    init(line: CommandLine) {
        self.line = line
        notes.reserveCapacity(8)
    }

    /// How many notes there are; with `forget(after:)` a way back out of a failed alternative.
    var mark: Int { notes.count }

    mutating func note(_ label: Label, token: Int) {
        notes.append((label, token))
    }

    mutating func forget(after mark: Int) {
        notes.removeLast(notes.count - mark)
    }

    /// Whether something was noted under the label.
    package func has(_ label: Label) -> Bool {
        notes.contains { $0.label == label }
    }

    /// The first token noted under the label.
    package func token(_ label: Label) -> Token? {
        guard let index = index(label) else { return nil }
        return line.tokens[index]
    }

    /// The position of that token in the line.
    package func index(_ label: Label) -> Int? {
        notes.first { $0.label == label }?.token
    }

    /// Every token noted under the label, in order.
    package func tokens(_ label: Label) -> [Token] {
        notes.filter { $0.label == label }.map { line.tokens[$0.token] }
    }

    /// The value noted under the label as text.
    package func text(_ label: Label) -> String? {
        token(label).map(line.text(of:))
    }

    /// The fault of two parts that do not go together, at the label's last token or at the line's end.
    package func conflict(_ complaint: Complaint, at label: Label) -> UsageFault {
        let end = line.bytes.count
        return UsageFault(tokens(label).last?.range ?? end..<end, .conflict(complaint))
    }
}
