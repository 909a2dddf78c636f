import Dialects
import Firewall
import TestSupport
import Testing
import Timeline
import Wire

/// Files of nft that include others.
@Suite struct InclusionTests {
    private static let files: [String: String] = [
        "a.nft": "tcp dport 1 accept\ninclude \"b.nft\"\n",
        "b.nft": "tcp dport 2 accept",
        "wrong.nft": "tcp dport 7 accept\n tcp dport x accept\n",
        "circle.nft": "tcp dport 8 accept\ninclude \"round.nft\"\n",
        "round.nft": "\n\n  include \"circle.nft\"\n",
        "self.nft": "include \"main.nft\"",
        "main.nft": "",
    ]

    private func text(_ lines: String, limit: Int = 1 << 20) -> ForeignText {
        let main = nft(lines)
        return ForeignText(Array(main.utf8), called: "main.nft", limit: limit, Budget()) {
            (pattern, left) throws(InclusionProblem) in
            if pattern == "all" {
                return ["a.nft", "b.nft"].map {
                    .init(name: $0, bytes: Array(Self.files[$0, default: ""].utf8))
                }
            }
            if pattern == "none" { return [] }
            // A file that includes another one of a new name for ever.
            if pattern.hasPrefix("deep") {
                let inner = "tcp dport 9 accept\ninclude \"\(pattern)x\"\n"
                return [.init(name: pattern, bytes: Array(inner.utf8))]
            }
            guard let file = Self.files[pattern] else { throw .missing }
            guard file.utf8.count <= left else { throw .tooLarge }
            return [.init(name: pattern, bytes: Array(file.utf8))]
        }
    }

    private func ports(_ text: ForeignText) throws -> [UInt16] {
        try Dialect.nft.read(text.bytes, isLenient: true).rules.compactMap {
            $0.rule.match.destinationPorts?.ports.ranges.first?.first.rawValue
        }
    }

    private func fault(_ text: ForeignText) -> ForeignFault? {
        do throws(ForeignFault) {
            _ = try Dialect.nft.read(text.bytes, isLenient: false)
            return nil
        } catch { return text.located(error) }
    }

    @Test func rulesStandWhereTheNameStood() throws {
        #expect(
            try ports(text("tcp dport 5 accept\ninclude \"a.nft\"\ntcp dport 6 accept")) == [
                5, 1, 2, 6,
            ])
        #expect(try ports(text("include \"all\"; tcp dport 6 accept")) == [1, 2, 2, 6])
        #expect(try ports(text("include \"none\"\ntcp dport 6 accept")) == [6])
        // What is no statement includes nothing.
        #expect(
            try ports(
                text("# include \"a.nft\"\ntcp dport 6 accept comment \"include\"")) == [6])
    }

    @Test func aFaultIsOfTheFileAndLineWhereItStands() {
        let inner = fault(text("tcp dport 5 accept\ninclude \"a.nft\"\ninclude \"wrong.nft\""))
        #expect(inner?.file == "wrong.nft" && inner?.line == 2 && inner?.range == 11..<12)
        // Behind what was included lines and columns are those of the file itself.
        let behind = fault(text("include \"b.nft\"; tcp dport y accept"))
        #expect(behind?.file == nil && behind?.line == 5 && behind?.range == 27..<28)
    }

    @Test func whatCantBeIncludedIsAFaultWithItsReason() throws {
        for (lines, file, line, reason) in [
            ("include \"no.nft\"", nil, 5, InclusionProblem.missing),
            ("include \"circle.nft\"", "round.nft", 3, .cycle),
            ("tcp dport 1 accept\ninclude \"self.nft\"", "self.nft", 1, .cycle),
            ("include \"deep\"", "deep" + String(repeating: "x", count: 15), 2, .tooDeep),
        ] as [(String, String?, Int, InclusionProblem)] {
            let fault = fault(text(lines))
            #expect(fault?.problem == .notIncluded(reason), "\(lines)")
            #expect(fault?.file == file && fault?.line == line, "\(String(describing: fault))")
        }
        #expect(fault(text("include \"a.nft\"", limit: 10))?.problem == .notIncluded(.tooLarge))
        // Leniently the rest of the files is read.
        #expect(try ports(text("include \"circle.nft\"\ntcp dport 6 accept")) == [8, 6])
        let many = String(repeating: "include \"b.nft\"\n", count: ForeignText.fileLimit)
        #expect(fault(text(many)) == nil)
        #expect(fault(text(many + "include \"b.nft\""))?.problem == .notIncluded(.tooMany))
    }

    @Test func anyBytesAreReadToTheirEnd() {
        for text in [
            "include", "include \"", "include \"a\ninclude \"b.nft", "include include \"x\"", "",
        ] {
            let joined = ForeignText(Array(text.utf8), called: "m", limit: 100, Budget()) {
                (_, _) throws(InclusionProblem) in throw .missing
            }
            #expect(joined.bytes.starts(with: text.utf8))
        }
    }
}
