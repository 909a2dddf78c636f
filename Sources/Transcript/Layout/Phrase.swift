import Commands

/// What can be said.
///
/// A case's raw value is its English text; another language answers every case in an exhaustive
/// switch (`Spanish`), or it does not compile.
///
/// A text is a whole sentence, or what a value adds to one. In it
/// - `{rule}` stands for a value that the writer gives, in whatever order the language wants them,
/// - `{count|packet|packets}` for a number and the noun that goes with it, for one and for others,
/// - `{count?has|have}` for the word alone,
/// - `<bad:denied>` for words in a tone: `good`, `bad`, `strong` or `faint`.
protocol Phrase: Worded, CaseIterable, Hashable, Sendable, RawRepresentable<String> {
    /// The texts of all cases; they are cut up when one of them is said for the first time.
    static var texts: PhraseTexts<Self> { get }
}

extension Phrase {
    var english: String { rawValue }
    func write(on page: inout Page) { page.say(self) }
}

/// A value that says something by itself: its text stands as it is, whatever is in it.
protocol Statement: Worded {}

extension Statement {
    func write(on page: inout Page) { page.put(text(in: page.language)) }
}

/// What has a text in each language.
protocol Worded: Written {
    /// The text in English.
    var english: String { get }
    /// The text in Spanish.
    var spanish: String { get }
}

extension Worded {
    /// The text in a language.
    func text(in language: SpokenLanguage) -> String {
        switch language {
        case .english: english
        case .spanish: spanish
        }
    }
}

/// The names of the values that stand in phrases.
enum Slot: String, CaseIterable {
    case action, bytes, claim, code, column, count, decider, digest, end, field, file, first, found,
        key
    case last, limit, line, link, meaning, members, name, node, number, order, outcome, packet
    case peer, place, policy, ports, problem, reason, role, rule, seed, source, spi, suite, target
    case text, time, total, tunnel, version, verdict, wanted, what
    /// No value.
    case none
}
