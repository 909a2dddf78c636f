import TestSupport
import Testing

/// A million hostile datagrams at the ends of a live tunnel.
@Suite struct HostileFloodTests {
    /// Runs the program that sends them.
    private func run(_ arguments: [String]) throws -> Program.Finished {
        try Program.run(Program.built("FloodProbe"), arguments)
    }

    @Test func aMillionAreRefusedAndTheTunnelLives() throws {
        let run = try run(["1000000"])
        let output = run.output
        #expect(run.status == 0, "\(output)")
        #expect(output.contains("refused 1000000, "), "\(output)")
        // Every check of the receiver has had its share.
        let reasons = [
            "malformed", "unknown-spi", "replayed", "too-old", "bad-icv", "keepalive",
            "non-esp-marker",
        ]
        for reason in reasons { #expect(output.contains("\(reason) "), "\(reason): \(output)") }
    }

    @Test(arguments: [
        ["aes-128-gcm-8", "esn"], ["chacha20-poly1305"], ["aes-192-gmac"], ["aes-256-gcm", "esn"],
    ])
    func everySuiteStandsFirm(_ arguments: [String]) throws {
        let run = try run(["50000"] + arguments)
        #expect(run.status == 0 && run.output.contains("refused 50000, "), "\(run.output)")
    }

    @Test(arguments: [["many"], ["10"], ["50000", "rot13"]])
    func tooFewToMeanAnythingAreRefused(_ arguments: [String]) throws {
        #expect(try run(arguments).status == 1)
    }
}
