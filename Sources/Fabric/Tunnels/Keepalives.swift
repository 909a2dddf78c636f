import EventLoop
import Network
import Timeline
import Tunnel

/// Keepalives that an end sends by itself whenever it has sent nothing for an interval (RFC 3948 section 4).
struct Keepalives {
    let interval: Duration
    /// The timer of the next look.
    fileprivate var token: TimerToken
    /// The newest of them, which may be under way.
    fileprivate var frame: Int?
}

extension Tunnels {
    /// Lets the speaker of a tunnel send keepalives by itself; nil: no longer.
    func keepAlive(_ tunnel: Tunnel, every interval: Duration?) {
        if let old = tunnel.keepalives { scheduler.cancel(old.token) }
        tunnel.keepalives = interval.map { interval in
            let now = scheduler.now
            let due = (tunnel.speaker.lastSent ?? now) + interval
            return Keepalives(
                interval: interval, token: timer(of: tunnel, after: max(due, now) - now))
        }
    }

    /// Takes the timers of all keepalives back: they are set anew when the network has been put back.
    func stopKeepalives() {
        for tunnel in open { keepAlive(tunnel, every: nil) }
    }

    fileprivate func timer(of tunnel: Tunnel, after wait: Duration) -> TimerToken {
        scheduler.add(.keepAlive(tunnel: tunnel.id), after: wait, .background)
    }
}

extension Walker {
    /// Looks whether an end has sent nothing for an interval, and lets it send a keepalive then.
    func keepAlive(_ id: Int) {
        guard let tunnel = tunnels.open.first(where: { $0.id == id }),
            var keepalives = tunnel.keepalives
        else { return }
        let now = scheduler.now
        var wait = keepalives.interval
        if let due = tunnel.speaker.lastSent.map({ $0 + wait }), due > now {
            wait = due - now
        } else if !isUnderWay(keepalives.frame) {
            // One at a time: on a slower way the next would always be under way, and the network never idle.
            keepalives.frame = putKeepalive(of: tunnel)
        }
        keepalives.token = tunnels.timer(of: tunnel, after: wait)
        tunnel.keepalives = keepalives
    }

    private func isUnderWay(_ frame: Int?) -> Bool {
        frame.flatMap { history.frames.last(of: $0) }?.fate == .underway
    }

    /// Puts a keepalive of the end that speaks for a tunnel on the wire.
    ///
    /// - Returns: The number of the frame; nil where there is no wire, or where nobody knows yet where the other end is.
    func putKeepalive(of tunnel: Tunnel) -> Int? {
        let peer = tunnel.speaker
        if let remote = tunnel.remote, remote.port == nil { return nil }
        peer.noteSent(at: scheduler.now)
        let encapsulation = Encapsulation(
            tunnel: tunnel.name, sender: peer.role, length: UDPEncapsulation.keepalive.count)
        let datagram = UDPEncapsulation.keepalive
        return carrier.put(
            datagram.span, Frame.Content(kind: .keepalive), encapsulation)
    }
}
