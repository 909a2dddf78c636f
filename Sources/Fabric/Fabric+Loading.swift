import EventLoop
package import Firewall
package import Timeline
package import Wire

/// Packets that somebody else made, each at its own time.
extension Fabric {
    /// Puts a packet on its way as it is, and leaves it there until the network runs on.
    ///
    /// It comes to the client gateway over `link`; without one from the entrance.
    ///
    /// - Returns: The packet's number.
    package func inject(_ packet: Packet, over link: LinkName?) -> Int {
        let (start, goal) = ends(of: link)
        let number = enter(packet, .sent, via: nil, at: start)
        forward(Transit(number: number, packet: packet, via: nil, goal: goal), from: start)
        return number
    }

    /// Does what is due by an instant, and moves the clock there; a past one does nothing.
    ///
    /// - Throws: `FabricFault.system` when the system refuses to wait.
    package func run(until instant: Instant) throws(FabricFault) {
        while loop.inFlight > 0 || loop.nextDeadline.map({ $0 <= instant }) ?? false {
            _ = try step()
        }
        loop.advance(to: instant)
    }

    /// Does what is due until every packet has ended.
    ///
    /// - Throws: `FabricFault.system` when the system refuses to wait.
    package func settle() throws(FabricFault) {
        while try step() {}
    }
}
