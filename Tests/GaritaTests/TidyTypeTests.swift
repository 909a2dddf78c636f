import Testing

/// Types stay small, however many files they are spread over.
@Suite struct TidyTypeTests {
    /// The most lines of a type over all its files, inner types and extensions included.
    static let mostLines = 600
    /// The most stored properties of a type.
    static let mostProperties = 8
    /// The most files of the name `Type+Aspect.swift`.
    static let mostAspects = 6

    /// Headers and what is read from them: their RFCs say how many fields they have.
    static let headers: Set = ["Wire.IPv4Header", "Wire.TCPHeader", "Wire.PacketFields"]

    /// What is larger still, and is to shrink: an entry that is no longer true fails, so that the list
    /// empties.
    static let toShrink: Set = [
        "Dialects.IptablesReader: properties",
        "Events.RuleFinding: properties",
        "Fabric.Fabric: lines", "Fabric.Walker: lines",
        "Firewall.ProofList: lines", "Firewall.RuleSet: lines",
    ]

    /// What is too large about the types of these files, each finding a few words.
    static func findings(_ files: [TidyTests.SourceFile]) -> Set<String> {
        var lines: [String: Int] = [:]
        var properties: [String: Int] = [:]
        var aspects: [String: Int] = [:]
        for file in files {
            let scanner = TypeScanner(file.lines)
            #expect(scanner.isBalanced, "\(file) is not understood")
            for part in scanner.parts {
                let name = "\(file.room).\(part.name)"
                lines[name, default: 0] += part.lines
                properties[name, default: 0] += part.properties.count
            }
            let name = file.path.split(separator: "/").last ?? ""
            if let plus = name.firstIndex(of: "+") {
                aspects["\(file.room).\(name[..<plus])", default: 0] += 1
            }
        }
        return Set(
            lines.filter { $0.value > mostLines }.map { "\($0.key): lines" }
                + properties.filter { $0.value > mostProperties && !headers.contains($0.key) }
                .map { "\($0.key): properties" }
                + aspects.filter { $0.value > mostAspects }.map { "\($0.key): files" })
    }

    @Test func typesAreSmall() {
        let found = Self.findings(TidyTests.sources)
        for finding in found.subtracting(Self.toShrink) {
            Issue.record("\(finding) are more than a type may have")
        }
        for entry in Self.toShrink.subtracting(found) {
            Issue.record("\(entry) need no exception any more")
        }
    }

    /// A made-up file of a made-up room.
    private func file(_ name: String, _ text: String) -> TidyTests.SourceFile {
        TidyTests.SourceFile(
            path: "Sources/Room/\(name)",
            lines: text.split(separator: "\n", omittingEmptySubsequences: false))
    }

    @Test func readsDeclarations() {
        let text = """
            @safe
            package final class Outer<Value>: Base {
                package let one: Int  // let two: Int {
                private(set) var three = [1, 2].map { $0 }, four: String
                static let five = 5
                var six: Int { 6 }
                var seven: Int {
                    let local = "} var eight: Int \\(6)"
                    return local.count
                }
                struct Inner { let a: Int }
                enum Kind: String {
                    case first = "{"
                }
            }

            extension Outer.Inner {
                func nine() {
                    if true { var local = 1 }
                }
            }
            """
        let scanner = TypeScanner(text.split(separator: "\n", omittingEmptySubsequences: false))
        #expect(scanner.isBalanced)
        #expect(
            scanner.parts.map { "\($0.name) \($0.lines) \($0.properties)" } == [
                "Outer.Inner 1 []", "Outer.Kind 3 []", "Outer 14 [\"one\", \"three\"]",
                "Outer.Inner 5 []",
            ])
    }

    @Test func findsATypeThatIsTooLarge() {
        let properties = (1...9).map { "    var p\($0) = \($0)\n" }.joined()
        let large = "struct Crowded {\n\(properties)}\n"
        let small = large.replacing("    var p9 = 9\n", with: "    var p9: Int { 9 }\n")
        #expect(Self.findings([file("Crowded.swift", large)]) == ["Room.Crowded: properties"])
        #expect(Self.findings([file("Crowded.swift", small)]).isEmpty)
        // No file has more than 401 lines, and the type has 602.
        let body = String(repeating: "    // one of many\n", count: 299)
        let first = file("Long.swift", "struct Long {\n\(body)}\n")
        let second = file("Long+More.swift", "extension Long {\n\(body)}\n")
        #expect(Self.findings([first, second]) == ["Room.Long: lines"])
        #expect(Self.findings([first, file("Other.swift", "extension Long {\n}\n")]).isEmpty)
        let aspects = (1...7).map { file("Wide+A\($0).swift", "extension Wide {}\n") }
        #expect(Self.findings(aspects) == ["Room.Wide: files"])
        #expect(Self.findings(aspects.dropLast()).isEmpty)
    }
}
