import Wire

/// What a host keeps at most, whoever asks for more.
package enum HostLimits {
    /// Connections, those that are half open and in TIME-WAIT included.
    package static let connections = 4_096
    /// Services.
    package static let services = 256
    /// Half-open connections of one service, unless it says otherwise (Linux: `tcp_max_syn_backlog`).
    package static let backlog = 128
    /// The largest backlog that a service may have.
    package static let largestBacklog = 1_024
    /// Probes that run at once.
    package static let probes = 16
    /// Bytes that wait to be sent or acknowledged in one connection.
    package static let sendBuffer = 65_536
    /// Bytes that one connection receives in its life; then it is given up as `overLimit`.
    package static let receivedBytes = 1_048_576
    /// Pieces of data behind gaps in one connection.
    package static let gaps = 64
    /// The smallest maximum segment size that a peer can ask for, as in Linux: less would be a way to make a host work.
    package static let leastSegment = 88
    /// Bytes of one line, or of the head of one HTTP request, that a service reads.
    package static let line = 8_192
    /// Bytes that a probe keeps of an answer.
    package static let answer = 65_536
    /// Ports that one scan asks.
    package static let scannedPorts = 65_536
    /// Echo requests of one ping.
    package static let pings = 10_000

    /// How many bytes of data a packet of `mtu` bytes carries behind headers without options.
    static func segmentSize(mtu: Int, _ family: IPFamily) -> Int {
        mtu - TCPHeader.length - (family == .v4 ? IPv4Header.length : IPv6Header.length)
    }
}
