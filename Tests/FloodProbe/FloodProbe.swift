import Glibc

/// Sends hostile datagrams to both ends of an open tunnel of a real lab, over real sockets.
///
/// Takes how many as its argument, a million where there is none. Prints what became of them, and fails with
/// a word where one was accepted, a number does not add up, memory grew, or the tunnel no longer carries its
/// messages. It is a program of its own, so that its memory is its own, too.
@main struct FloodProbe {
    static func main() {
        // A datagram that the system loses would be waited for without an end.
        _ = alarm(900)
        do {
            let count = CommandLine.arguments.dropFirst().first.map { Int($0) } ?? 1_000_000
            guard let count, count >= 1_000 else { throw FloodFault.usage }
            let flood = try Flood()
            try flood.run(count)
        } catch {
            print("FloodProbe: \(error)")
            exit(1)
        }
    }
}

/// What did not hold.
enum FloodFault: Error {
    /// The argument is no number of at least 1,000.
    case usage
    /// The memory of the process can't be read.
    case memoryUnknown
    /// A promise was broken.
    case broken(String)
}
