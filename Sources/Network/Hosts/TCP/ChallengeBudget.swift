import Timeline

/// How many ACKs a connection still sends in return for segments that look like guesses.
///
/// RFC 5961 section 7 asks for a bound, and proposes 10 in 5 seconds. Each connection has its own: by one that is
/// shared, a stranger could find out what others receive.
struct ChallengeBudget: Hashable, Sendable {
    private var begin = Instant.start
    private var count = 0

    static let most = 10
    static let stretch = Duration.seconds(5)

    /// Whether one more may be sent.
    mutating func take(at instant: Instant) -> Bool {
        if count == 0 || !(instant - begin < Self.stretch) {
            begin = instant
            count = 0
        }
        guard count < Self.most else { return false }
        count += 1
        return true
    }
}
