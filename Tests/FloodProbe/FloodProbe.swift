import Platform
import Tunnel
import Wire

/// Sends hostile datagrams to both ends of an open tunnel of a real lab, over real sockets.
///
/// Its arguments are how many, a million where that isn't said, and then the suite of the tunnel, and `esn`
/// for extended sequence numbers. Prints what became of them, and fails with
/// a word where one was accepted, a number does not add up, memory grew, or the tunnel no longer carries its
/// messages. It is a program of its own, so that its memory is its own, too.
@main struct FloodProbe {
    static func main() {
        // A datagram that the system loses would be waited for without an end.
        _ = alarm(900)
        do {
            var words = CommandLine.arguments.dropFirst()
            guard let count = words.popFirst().map({ Int($0) }) ?? 1_000_000, count >= 20_000 else {
                throw FloodFault.usage
            }
            var parameters = SAParameters()
            if let name = words.popFirst() {
                guard let suite = ESPSuite.named(Array(name.utf8).span) else {
                    throw FloodFault.usage
                }
                parameters.suite = suite
            }
            parameters.isExtended = words.popFirst() == "esn"
            try Flood(parameters).run(count)
        } catch {
            print("FloodProbe: \(error)")
            exit(1)
        }
    }
}

/// What did not hold.
enum FloodFault: Error {
    /// The arguments are no number of at least 20,000, which every bit and length take, and no suite.
    case usage
    /// The memory of the process can't be read.
    case memoryUnknown
    /// A promise was broken.
    case broken(String)
}
