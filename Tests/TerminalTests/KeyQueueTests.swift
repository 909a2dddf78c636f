import Testing

@testable import Terminal

/// Bytes from the keyboard become characters.
@Suite struct KeyQueueTests {
    private func typed(_ bytes: [UInt8]) -> String {
        var queue = KeyQueue()
        for byte in bytes { queue.add(byte) }
        return text(of: &queue)
    }

    private func text(of queue: inout KeyQueue) -> String {
        var text = String.UnicodeScalarView()
        while let key = queue.next() { text.append(key.scalar) }
        return String(text)
    }

    @Test(arguments: ["", "abc", "é", "日本", "🙂", "a\u{1}é\u{1B}[A"])
    func decodesUTF8(_ text: String) {
        #expect(typed(Array(text.utf8)) == text)
    }

    @Test(
        arguments: [
            ([0xFF], "\u{FFFD}"), ([0x80], "\u{FFFD}"), ([0xC3, 0x41], "\u{FFFD}A"),
            ([0xE6, 0x97, 0x41], "\u{FFFD}A"), ([0xC0, 0x80], "\u{FFFD}\u{FFFD}"),
            ([0xED, 0xA0, 0x80, 0x41], "\u{FFFD}\u{FFFD}\u{FFFD}A"),
            ([0xE6, 0xC3, 0xA9], "\u{FFFD}é"),
        ] as [([UInt8], String)])
    func repairsBadUTF8(_ bytes: [UInt8], text: String) {
        #expect(typed(bytes) == text)
    }

    @Test func waitsForTheRestOfACharacter() {
        var queue = KeyQueue()
        queue.add(0xE6)
        queue.add(0x97)
        #expect(queue.isEmpty)
        queue.removeAll()
        queue.add(0xA5)
        #expect(text(of: &queue) == "日")
    }

    @Test func pastesHaveOneLineEndAndNoKeys() {
        var queue = KeyQueue()
        queue.addPaste(Array("a\r\nb\rc\n\n\td\u{3}\u{7F}é\u{9B}".unicodeScalars))
        #expect(queue.next()?.origin == .pasted)
        #expect(text(of: &queue) == "\nb\nc\n\n dé")
        #expect(queue.isEmpty)
    }

    @Test func aRepeatedKeyComesFirst() {
        var queue = KeyQueue()
        queue.add(0x61)
        queue.repeatFirst("x")
        #expect(text(of: &queue) == "xa")
        #expect(queue.next() == nil)
    }
}
