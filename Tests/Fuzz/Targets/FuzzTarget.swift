/// A reader of bytes from outside, with what it promises about any bytes at all.
///
/// The same entries are run by libFuzzer, with inputs that it makes up, and by the ordinary tests,
/// with those of the corpus.
package enum FuzzTarget: String, CaseIterable, Sendable {
    /// IP, TCP, UDP, ICMP and ESP packets, their dissections, and packets that are quoted.
    case packet
    /// A tunnel end that an attacker talks to: ESP, UDP encapsulation, the replay window.
    case tunnel
    /// A whole pcap or pcapng file, and the packets in it.
    case capture
    /// Lines of Garita's own language, one after the other.
    case language
    /// The rule files of other firewalls; the first byte says of which one.
    case rules
    /// Submissions to an exercise.
    case grading

    /// The longest input that is worth making up, in bytes.
    package var longestInput: Int {
        switch self {
        case .packet: 512
        case .tunnel: 1_024
        case .capture: 2_048
        case .language: 512
        case .rules: 2_048
        case .grading: 1_024
        }
    }

    /// Reads `bytes` and holds the readers to what they promise.
    ///
    /// - Throws: `BrokenPromise` with the first promise that is broken.
    package func run(_ bytes: [UInt8]) throws(BrokenPromise) {
        switch self {
        case .packet: try PacketPromises.hold(for: bytes)
        case .tunnel: try TunnelPromises.hold(for: bytes)
        case .capture: try CapturePromises.hold(for: bytes)
        case .language: try LanguagePromises.hold(for: bytes)
        case .rules: try RulePromises.hold(for: bytes)
        case .grading: try GradingPromises.hold(for: bytes)
        }
    }
}
