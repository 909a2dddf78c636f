package import Timeline
package import Wire

/// What a node has learned from DNS: the addresses of names, each for as long as its record may be kept (RFC 1035
/// section 3.2.1).
package struct ResolvedNames: Sendable {
    private struct Entry: Sendable {
        let name: DNSName
        let address: IPAddress
        let end: Instant
    }

    private var entries: [Entry] = []

    /// The most addresses that are kept; the oldest are forgotten first.
    package static let limit = 1_000

    /// Nothing has been learned.
    package init() {}

    /// Learns what a server answered; what it said before of the same name and family counts no longer.
    ///
    /// An alias has the addresses of what it stands for, no longer than any record on the way to them may be kept. An
    /// error of the server says nothing about the name; that it does not exist, or has no such record, is an answer.
    package mutating func learn(_ answer: ResolveAnswer, at instant: Instant) {
        let name = answer.question.name
        let addresses = answer.addresses
        let family: IPFamily? =
            switch answer.question.type {
            case .a: .v4
            case .aaaa: .v6
            default: addresses.first?.family
            }
        guard answer.code == .noError || answer.code == .nameError, let family else { return }
        let seconds = answer.records.map(\.timeToLive).min() ?? 0
        let end = instant + .seconds(UInt64(seconds))
        entries.removeAll {
            ($0.name == name && $0.address.family == family) || $0.end <= instant
        }
        entries += addresses.map { Entry(name: name, address: $0, end: end) }
        entries.removeFirst(max(0, entries.count - Self.limit))
    }

    /// The addresses of a name, in the order in which they were learned; none where it is not known, or no longer.
    package func addresses(of name: DNSName, at instant: Instant) -> [IPAddress] {
        entries.filter { $0.name == name && instant < $0.end }.map(\.address)
    }

    /// The names that are known at an instant, each once, in the order in which they were learned.
    package func names(at instant: Instant) -> [DNSName] {
        var names: [DNSName] = []
        for entry in entries where instant < entry.end && !names.contains(entry.name) {
            names.append(entry.name)
        }
        return names
    }
}
