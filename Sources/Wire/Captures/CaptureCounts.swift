/// What a reader has met in a capture so far.
package struct CaptureCounts: Hashable, Sendable {
    /// Packets of every kind.
    package internal(set) var packets = 0
    /// Sections; 1 in pcap.
    package internal(set) var sections = 0
    /// Interfaces of all sections; 1 in pcap.
    package internal(set) var interfaces = 0
    /// Blocks of a type that isn't read here.
    package internal(set) var skippedBlocks = 0
    /// Blocks of secrets by kind, in the order that the kinds were met in: at most `kindLimit`.
    package internal(set) var secrets: [Secrets] = []
    /// Blocks of secrets of kinds beyond those.
    package internal(set) var otherSecrets = 0

    /// How many blocks of secrets there were of one kind.
    package struct Secrets: Hashable, Sendable {
        /// The kind.
        package let kind: PcapngSecrets.Kind
        /// How many blocks.
        package internal(set) var count: Int
    }

    /// The most kinds of secrets that are told apart; there are seven.
    package static let kindLimit = 16

    mutating func count(_ kind: PcapngSecrets.Kind) {
        if let index = secrets.firstIndex(where: { $0.kind == kind }) {
            secrets[index].count += 1
        } else if secrets.count < Self.kindLimit {
            secrets.append(Secrets(kind: kind, count: 1))
        } else {
            otherSecrets += 1
        }
    }
}
