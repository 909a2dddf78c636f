package import Timeline
package import Wire

/// Which of a host's ports are open.
package struct ScanRequest: Hashable, Sendable {
    /// What is sent; the words are those of nmap.
    package enum Technique: String, CaseIterable, Hashable, Sendable {
        /// A SYN; the answer to a SYN-ACK is a RST, so that there is never a connection.
        case syn
        /// The whole handshake, and a RST after it.
        case connect
        /// A datagram.
        case udp
        /// An ACK of no connection: it tells whether somebody filters, not whether the port is open.
        case ack
    }

    /// Whose ports.
    package var target: IPAddress
    /// The ports, in the order in which they are asked: 1 to `HostLimits.scannedPorts`, none twice.
    package var ports: [Port]
    /// What is sent.
    package var technique: Technique
    /// How many ports may wait for answers at once: 1 to 1,000.
    package var parallel = 100
    /// How long an answer is waited for.
    package var wait = Duration.seconds(1)
    /// How often a silent port is asked again.
    package var retries = 1
    /// The least time between two packets: hosts bound how many errors they send, and a closed UDP port that is passed
    /// over in silence looks filtered.
    package var pace: Duration

    /// A scan with nmap's usual patience.
    package init(target: IPAddress, ports: [Port], technique: Technique) {
        self.target = target
        self.ports = ports
        self.technique = technique
        pace = technique == .udp ? .milliseconds(100) : .zero
    }
}

/// What a scan found out.
package enum ScanEvent: Hashable, Sendable {
    /// About one port; all of them in the order of the request.
    case port(ScannedPort)
    /// That was all.
    case summary(ScanSummary)
}

/// What nmap calls a port.
package enum PortState: String, CaseIterable, Hashable, Sendable {
    /// Somebody listens.
    case open
    /// Nobody listens, and the host says so.
    case closed
    /// A packet filter keeps the answer away.
    case filtered
    /// It can be reached; whether somebody listens is not known.
    case unfiltered
    /// Nothing came: open and silent, or filtered.
    case openOrFiltered = "open|filtered"
}

/// What told the state of a port.
package enum ScanCause: Hashable, Sendable {
    /// A SYN-ACK.
    case synACK
    /// A RST.
    case reset
    /// A datagram of so many bytes.
    case datagram(Int)
    /// An ICMP error.
    case error(ICMPReport)
    /// Nothing came, however often it was asked.
    case silence(asked: Int)
}

/// A port of a scan.
package struct ScannedPort: Hashable, Sendable {
    /// The port.
    package let port: Port
    /// Its place in the request, which is the item of its packets.
    package let item: Int
    /// What it is.
    package let state: PortState
    /// Why.
    package let cause: ScanCause
}

/// The figures of a scan.
package struct ScanSummary: Hashable, Sendable {
    /// How many ports there are of each state, in the order of `PortState.allCases`.
    package let counts: [Int]
    /// How many packets were sent, RSTs after an answer not counted.
    package let sent: Int
    /// How long it took.
    package let time: Duration

    /// How many ports are in a state.
    package func count(_ state: PortState) -> Int {
        zip(PortState.allCases, counts).first { $0.0 == state }?.1 ?? 0
    }
}
