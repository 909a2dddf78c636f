import Fabric
package import Network
package import Wire

/// What the datagrams of one direction tell.
package struct WatchedWay: Sendable {
    /// The gateway that they left.
    package let from: NodeID
    /// The gateway that they went to.
    package let to: NodeID
    /// How many datagrams there were, how long, and when.
    package private(set) var traffic: WatchedTraffic
    /// How many of them belonged to no SA.
    package private(set) var unsealed = Unsealed()
    /// Between which addresses, in the order in which they came up.
    package private(set) var pairs: [AddressPair] = []
    /// How many datagrams went between addresses for which there was no more room here.
    package private(set) var otherPairs = 0
    /// The SAs, by their SPIs, in the order in which they came up.
    package private(set) var streams: [WatchedStream] = []
    /// How many datagrams belonged to SAs for which there was no more room here.
    package private(set) var otherStreams = 0

    /// How many datagrams belonged to no SA.
    package struct Unsealed: Sendable {
        /// Packets in clear.
        package fileprivate(set) var inClear = 0
        /// NAT keepalives.
        package fileprivate(set) var keepalives = 0
        /// What no end of a tunnel sealed or sent: what attackers and strangers made up.
        package fileprivate(set) var madeUp = 0
    }

    /// Two addresses that something went between.
    package struct AddressPair: Hashable, Sendable {
        /// Where it came from.
        package let source: IPAddress
        /// Where it went.
        package let destination: IPAddress
    }

    /// The most pairs of addresses, and the most SAs, that are told apart.
    package static let limit = 8

    /// What frames tell, which all went one way and stand in the order of time; nil without any.
    init?(_ frames: [Frame], in log: FrameLog) {
        guard let first = frames.first else { return nil }
        from = first.direction.from
        to = first.direction.to
        traffic = WatchedTraffic(first)
        for frame in frames.dropFirst() { traffic.add(frame) }
        for frame in frames {
            let seen = log.withBytes(of: frame.number) { bytes in
                (
                    header: try? IPHeader.parse(bytes),
                    esp: try? ESPHeader.parse(bytes.extracting(frame.payload))
                )
            }
            if let header = seen?.header { add(header.source, header.destination) }
            add(frame, seen?.esp)
        }
    }

    /// The SA that stopped being used before the one at `place` in `streams` was; nil where there is none.
    package func predecessor(of place: Int) -> WatchedStream? {
        guard place > 0 else { return nil }
        let (before, stream) = (streams[place - 1], streams[place])
        return before.numbers.lastNew < stream.traffic.first ? before : nil
    }

    private mutating func add(_ source: IPAddress, _ destination: IPAddress) {
        let pair = AddressPair(source: source, destination: destination)
        guard !pairs.contains(pair) else { return }
        if pairs.count < Self.limit { pairs.append(pair) } else { otherPairs += 1 }
    }

    private mutating func add(_ frame: Frame, _ header: ESPHeader?) {
        if frame.encapsulation == nil { return unsealed.inClear += 1 }
        if frame.kind == .keepalive { return unsealed.keepalives += 1 }
        guard let form = frame.encapsulation?.form, let header else { return unsealed.madeUp += 1 }
        if let place = streams.lastIndex(where: { $0.holds(frame, header, form) }) {
            streams[place].add(frame, header, form)
        } else if streams.count < Self.limit {
            streams.append(WatchedStream(frame, header, form))
        } else {
            otherStreams += 1
        }
    }
}
