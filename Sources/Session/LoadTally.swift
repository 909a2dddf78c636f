import Captures
import Events
import Fabric
import Network
import Wire

/// Counts what becomes of the packets of a file, and tells the first of them one by one, from the events of
/// the network alone.
struct LoadTally {
    private var load: PacketLoad
    private var tally: BurstTally
    /// The packets under way: their places in the file, what they are, and what is odd about them.
    private var underway: [Int: (place: Int, fields: PacketFields, oddities: [PacketOddity])] = [:]
    /// How many packets were put on their way.
    private(set) var sent = 0
    private let net: Topology

    init(file: String, first: Int, in net: Topology) {
        self.net = net
        tally = BurstTally(first: first, asked: 0)
        load = PacketLoad(file: file, tally.burst)
    }

    /// How many packets of the file are under way.
    var underwayCount: Int { underway.count }

    /// What has become of the file so far.
    var result: PacketLoad {
        var result = load
        result.burst = tally.burst
        return result
    }

    /// Notes a packet of the file that is not sent.
    mutating func miss(_ place: Int, _ miss: CaptureMiss) {
        load.add(place, miss)
    }

    /// Notes a packet of the file that comes behind the most that is sent.
    mutating func leaveOut() { load.excess += 1 }

    /// Notes that the rest of the file is not looked at.
    mutating func interrupt() { load.isInterrupted = true }

    /// Notes that a packet of the file is on its way.
    mutating func send(
        _ place: Int, as number: Int, _ packet: Packet, _ oddities: [PacketOddity]
    ) {
        underway[number] = (place, packet.fields, oddities)
        sent += 1
    }

    /// Notes that the file ends inside of what starts at this byte.
    mutating func breakOff(at place: Int?) { load.notes.brokenOff = place }

    mutating func note(_ happening: Happening) {
        tally.note(happening)
        guard case .step(let number, let step) = happening else { return }
        switch step.what {
        case .delivered: end(number, nil, at: step.node)
        case .dropped(let reason): end(number, reason, at: step.node)
        default: break
        }
    }

    private mutating func end(_ number: Int, _ drop: DropReason?, at node: NodeID) {
        guard let packet = underway.removeValue(forKey: number) else { return }
        load.add(
            packet.place, as: number, packet.fields, drop, at: net.name(of: node),
            packet.oddities)
    }
}
