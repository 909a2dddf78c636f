import EventLoop
package import Firewall
package import Timeline
package import Wire

/// Packets that are under way together.
extension Fabric {
    /// Builds a packet and puts it on its way, without following it.
    ///
    /// - Returns: The packet's number.
    /// - Throws: as `send(_:via:over:)`.
    package func launch(
        _ draft: PacketDraft, via name: String? = nil, over link: LinkName? = nil
    ) throws(FabricFault) -> Int {
        if let name { try tunnels.check(name) }
        let packet = try Self.build(draft)
        let isInward = link.map { $0 != entranceLink } ?? false
        return launch(
            packet, .sent, via: name, from: isInward ? topology.exit : topology.entrance,
            to: isInward ? topology.entrance : topology.exit)
    }

    func launch(
        _ packet: Packet, _ origin: PacketOrigin, via name: String?, from start: NodeID,
        to goal: NodeID
    ) -> Int {
        let number = enter(packet, origin, via: name, at: start)
        forward(Transit(number: number, packet: packet, via: name, goal: goal), from: start)
        return number
    }

    /// Lets virtual time pass for the packets that are under way; what is later goes on being so.
    ///
    /// - Throws: `FabricFault.system` when the system refuses to wait.
    package func go(on duration: Duration) throws(FabricFault) {
        let end = loop.now + duration
        while loop.inFlight > 0 || loop.nextDeadline.map({ $0 <= end }) ?? false {
            _ = try step()
        }
        loop.advance(to: end)
    }

    /// Does the next things of what is under way, at most so many; false when nothing is left to do.
    ///
    /// - Throws: `FabricFault.system` when the system refuses to wait.
    package func go(steps: Int) throws(FabricFault) -> Bool {
        for _ in 0..<steps {
            guard schedule.hasForeground || loop.inFlight > 0, try step() else { return false }
        }
        return true
    }
}
