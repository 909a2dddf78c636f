import Wire

/// The records of a DNS server, and how it answers from them.
///
/// It is authoritative for the names that it has; it asks nobody else, and says that what it does not have does not
/// exist.
package struct DNSZone: Hashable, Sendable {
    /// The records, in the order in which they are answered.
    package private(set) var records: [DNSRecord]

    /// The most records.
    package static let mostRecords = 1_000
    /// How many aliases in a row are followed.
    package static let mostAliases = 8

    /// The zone of some records.
    ///
    /// - Returns: Nil where there are too many, or a name is an alias and something else, too (RFC 1034 section
    ///   3.6.2).
    package init?(records: [DNSRecord]) {
        let aliases = Set(records.filter { $0.data.type == .cname }.map(\.name))
        guard records.count <= Self.mostRecords,
            aliases.isEmpty
                || aliases.allSatisfy({ name in records.count { $0.name == name } == 1 })
        else { return nil }
        self.records = records
    }

    /// The answer to a message in at most `limit` bytes, and what happened; nil where it is better not to answer.
    func answer(_ bytes: [UInt8], limit: Int) -> (reply: [UInt8]?, note: ServiceNote) {
        guard let message = try? DNSMessage.parse(bytes.span) else {
            guard let identifier = DNSMessage.identifier(ofBroken: bytes) else {
                return (nil, .malformed)
            }
            let broken = DNSMessage(identifier: identifier, question: nil)
            return (broken.response(.formatError).bytes(limit: limit), .malformed)
        }
        // Who answers answers could be made to talk to itself for ever.
        guard !message.header.isResponse, let question = message.question else {
            return (nil, .malformed)
        }
        let response = response(to: message, question)
        let note = ServiceNote.question(
            question, response.header.code, answers: response.answers.count)
        return (response.bytes(limit: limit), note)
    }

    private func response(to message: DNSMessage, _ question: DNSQuestion) -> DNSMessage {
        guard message.header.operation == 0 else { return message.response(.notImplemented) }
        var name = question.name
        var answers: [DNSRecord] = []
        var exists = false
        for _ in 0...Self.mostAliases {
            let here = records.filter { $0.name == name }
            exists = !here.isEmpty || records.contains { Self.isBelow($0.name, name) }
            let wanted = here.filter { question.type == .any || $0.data.type == question.type }
            guard wanted.isEmpty, case .cname(let target)? = here.first?.data else {
                answers += wanted
                break
            }
            // An alias that leads back to itself ends here, too.
            guard !answers.contains(here[0]) else { break }
            answers.append(here[0])
            name = target
        }
        // With an alias it is the last name that may not exist (RFC 6604 section 3).
        var response = message.response(exists ? .noError : .nameError)
        response.header.isAuthoritative = true
        response.answers = answers
        return response
    }

    /// Whether a name lies below another: that one exists then, though it has no records (RFC 8020 section 2).
    private static func isBelow(_ name: DNSName, _ other: DNSName) -> Bool {
        name.labels.count > other.labels.count
            && name.folded.suffix(other.labels.count) == other.folded[...]
    }
}
