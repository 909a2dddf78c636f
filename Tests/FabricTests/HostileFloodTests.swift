import Foundation
import Testing

/// A million hostile datagrams at the ends of a live tunnel.
@Suite struct HostileFloodTests {
    /// The program that sends them; it lies beside the one that runs the tests.
    private static let probe = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "FloodProbe")

    private func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        let output = Pipe()
        process.executableURL = Self.probe
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    @Test func aMillionAreRefusedAndTheTunnelLives() throws {
        let (status, output) = try run(["1000000"])
        #expect(status == 0, "\(output)")
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
        let (status, output) = try run(["50000"] + arguments)
        #expect(status == 0 && output.contains("refused 50000, "), "\(output)")
    }

    @Test(arguments: [["many"], ["10"], ["50000", "rot13"]])
    func tooFewToMeanAnythingAreRefused(_ arguments: [String]) throws {
        #expect(try run(arguments).status == 1)
    }
}
