import Foundation
import TestSupport
import Testing

/// Where keys may be seen, and how they may be compared.
@Suite struct SecretTests {
    /// Comparison that ends at the first difference tells whoever measures it how much of a guess was right.
    @Test func secretsAreComparedInConstantTime() throws {
        let rooms: Set = ["CLibcrypto", "Cipher", "Tunnel", "Fabric", "Session", "Commands"]
        let secret = "(key|keys|secret|password|icv|tag|salt)"
        let before = "\\b\(secret)\\b *(==|!=) "
        let after = "(==|!=) \\w*\\.?\(secret)\\b *[,){&|]?$"
        let compared = try Regex("\(before)|\(after)")
        let sources = TidyTests.sources.filter { rooms.contains($0.room) }
        #expect(sources.count > 60)
        for file in sources {
            for (number, line) in file.code.enumerated() {
                let place = "\(file):\(number + 1): \(line)"
                #expect(line.firstMatch(of: compared) == nil, "\(place)")
                let isPlain = line.contains("memcmp(") && !line.contains("CRYPTO_memcmp(")
                #expect(!isPlain, "\(place)")
            }
        }
        // A type that holds a secret offers no `==` at all.
        for file in sources where ["SecretBytes", "KeyMaterial"].contains(where: file.holds) {
            for line in file.code where line.contains("struct ") {
                #expect(!line.contains("Equatable") && !line.contains("Hashable"), "\(file)")
            }
        }
    }

    /// `tunnel show NAME keys` says which keys there are, for a class to type in elsewhere; nothing else.
    @Test func onlyTheCommandThatAsksShowsKeys() throws {
        let commands = [
            "seed 42", "tunnel open demo", "tunnel send demo \"hola\"", "tunnel show demo",
            "tunnel show demo keys", "tunnel list", "packet list", "packet show 1",
            "packet bytes 1",
            "packet trace 2",
            "packet show 2", "counters", "tunnel close demo",
        ]
        let input = Data((commands.joined(separator: "\n") + "\n").utf8)
        let finished = try GaritaProcess.run([], input: input)
        #expect(finished.status == 0, "\(finished.errors)")
        let parts = finished.output.components(separatedBy: "garita> ")
        let asked = try #require(parts.first { $0.hasPrefix("tunnel show demo keys") })
        let keys = asked.matches(of: /\b[0-9a-f]{64}\b/).map { String($0.output) }
        #expect(keys.count == 2)
        for part in parts where part != asked {
            for key in keys { #expect(!part.contains(key), "\(part)") }
        }
    }

    /// A key that a person types is in the line that the person typed, and nowhere else.
    @Test func aGivenKeyIsNotRepeatedByAnotherCommand() throws {
        let key = String(repeating: "0123456789abcdef", count: 4)
        let commands = [
            "tunnel open demo", "tunnel key demo client \(key)", "tunnel show demo",
            "tunnel send demo \"hola\"", "packet show 1", "tunnel close demo",
        ]
        let input = Data((commands.joined(separator: "\n") + "\n").utf8)
        let finished = try GaritaProcess.run([], input: input)
        #expect(finished.output.components(separatedBy: key).count == 2, "\(finished.output)")
        #expect(!finished.errors.contains(key))
    }
}

extension TidyTests.SourceFile {
    /// Whether the file is the one of this type.
    fileprivate func holds(_ type: String) -> Bool { path.hasSuffix("/\(type).swift") }
}
