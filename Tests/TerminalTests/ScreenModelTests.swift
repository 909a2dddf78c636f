import Testing

/// The model has to be right before anything that it shows can count.
@Suite struct ScreenModelTests {
    private func screen(_ text: String, rows: Int = 4, columns: Int = 10) -> ScreenModel {
        var screen = ScreenModel(rows: rows, columns: columns)
        // One byte after the other: characters and sequences may arrive in pieces.
        for byte in text.utf8 { screen.draw([byte]) }
        return screen
    }

    @Test(arguments: [
        ("one\r\ntwo", ["one", "two"]),
        ("0123456789ab", ["0123456789", "ab"]),
        ("0123456789\rX", ["X123456789"]),
        ("a\u{8}b", ["b"]),
        ("a\tb", ["a       b"]),
        ("abcdef\r\u{1B}[2C\u{1B}[K", ["ab"]),
        ("abcdef\r\u{1B}[2C\u{1B}[P", ["abdef"]),
        ("abcdef\r\u{1B}[2C\u{1B}[2@", ["ab  cdef"]),
        ("one\r\ntwo\r\u{1B}[A\u{1B}[J", []),
        ("one\u{1B}7\u{1B}[1;1Hx\u{1B}8y", ["xney"]),
        ("日本é", ["日本é"]),
        ("01234567日本", ["01234567日", "本"]),
        ("012345678日", ["012345678", "日"]),
        ("abc\r\u{1B}[4hx\u{1B}[4l", ["xabc"]),
    ])
    func draws(_ bytes: String, rows: [String]) {
        let screen = screen(bytes)
        #expect(screen.text == rows)
        #expect(screen.unknown.isEmpty)
    }

    @Test func scrollsAndKeepsWhatHasLeft() {
        let screen = screen("a\r\nb\r\nc\r\nd\r\ne")
        #expect(screen.text == ["b", "c", "d", "e"])
        #expect(screen.everything == ["a", "b", "c", "d", "e"])
        #expect(screen.cursorRow == 3)
        #expect(screen.cursorColumn == 1)
    }

    @Test func keepsStylesAndModes() {
        let screen = screen("\u{1B}[1mx\u{1B}[0my\u{1B}[?2004h\u{7}")
        #expect(screen.style(row: 0, column: 0) == "1")
        #expect(screen.style(row: 0, column: 1).isEmpty)
        #expect(screen.marksPastes)
        #expect(screen.bells == 1)
    }

    @Test func reportsWhatItDoesNotKnow() {
        #expect(screen("\u{1B}[5zx").unknown == ["[5z"])
        #expect(screen("\u{1B}Qx").unknown == ["Q"])
    }
}
