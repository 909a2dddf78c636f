import Timeline
import Wire

/// The number of a probe at its host, from 1 on.
package struct ProbeNumber: Hashable, Comparable, Sendable {
    /// The number.
    package let rawValue: Int

    /// The number `rawValue`.
    package init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// Orders by number.
    package static func < (left: ProbeNumber, right: ProbeNumber) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// What a probe gets from its host when it starts.
struct ProbeSetup: Hashable, Sendable {
    /// The host's address of the target's family.
    let source: IPAddress
    /// Whom the probe is about.
    let target: IPAddress
    /// A port that nothing else at the host uses for the target.
    let port: Port
    /// A number for ICMP and DNS identifiers.
    let identifier: UInt16
    /// What sequence numbers are made with.
    let secret: HostSecret
}

/// What a probe does at a step.
struct ProbeOutput {
    /// What is sent, each with the place of what it asks about among all that the probe asks.
    var packets: [(draft: PacketDraft, item: Int)] = []
    /// What is to be done with the probe's connection, in order.
    var orders: [ConnectionOrder] = []
    /// What was found out, in order.
    var events: [ProbeEvent] = []
    /// Whether that is all.
    var isDone = false
}

/// What a probe wants of its connection; it has one at most.
enum ConnectionOrder: Hashable, Sendable {
    case open(ConnectionKey)
    case send([UInt8])
    case close
    case abort
    /// The connection stays when the probe is done.
    case leave
}

/// What a host asks the network by itself: packets and instants in, packets and findings out.
///
/// Each is a value: a copy goes on by itself.
protocol ProbeMachine: Sendable {
    /// When something is due; nil where nothing is.
    var deadline: Instant? { get }
    /// Begins.
    mutating func start(at instant: Instant, into output: inout ProbeOutput)
    /// Does what is due.
    mutating func fire(at instant: Instant, into output: inout ProbeOutput)
    /// Takes a packet to the host.
    ///
    /// - Returns: Whether it was for this probe.
    mutating func receive(_ packet: Packet, at instant: Instant, into output: inout ProbeOutput)
        -> Bool
    /// Takes an ICMP error about a packet of the host.
    ///
    /// - Returns: Whether the packet was this probe's.
    mutating func receive(_ error: QuotedError, at instant: Instant, into output: inout ProbeOutput)
        -> Bool
    /// Takes what happened to the probe's connection.
    mutating func receive(_ event: TCPEvent, at instant: Instant, into output: inout ProbeOutput)
}

extension ProbeMachine {
    mutating func receive(
        _ packet: Packet, at instant: Instant, into output: inout ProbeOutput
    ) -> Bool { false }

    mutating func receive(
        _ error: QuotedError, at instant: Instant, into output: inout ProbeOutput
    ) -> Bool { false }

    mutating func receive(
        _ event: TCPEvent, at instant: Instant, into output: inout ProbeOutput
    ) {}
}
