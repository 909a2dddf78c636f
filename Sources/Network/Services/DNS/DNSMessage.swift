import Wire

/// A DNS message with one question (RFC 1035 section 4).
package struct DNSMessage: Hashable, Sendable {
    /// Tells one question from another.
    package var identifier: UInt16
    /// What the header says beside the counts.
    package var header = Header()
    /// The question; nil only in an answer to what could not be read.
    package var question: DNSQuestion?
    /// The records that answer it.
    package var answers: [DNSRecord] = []
    /// The records of the other two sections, in order.
    package var others: [DNSRecord] = []

    /// The bits of the header (RFC 1035 section 4.1.1).
    package struct Header: Hashable, Sendable {
        /// Whether it is an answer.
        package var isResponse = false
        /// The kind of question; 0 is the only one that is answered.
        package var operation: UInt8 = 0
        /// Whether the server has the zone itself.
        package var isAuthoritative = false
        /// Whether records did not fit.
        package var isTruncated = false
        /// Whether the server is to ask others.
        package var wantsRecursion = false
        /// Whether the server would.
        package var offersRecursion = false
        /// How it was answered.
        package var code = DNSResponseCode.noError

        /// The bits of a plain question.
        package init() {}
    }

    /// The most bytes of a message in a datagram (RFC 1035 section 2.3.4).
    package static let datagramLimit = 512
    /// The most bytes of a message in a stream (RFC 7766 section 8).
    package static let streamLimit = 65_535
    /// Length of the header in bytes.
    package static let headerLength = 12
    /// The most records that are read of a message.
    package static let mostRecords = 1_024

    /// The message that asks.
    package init(identifier: UInt16, question: DNSQuestion?) {
        self.identifier = identifier
        self.question = question
    }

    /// The message that answers this one, as yet without records.
    package func response(_ code: DNSResponseCode) -> DNSMessage {
        var response = DNSMessage(identifier: identifier, question: question)
        response.header.isResponse = true
        response.header.operation = header.operation
        response.header.wantsRecursion = header.wantsRecursion
        response.header.code = code
        return response
    }
}

/// Why bytes are no DNS message.
package enum DNSFault: String, Error, CaseIterable, Sendable {
    /// The bytes end inside a field.
    case truncated
    /// A name is longer than names are.
    case nameTooLong = "name-too-long"
    /// A label has the reserved bits 01 or 10 (RFC 1035 section 4.1.4).
    case badLabel = "bad-label"
    /// A name points to itself, forward, or to what is no name.
    case badPointer = "bad-pointer"
    /// A record's data is not what its type has.
    case badData = "bad-data"
    /// There is not exactly one question, or not one of the Internet.
    case badQuestion = "bad-question"
    /// There are more records than are read.
    case tooManyRecords = "too-many-records"
    /// A response code that has no name here.
    case unknownCode = "unknown-code"
}
