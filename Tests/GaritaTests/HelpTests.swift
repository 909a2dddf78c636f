import Commands
import Firewall
import Grammar
import Testing

@testable import Transcript

/// Whatever the grammar has a key for is explained once, and nothing else is.
@Suite struct HelpTests {
    /// The keys of the words and of the kinds of value in a form.
    private func keys(of form: Form) -> (words: Set<String>, arguments: Set<String>) {
        switch form {
        case .word(let keyword): ([keyword.key], [])
        case .argument(let kind): ([], [kind.key])
        case .sequence(let parts), .choice(let parts), .anyOrder(let parts):
            parts.map(keys).reduce(into: ([], [])) {
                $0.words.formUnion($1.words)
                $0.arguments.formUnion($1.arguments)
            }
        case .optional(let part), .repeated(let part): keys(of: part)
        case .rest: ([], [ArgumentName.command.rawValue])
        }
    }

    @Test func whatRowsSayIsWhatIsExplained() {
        var (words, arguments): (Set<String>, Set<String>) = ([], [])
        for form in LabTests.table.rows.map(\.form) + ExerciseLine.table().rows.map(\.form)
            + PracticeLine.table().rows.map(\.form) + VariantLine.table().rows.map(\.form)
        {
            let found = keys(of: form)
            words.formUnion(found.words)
            arguments.formUnion(found.arguments)
        }
        #expect(words.subtracting([""]) == Set(WordUse.allCases.map(\.rawValue)))
        #expect(arguments == Set(ArgumentName.allCases.map(\.rawValue)))
    }

    @Test(arguments: SpokenLanguage.allCases)
    func everyTextSaysSomething(in language: SpokenLanguage) {
        for name in CommandName.allCases {
            #expect(
                !name.text(in: language).isEmpty && !name.text(in: language).hasSuffix("."),
                "\(name)")
        }
        for use in WordUse.allCases where use != .reason && use != .header {
            #expect(use.text(in: language)?.isEmpty == false, "\(use)")
        }
        for name in ArgumentName.allCases where name != .command && name != .header {
            #expect(!name.text(in: language).isEmpty, "\(name)")
        }
        for number in HeaderNumber.allCases {
            let row = number.row
            for name in [row.value, row.value + "S"] {
                let kind = ArgumentKind(name, key: ArgumentName.header.rawValue)
                #expect(
                    TranscriptWriter.note(on: kind, language) == number.words(in: language).values,
                    "\(number)")
            }
        }
    }

    @Test func aRowIsThatOfItsName() {
        #expect(LabTests.table.rows.map(\.name) == CommandName.allCases.map(\.rawValue))
    }
}
