package import Wire

/// The types of records that Garita knows (RFC 1035 section 3.2.2, RFC 3596 section 2.1).
package struct DNSType: Hashable, Sendable {
    /// The number on the wire.
    package let rawValue: UInt16

    /// The type with the number `rawValue`.
    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// An IPv4 address.
    package static let a = DNSType(rawValue: 1)
    /// A name server.
    package static let ns = DNSType(rawValue: 2)
    /// Another name of the same thing.
    package static let cname = DNSType(rawValue: 5)
    /// Where a zone begins.
    package static let soa = DNSType(rawValue: 6)
    /// The name of an address.
    package static let ptr = DNSType(rawValue: 12)
    /// A mail server of a domain.
    package static let mx = DNSType(rawValue: 15)
    /// Text.
    package static let txt = DNSType(rawValue: 16)
    /// An IPv6 address.
    package static let aaaa = DNSType(rawValue: 28)
    /// Whatever there is; only in questions.
    package static let any = DNSType(rawValue: 255)

    /// The types that have names, by number.
    package static let named: [(type: DNSType, name: String)] = [
        (a, "A"), (ns, "NS"), (cname, "CNAME"), (soa, "SOA"), (ptr, "PTR"), (mx, "MX"),
        (txt, "TXT"), (aaaa, "AAAA"), (any, "ANY"),
    ]
}

extension DNSType: TextWritable {
    /// Appends the name, or `TYPE` and the number (RFC 3597 section 5).
    package func write(to text: inout [UInt8]) {
        let name = Self.named.first { $0.type == self }?.name
        text += (name ?? "TYPE\(rawValue)").utf8
    }
}

/// What a server says about a name.
package struct DNSRecord: Hashable, Sendable {
    /// The name.
    package let name: DNSName
    /// How long it may be kept, in seconds.
    package let timeToLive: UInt32
    /// What is said.
    package let data: Value

    /// A record; it may be kept for an hour unless it says otherwise.
    package init(name: DNSName, timeToLive: UInt32 = 3_600, data: Value) {
        self.name = name
        self.timeToLive = timeToLive
        self.data = data
    }

    /// What a record says, by its type.
    package enum Value: Hashable, Sendable {
        /// An IPv4 address.
        case a(IPv4Address)
        /// An IPv6 address.
        case aaaa(IPv6Address)
        /// The name that the name stands for.
        case cname(DNSName)
        /// The name of an address.
        case ptr(DNSName)
        /// A mail server; the lowest preference comes first.
        case mx(preference: UInt16, DNSName)
        /// Anything else, as it is on the wire.
        case other(DNSType, [UInt8])

        /// Its type.
        package var type: DNSType {
            switch self {
            case .a: .a
            case .aaaa: .aaaa
            case .cname: .cname
            case .ptr: .ptr
            case .mx: .mx
            case .other(let type, _): type
            }
        }
    }
}

/// What is asked: everything of a type about a name.
package struct DNSQuestion: Hashable, Sendable {
    /// The name.
    package let name: DNSName
    /// The type.
    package let type: DNSType

    /// The question about a name.
    package init(name: DNSName, type: DNSType) {
        self.name = name
        self.type = type
    }
}

/// How a server answers (RFC 1035 section 4.1.1).
package enum DNSResponseCode: UInt8, CaseIterable, Sendable {
    /// No error; where there is no answer, the name has no record of the type.
    case noError = 0
    /// The server could not read the message.
    case formatError = 1
    /// The server failed.
    case serverFailure = 2
    /// The name does not exist.
    case nameError = 3
    /// The server can't do what was asked.
    case notImplemented = 4
    /// The server won't.
    case refused = 5

    /// Its name in the registry of IANA, such as `NXDOMAIN`.
    package var name: String {
        switch self {
        case .noError: "NOERROR"
        case .formatError: "FORMERR"
        case .serverFailure: "SERVFAIL"
        case .nameError: "NXDOMAIN"
        case .notImplemented: "NOTIMP"
        case .refused: "REFUSED"
        }
    }
}
