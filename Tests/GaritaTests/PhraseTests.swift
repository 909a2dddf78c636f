import Testing

@testable import Transcript

/// What the compiler can't see of phrases: that their texts are well made, and get the values that they ask for.
@Suite struct PhraseTests {
    /// A phrase of English.
    struct Text {
        let text: String
        /// The values that it asks for.
        let slots: Set<String>
    }

    /// The texts of English by their enum and case.
    static let texts: [String: Text] = {
        var texts: [String: Text] = [:]
        for file in TidyTests.files(below: "Sources/Transcript/English") {
            var owner = ""
            var name: String?
            for line in file.lines {
                if let match = line.firstMatch(of: #/^enum (\w+Phrase)|^\w.* \{$/#) {
                    owner = match.1.map(String.init) ?? ""
                }
                if let match = line.firstMatch(of: #/^    case (\w+) =/#) { name = String(match.1) }
                guard !owner.isEmpty, let phrase = name, let text = QuotedText.all(in: line).first
                else { continue }
                texts["\(owner).\(phrase)"] = Text(text: text, slots: slots(of: text))
                name = nil
            }
        }
        return texts
    }()

    private static func slots(of text: String) -> Set<String> {
        Set(text.matches(of: #/\{(\w+)/#).map { String($0.1) })
    }

    @Test func textsAreWellMade() {
        #expect(Self.texts.count > 350)
        let known = Set(Slot.allCases.map(\.rawValue))
        for (name, text) in Self.texts {
            #expect(text.slots.isSubset(of: known), "\(name): \(text.text)")
            let rest = text.text
                .replacing(#/\{[a-z]+(\|[^|{}]+\|[^|{}]+|\?[^|{}]+\|[^|{}]+)?\}/#, with: "1")
                .replacing(#/<(good|bad|strong|faint):[^<>]+>/#, with: "2")
                .replacing(" -> ", with: " ")
            #expect(!rest.contains { "{}<>|".contains($0) }, "\(name): \(text.text)")
        }
    }

    @Test func everyPhraseGetsTheValuesThatItAsksFor() {
        var said: Set<String> = []
        for file in TidyTests.files(below: "Sources/Transcript") {
            for call in Self.calls(in: file.lines.joined(separator: "\n")) {
                for phrase in call.phrases {
                    guard let text = Self.texts[phrase] else { continue }
                    said.insert(phrase)
                    #expect(
                        text.slots.isSubset(of: call.slots),
                        "\(file): \(phrase) asks for \(text.slots), and gets \(call.slots)")
                }
            }
        }
        #expect(said.count > 300)
    }

    /// What a writer says at one place: the phrases that it chooses from, and the names of the values.
    private struct Call {
        var phrases: [String] = []
        var slots: Set<String> = []
    }

    private static func calls(in text: String) -> [Call] {
        var calls: [Call] = []
        var owner = ""
        for match in text.matches(of: #/typealias Say = (\w+)|\.(say|line)\(|then: /#) {
            if let name = match.1 {
                owner = String(name)
            } else {
                calls.append(call(in: text[match.range.upperBound...], owner))
            }
        }
        return calls
    }

    private static func call(in text: Substring, _ owner: String) -> Call {
        var depth = 1
        let end = text.firstIndex { character in
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            return depth == 0
        }
        let arguments = text[..<(end ?? text.endIndex)]
        var call = Call()
        for match in arguments.matches(of: #/(?:\b(Say|\w+Phrase)|[?:] )\.(\w+)/#) {
            let name = match.1 == nil || match.1 == "Say" ? owner : String(match.1 ?? "")
            call.phrases.append("\(name).\(match.2)")
            if arguments[..<match.range.lowerBound].contains("(.") { call.phrases.removeLast() }
        }
        for match in arguments.matches(of: #/\(\.(\w+), |, (\w+)(?=[,)\n]|$)/#) {
            call.slots.insert(String(match.1 ?? match.2 ?? ""))
        }
        return call
    }
}
