import EventLoop
import Network
import Timeline
import Tunnel
import Wire

/// A packet that is on its way.
struct Transit: Sendable {
    /// Its number in the log.
    let number: Int
    /// Its bytes as they are at this point of the way.
    let packet: Packet
    /// The tunnel that it has to take.
    let via: String?
    /// The node that it is for although no address says so: the end of a tunnel that carries messages; nil: whoever
    /// has its destination.
    let goal: NodeID?

    /// The same packet with other bytes.
    func carrying(_ packet: Packet) -> Transit {
        Transit(number: number, packet: packet, via: via, goal: goal)
    }
}

/// What is to be done when a timer is due.
enum Work: Sendable {
    /// A frame comes out of its link, with the packet that it carries.
    case arrive(frame: Int, Transit?)
    /// A node takes a packet that it has made for itself.
    case take(Transit, at: NodeID)
    /// SAs of a tunnel have drained.
    case retire(String, [SPI])
    /// Nobody waits any longer for the answer to this packet.
    case stopWaiting(number: Int, node: NodeID)
    /// A host has something to do by itself.
    case host(NodeID)
    /// An end of a tunnel may have sent nothing for a while.
    case keepAlive(tunnel: Int)
}

/// What is to be done next.
enum Due {
    /// Work whose time has come.
    case work(Work)
    /// A socket has something to read.
    case readable(SocketID)
    /// A datagram on its way to a socket has not come.
    case overdue(SocketID)
    /// A timer whose work was taken back.
    case nothing
    /// Nothing is left.
    case idle
}

/// Work and when it is due, on the virtual clock of an event loop.
final class Scheduler {
    let loop: EventLoop
    // One value, so that a piece of work is added or taken under one check for exclusive access.
    private var table = WorkTable()

    /// Whether somebody waits for a piece of work.
    enum Urgency: Sendable {
        /// The network is not idle before it is done.
        case foreground
        /// It is done when time has passed for other reasons.
        case background
    }

    /// A scheduler with nothing to do.
    init(_ loop: EventLoop) {
        self.loop = loop
    }

    var now: Instant { loop.now }

    /// Whether somebody waits for something that has not been done, or for a datagram that has not come.
    var isBusy: Bool { table.foreground > 0 || loop.inFlight > 0 }

    /// Adds work that is due when `wait` has passed.
    ///
    /// - Returns: A token that names the work once and is never used again.
    @discardableResult
    func add(
        _ work: Work, after wait: Duration, _ urgency: Urgency = .foreground
    ) -> TimerToken {
        let token = table.add(work, urgency)
        loop.schedule(token, after: wait)
        return token
    }

    /// Takes work back.
    func cancel(_ token: TimerToken) {
        loop.cancel(token)
        _ = table.take(token)
    }

    /// Finds out what is to be done next; virtual time passes where nothing is due before.
    ///
    /// - Throws: `SystemFault` when the system refuses to wait.
    func next() throws(SystemFault) -> Due {
        switch try loop.next() {
        case .timer(let token): table.take(token).map(Due.work) ?? .nothing
        case .readable(let id): .readable(id)
        case .overdue(let id): .overdue(id)
        case .idle: .idle
        }
    }

}

/// The work that is to be done, by token.
private struct WorkTable {
    /// How much work there is for which somebody waits.
    private(set) var foreground = 0
    private var slots: [Slot] = []
    private var free: [Int] = []

    private struct Slot {
        var generation: UInt32 = 0
        var urgency = Scheduler.Urgency.foreground
        var work: Work?
    }

    mutating func add(_ work: Work, _ urgency: Scheduler.Urgency) -> TimerToken {
        let index = free.popLast() ?? slots.count
        if index == slots.count { slots.append(Slot()) }
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
            UInt64(slots[index].generation) == token.rawValue >> 32,
            let work = slots[index].work.take()
        else { return nil }
        if slots[index].urgency == .foreground { foreground -= 1 }
        free.append(index)
        return work
    }
}
