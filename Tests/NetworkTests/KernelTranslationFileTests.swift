import Dialects
import Firewall
import Network
import Testing
import Wire

/// What is read of a file about address translation makes the same of packets as the file itself in the kernel.
@Suite struct KernelTranslationFileTests {
    private static let isThere = KernelTranslator() != nil

    private static let links = ForeignLinks([Translator.lan, Translator.internet])

    private func bytes(_ file: String) -> [UInt8] { Array(file.utf8) }

    @Test(
        .enabled(if: isThere, "nft or ip is not there, or no namespace is allowed"),
        arguments: [Dialect.nft, .iptables])
    func filesAreReadAsTheKernelDoes(_ dialect: Dialect) throws {
        let kernel = try #require(KernelTranslator())
        var tally: [String: Int] = [:]
        for seed in 0..<20 {
            var files = RandomTranslationFiles(seed: UInt64(seed), isNft: dialect == .nft)
            let file = files.file()
            let read = try #require(
                try dialect.readTranslation(bytes(file), isLenient: false, links: Self.links))
            var made = try RandomTranslations(
                seed: UInt64(seed), through: try NATRules(read.rules))
            try made.run(250)
            tally.merge(made.tally) { $0 + $1 }
            let departures = try kernel.send(
                made.arrivals, through: file, isNft: dialect == .nft)
            guard KernelTranslationTests.compare(made, departures, file) else { return }
            // Both outcomes have to be there: packets that are translated, and others.
            for (place, way) in made.ways.enumerated() {
                guard case .out(let packet, _) = way else { continue }
                let isSame = packet.ends == made.arrivals[place].packet.ends
                tally[isSame ? "as it was" : "changed", default: 0] += 1
            }
        }
        for outcome in ["changed", "as it was", "rule source", "rule destination"] {
            #expect(tally[outcome, default: 0] > 50, "\(outcome) \(tally)")
        }
    }

    @Test(
        .enabled(if: isThere, "nft or ip is not there, or no namespace is allowed"),
        arguments: [Dialect.nft, .iptables])
    func filesAreWrittenAsTheKernelReadsThem(_ dialect: Dialect) throws {
        let kernel = try #require(KernelTranslator())
        var tally: [String: Int] = [:]
        for seed in 100..<115 {
            var made = try RandomTranslations(seed: UInt64(seed))
            try made.run(200)
            tally.merge(made.tally) { $0 + $1 }
            var file = String(
                decoding: try dialect.write([], made.router.rules), as: UTF8.self)
            if dialect == .nft { file += "table ip garita {\n\(KernelTranslator.input)}\n" }
            let departures = try kernel.send(
                made.arrivals, through: file, isNft: dialect == .nft)
            guard KernelTranslationTests.compare(made, departures, file) else { return }
        }
        for outcome in ["out", "own", "rule source", "rule destination"] {
            #expect(tally[outcome, default: 0] > 50, "\(outcome) \(tally)")
        }
    }
}
