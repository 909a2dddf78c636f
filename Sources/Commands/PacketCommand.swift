package import Firewall
package import Grammar
package import Timeline
package import Wire

/// What can be done with packets.
package enum PacketCommand: Sendable {
    /// Build packets and put them on their way.
    indirect case send(PacketRequest)
    /// Build the answer to a packet and send it back.
    case reply(Placed<Int>, flags: TCPFlags?, data: [UInt8])
    /// Say what would happen.
    indirect case test(PacketRequest)
    /// Say what would happen to the packets of a capture file.
    case testFile(Placed<String>)
    /// Send the packets of a capture file.
    case load(Placed<String>)
    /// Show the layers of a packet.
    case show(Placed<Int>)
    /// Show the bytes of a packet wherever they differ.
    case bytes(Placed<Int>)
    /// Show the way that a packet took.
    case trace(Placed<Int>)
    /// List the packets that are kept.
    case list
}

/// A packet as a person asks for it.
package struct PacketRequest: Sendable {
    /// What follows the IP header.
    package enum Transport: Hashable, Sendable {
        /// A TCP segment with these control bits.
        case tcp(TCPFlags)
        /// A UDP datagram.
        case udp
        /// An ICMP or ICMPv6 message, by the family; without a type an echo request.
        case icmp(type: UInt8?, code: UInt8?)
        /// Another protocol: the data stands behind the IP header.
        case other(IPProtocol)

        /// The protocol in the IP header.
        package func proto(_ family: IPFamily) -> IPProtocol {
            switch self {
            case .tcp: .tcp
            case .udp: .udp
            case .icmp: .ownICMP(of: family)
            case .other(let proto): proto
            }
        }
    }

    /// What the packet carries.
    package var transport: Transport
    /// Where it comes from; without a port the lab picks one.
    package var source: Endpoint
    /// Where it goes; with a port when it is TCP or UDP.
    package var destination: Endpoint
    /// The bytes behind the headers.
    package var data: [UInt8]
    /// Numbers of its IP header; the others are the usual ones, or follow from the data.
    package var header: [HeaderNumber: UInt16] = [:]
    /// The packet that an ICMP error is about.
    package var about: Placed<Int>?
    /// The tunnel that it has to take.
    package var via: Placed<String>?
    /// The link over which it comes to the firewall; nil: the first one.
    package var link: Placed<LinkName>?
    /// What the flow table is to say about it, in a test; nil: what it says.
    package var state: ConnectionState?
    /// How many such packets to send, each with a number of its own.
    package var count: Int
    /// How long after one the next is sent, without waiting for its end; nil: when its way has ended.
    package var interval: Duration?
    /// The bytes of the line that say which packet.
    package var range: Range<Int>

    /// The most packets that one command sends.
    package static let countLimit = 100_000

    /// A packet between two ends.
    package init(
        _ transport: Transport, from source: Endpoint, to destination: Endpoint,
        data: [UInt8] = [], count: Int = 1, at range: Range<Int> = 0..<0
    ) {
        self.transport = transport
        self.source = source
        self.destination = destination
        self.data = data
        self.count = count
        self.range = range
    }
}
