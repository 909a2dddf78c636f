import Timeline
import Tunnel
import Wire

/// A packet that is on its way; one object, because it is handed from timer to timer.
final class Transit: Sendable {
    /// Its number in the log.
    let number: Int
    /// Its bytes as they are at this point of the way.
    let packet: Packet
    /// The tunnel that it has to take.
    let via: String?
    /// The node where it is delivered.
    let goal: NodeID

    init(number: Int, packet: Packet, via: String?, goal: NodeID) {
        self.number = number
        self.packet = packet
        self.via = via
        self.goal = goal
    }
}

/// What is to be done when a timer is due.
enum Work: Sendable {
    /// A packet comes in at a node over a link.
    case arrive(Transit, at: NodeID, over: Link)
    /// An ESP packet reaches the other end of the wire: now it goes over the sockets.
    case cross(Transit, Sealing)
    /// SAs of a tunnel have drained.
    case retire(String, [SPI])
    /// Nobody waits any longer for the answer to this packet.
    case stopWaiting(number: Int, node: NodeID)
}

/// What each timer stands for; a token names its work once and is never used again.
struct WorkTable {
    /// Whether somebody waits for a piece of work.
    enum Urgency: Sendable {
        /// The network is not idle before it is done.
        case foreground
        /// It is done when time has passed for other reasons.
        case background
    }

    private var slots: [(generation: UInt32, urgency: Urgency, work: Work?)] = []
    private var free: [Int] = []
    private var foreground = 0

    /// Whether somebody waits for work that has not been done.
    var hasForeground: Bool { foreground > 0 }

    mutating func add(_ work: Work, _ urgency: Urgency = .foreground) -> TimerToken {
        let index = free.popLast() ?? slots.count
        if index == slots.count { slots.append((0, urgency, nil)) }
        slots[index].generation &+= 1
        slots[index].urgency = urgency
        slots[index].work = work
        if urgency == .foreground { foreground += 1 }
        return TimerToken(rawValue: UInt64(slots[index].generation) << 32 | UInt64(index))
    }

    /// The work of a token, which is then forgotten; nil when it has been taken already.
    mutating func take(_ token: TimerToken) -> Work? {
        let index = Int(token.rawValue & 0xFFFF_FFFF)
        guard slots.indices.contains(index),
            UInt64(slots[index].generation) == token.rawValue >> 32
        else { return nil }
        guard let work = slots[index].work.take() else { return nil }
        if slots[index].urgency == .foreground { foreground -= 1 }
        free.append(index)
        return work
    }
}
