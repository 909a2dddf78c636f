import EventLoop
import Tunnel
import Wire

/// Somebody on the wire who sends datagrams to the ends of tunnels from a socket of his own.
///
/// He has what an eavesdropper has, the recorded datagrams, and none of the keys.
final class Attacker {
    private var socket: BatchSocket
    /// The datagrams that were fired since the last ``forget()``, in this order.
    private(set) var shots: [Shot] = []
    /// The first that may still be under way.
    private var upcoming = 0
    private var numberOfKeys = 0

    /// An attacker with a socket on a port that the system chooses.
    ///
    /// - Throws: `SystemFault` when there is none.
    init() throws(SystemFault) {
        // He only sends: a place of one byte is room enough for what he never receives.
        socket = try BatchSocket(port: 0, way: .manyMessages, datagramLimit: 1)
    }

    /// The port that he sends from.
    var port: UInt16 { socket.localPort }

    /// Sends datagrams of these lengths that lie behind each other in `bytes`.
    ///
    /// - Throws: `SystemFault`.
    func send(
        _ bytes: Span<UInt8>, lengths: [UInt32], to port: UInt16
    ) throws(SystemFault) {
        try socket.send(bytes, lengths: lengths, to: port)
    }

    /// A datagram of his.
    struct Shot {
        /// The number of the packet that it is a whole copy of.
        let copied: Int?
        /// What became of it; nil while it is under way.
        var strike: Strike?
    }

    /// Whether a datagram of his is under way; one that comes after it was given up is nobody's.
    var isAwaiting: Bool { upcoming < shots.count }

    /// What the datagram is a copy of that arrives next: on loopback none overtakes another.
    var upcomingCopy: Int? { isAwaiting ? shots[upcoming].copied : nil }

    /// Notes a datagram that is under way, or that has met its end already.
    func note(_ shot: Shot) {
        shots.append(shot)
        skipEnded()
    }

    /// Notes what became of the oldest datagram under way.
    func noteArrival(_ strike: Strike) {
        shots[upcoming].strike = strike
        skipEnded()
    }

    /// Forgets what was fired; the room for it is kept.
    func forget() {
        shots.removeAll(keepingCapacity: true)
        upcoming = 0
    }

    private func skipEnded() {
        while isAwaiting, shots[upcoming].strike != nil { upcoming += 1 }
    }

    /// A name for the next thing that he draws, so that no two are alike under one seed.
    func nextLabel(_ purpose: String) -> String {
        numberOfKeys += 1
        return "attack \(purpose) \(numberOfKeys)"
    }
}
