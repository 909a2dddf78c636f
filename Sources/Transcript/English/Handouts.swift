package import Commands

/// What pages say around a lab.
package enum PageText: Statement {
    case skip, question, outcome, bytes(Int), madeBy(version: String, seed: UInt64?), repeated
    case pages, index, before(String), after(String), course, courseIntroduction, labs, languages
    case untitled(String)
    /// The title of what a person typed.
    case typed

    /// The text in a language.
    package func said(in language: SpokenLanguage) -> String { text(in: language) }

    /// The text in English.
    package var english: String {
        switch self {
        case .skip: "Skip to the lab"
        case .question: "Before you go on"
        case .outcome: "What happens? Say it first, then open."
        case .bytes(let number): "The bytes of packet \(number)"
        case .madeBy(let version, let seed):
            "Made by Garita \(version)" + (seed.map { ", seed \($0)" } ?? "") + "."
        case .repeated: "The same commands give the same page on every machine."
        case .pages: "Pages of the course"
        case .index: "All labs"
        case .before(let title): "Before: \(title)"
        case .after(let title): "Next: \(title)"
        case .course: "Garita: the course"
        case .courseIntroduction:
            "Labs about firewalls and tunnels. Each page shows the commands and what they say; packets unfold into their bytes, and "
                + "questions are to be answered before what happens is opened."
        case .labs: "Labs"
        case .languages: "Languages"
        case .untitled(let name): "Lab \(name)"
        case .typed: "What was typed"
        }
    }
}
