package import Wire

/// A service of a host, as a network's file says it: where it listens and what it does.
package struct HostService: Hashable, Sendable {
    /// The transport.
    package let transport: ServiceTransport
    /// The port.
    package let port: Port
    /// What it does with what comes.
    package let kind: ServiceKind
    /// How many connections may be half open: 1 to `HostLimits.largestBacklog`.
    package let backlog: Int
    /// Whether it answers a SYN without keeping anything.
    package let cookies: SYNCookiePolicy

    /// A service.
    ///
    /// - Returns: Nil where the kind can't be had over the transport, or the backlog is none.
    package init?(
        _ kind: ServiceKind, _ transport: ServiceTransport, port: Port,
        backlog: Int = HostLimits.backlog, cookies: SYNCookiePolicy = .off
    ) {
        guard kind.name.transports.contains(transport),
            1...HostLimits.largestBacklog ~= backlog
        else { return nil }
        self.transport = transport
        self.port = port
        self.kind = kind
        self.backlog = backlog
        self.cookies = cookies
    }
}

/// The transports that have ports.
package enum ServiceTransport: String, CaseIterable, Hashable, Sendable {
    /// TCP (RFC 9293).
    case tcp
    /// UDP (RFC 768).
    case udp

    /// Its protocol number.
    package var proto: IPProtocol {
        switch self {
        case .tcp: .tcp
        case .udp: .udp
        }
    }
}

/// Whether a listener keeps half-open connections in cookies (RFC 4987 section 3.6), as Linux's `tcp_syncookies` says.
package enum SYNCookiePolicy: String, CaseIterable, Hashable, Sendable {
    /// Never: a SYN that finds the backlog full is dropped.
    case off
    /// When the backlog is full.
    case whenFull = "when-full"
    /// For each SYN.
    case always
}

/// What a service does, with what it needs for it.
package enum ServiceKind: Hashable, Sendable {
    /// Sends back what it gets.
    case echo
    /// Throws away what it gets.
    case discard
    /// Serves pages.
    case http(HTTPSite)
    /// Says its version, such as `SSH-2.0-OpenSSH_9.6`.
    case ssh(version: String)
    /// Lets users log in.
    case telnet(TelnetAccounts)
    /// Greets as the mail server of a domain.
    case smtp(domain: String)
    /// Answers from records.
    case dns(DNSZone)

    /// Its name.
    package var name: Name {
        switch self {
        case .echo: .echo
        case .discard: .discard
        case .http: .http
        case .ssh: .ssh
        case .telnet: .telnet
        case .smtp: .smtp
        case .dns: .dns
        }
    }

    /// What it says to a datagram, and what happened; nil says nothing.
    func answer(datagram: [UInt8]) -> (reply: [UInt8]?, note: ServiceNote) {
        switch self {
        case .echo: (datagram, .echoed(datagram.count))
        case .discard: (nil, .discarded(datagram.count))
        case .dns(let zone): zone.answer(datagram, limit: DNSMessage.datagramLimit)
        case .http, .ssh, .telnet, .smtp: (nil, .discarded(datagram.count))
        }
    }
}

/// What a service understood.
package enum ServiceNote: Hashable, Sendable {
    /// So many bytes went back.
    case echoed(Int)
    /// So many bytes were thrown away.
    case discarded(Int)
    /// A request, and the status that answered it.
    case request(method: String, target: String, status: Int)
    /// Somebody tried to log in; the password is there because it crossed in clear.
    case login(user: String, password: String, isRight: Bool)
    /// A line, as it was typed.
    case line(String)
    /// A question about a name, and how it was answered.
    case question(DNSQuestion, DNSResponseCode, answers: Int)
    /// What came is no message of the service.
    case malformed
    /// A line, or the head of a request, was longer than `HostLimits.line`.
    case tooLong
}

/// What a service wants done with a connection.
package struct ServiceReply: Hashable, Sendable {
    /// What to send.
    package var data: [UInt8] = []
    /// Whether to close after that.
    package var closes = false
    /// What was understood.
    package var notes: [ServiceNote] = []

    /// Nothing.
    package init() {}

    mutating func say(_ text: String) { data += text.utf8 }
}

extension ServiceKind {
    /// The names of the kinds of service.
    package enum Name: String, CaseIterable, Hashable, Sendable {
        /// Sends back what it gets (RFC 862).
        case echo
        /// Throws away what it gets (RFC 863).
        case discard
        /// Serves pages (RFC 9112).
        case http
        /// Says what it is, as SSH does before it encrypts (RFC 4253 section 4.2).
        case ssh
        /// Asks for user and password in clear (RFC 854).
        case telnet
        /// Greets as a mail server does (RFC 5321).
        case smtp
        /// Answers questions about names (RFC 1035).
        case dns

        /// The port on which it usually listens.
        package var usualPort: Port {
            switch self {
            case .echo: Port(rawValue: 7)
            case .discard: Port(rawValue: 9)
            case .http: Port(rawValue: 80)
            case .ssh: Port(rawValue: 22)
            case .telnet: Port(rawValue: 23)
            case .smtp: Port(rawValue: 25)
            case .dns: Port(rawValue: 53)
            }
        }

        /// The transports over which it can be had.
        package var transports: [ServiceTransport] {
            switch self {
            case .echo, .discard, .dns: [.tcp, .udp]
            case .http, .ssh, .telnet, .smtp: [.tcp]
            }
        }
    }
}
