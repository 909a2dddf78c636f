package import Commands
package import Events

/// Says what stands in the windows of a server and of a client.
struct WindowWriter: Writer {
    private typealias Say = WindowPhrase
    var page: Page

    mutating func write(_ event: WindowEvent) {
        switch event {
        case .serving(let port, let keys):
            page.line(
                Say.serving, (.number, port),
                (.what, port == WindowEvent.usualPort ? "" : " --port \(port)"))
            for key in keys { page.line(Say.key, (.key, key)) }
            page.line(Say.keys)
            page.line(Say.leave)
        case .noKey(.character(let column)): page.line(Say.badCharacter, (.column, column))
        case .noKey(.length(let count, let expected)):
            page.line(Say.badLength, (.count, count), (.total, expected))
        case .noKey(.mistyped): page.line(Say.mistyped)
        case .dialing(let port): page.line(Say.dialing, (.number, port))
        case .words: page.line(Say.words)
        case .noTerminal: page.line(Say.noTerminal)
        }
    }
}

extension TranscriptWriter {
    /// Says what stands in the windows of a server and of a client.
    package mutating func write(_ event: WindowEvent) {
        page.lend(WindowWriter.self) { $0.write(event) }
    }

    /// What stands in front of the cursor where a client is asked.
    package static func prompt(
        _ question: WindowQuestion, in language: SpokenLanguage
    ) -> String {
        switch question {
        case .key: WindowPhrase.askKey.text(in: language)
        case .message: WindowPhrase.askMessage.text(in: language)
        }
    }
}
