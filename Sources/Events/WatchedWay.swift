package import Fabric
package import Wire

/// What the datagrams of one direction tell.
package struct WatchedWay: Sendable {
    /// The gateway that they left.
    package let from: NodeID
    /// The gateway that they went to.
    package let to: NodeID
    /// How many datagrams there were, how long, and when.
    package private(set) var traffic: WatchedTraffic
    /// How many of them were packets in clear.
    package private(set) var inClear = 0
    /// Between which addresses, in the order in which they came up.
    package private(set) var pairs: [AddressPair] = []
    /// How many datagrams went between addresses for which there was no more room here.
    package private(set) var otherPairs = 0
    /// The SAs, by their SPIs, in the order in which they came up.
    package private(set) var streams: [WatchedStream] = []
    /// How many datagrams belonged to SAs for which there was no more room here.
    package private(set) var otherStreams = 0

    /// Two addresses that something went between.
    package struct AddressPair: Hashable, Sendable {
        /// Where it came from.
        package let source: IPAddress
        /// Where it went.
        package let destination: IPAddress
    }

    /// The most pairs of addresses, and the most SAs, that are told apart.
    package static let limit = 8

    /// What `crossings` tell, which all went one way and stand in the order of time; nil without any.
    init?(_ crossings: [WireCrossing]) {
        guard let first = crossings.first else { return nil }
        from = first.from
        to = first.to
        traffic = WatchedTraffic(first)
        traffic.add(crossings.dropFirst())
        for crossing in crossings { add(crossing) }
    }

    /// The SA that stopped being used before the one at `place` in `streams` was; nil where there is none.
    package func predecessor(of place: Int) -> WatchedStream? {
        guard place > 0 else { return nil }
        let (before, stream) = (streams[place - 1], streams[place])
        return before.traffic.last < stream.traffic.first ? before : nil
    }

    private mutating func add(_ crossing: WireCrossing) {
        let pair = AddressPair(source: crossing.source, destination: crossing.destination)
        if !pairs.contains(pair) {
            if pairs.count < Self.limit { pairs.append(pair) } else { otherPairs += 1 }
        }
        guard case .sealed(let sealing, let header) = crossing.content else {
            inClear += 1
            return
        }
        if let place = streams.lastIndex(where: { $0.holds(sealing, header) }) {
            streams[place].add(crossing, sealing, header)
        } else if streams.count < Self.limit {
            streams.append(WatchedStream(crossing, sealing, header))
        } else {
            otherStreams += 1
        }
    }
}
