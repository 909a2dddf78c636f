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
        /// A later fragment of an IPv4 packet of this protocol: no header but that of IP is in it.
        case later(IPProtocol)

        /// The protocol in the IP header.
        package func proto(_ family: IPFamily) -> IPProtocol {
            switch self {
            case .tcp: .tcp
            case .udp: .udp
            case .icmp: .ownICMP(of: family)
            case .other(let proto), .later(let proto): proto
            }
        }
    }

    /// What stands behind all headers.
    package enum Payload: Sendable {
        /// These bytes.
        case data([UInt8])
        /// What the packet of this number begins with: an ICMP error is about it (RFC 792).
        case beginning(of: Placed<Int>)
    }

    /// What a line says of the IP header; the rest is as usual, or follows from the data.
    package struct Header: Hashable, Sendable {
        /// Its numbers.
        package var numbers: [HeaderNumber: UInt16] = [:]
        /// ECN and DF.
        package var marks = IPMarks()

        /// The usual header.
        package init() {}

        /// One of its numbers; nil where nothing is said of it.
        package subscript(number: HeaderNumber) -> UInt16? {
            get { numbers[number] }
            set { numbers[number] = newValue }
        }
    }

    /// The way that the packet is to take.
    package struct Way: Sendable {
        /// The tunnel that it has to take.
        package var via: Placed<String>?
        /// The link over which it comes to the firewall; nil: the first one.
        package var link: Placed<LinkName>?
        /// The node whose address its source is to be; nil: the line has an address.
        package var source: Placed<NodeName>?
        /// The node whose address its destination is to be; nil: the line has an address.
        package var destination: Placed<NodeName>?

        /// The usual way.
        package init() {}
    }

    /// What is asked for besides the packet itself.
    package struct Asked: Sendable {
        /// What the flow table is to say about it, in a test; nil: what it says.
        package var state: ConnectionState?
        /// The link over which it is to go out, in a test; nil: the one to which its route leads.
        package var out: Placed<LinkName>?
        /// How many such packets to send, each with a number of its own.
        package var count = 1
        /// How long after one the next is sent, without waiting for its end; nil: when its way has ended.
        package var interval: Duration?
        /// Whether it is put on its way and nothing else happens yet.
        package var isHeld = false

        /// One packet.
        package init() {}
    }

    /// What the packet carries.
    package var transport: Transport
    /// Where it comes from; without a port the lab picks one.
    ///
    /// While `way` names the node, the address is the unspecified one, of the family of the other end, or of IPv4.
    package var source: Endpoint
    /// Where it goes; with a port when it is TCP or UDP, and no later fragment.
    package var destination: Endpoint
    /// What stands behind the headers.
    package var payload: Payload
    /// What its IP header says.
    package var header = Header()
    /// The way that it is to take.
    package var way = Way()
    /// What is asked for besides the packet itself.
    package var asked = Asked()
    /// The bytes of the line that say which packet.
    package var range: Range<Int>

    /// The most packets that one command sends.
    package static let countLimit = 100_000

    /// A packet between two ends.
    package init(
        _ transport: Transport, from source: Endpoint, to destination: Endpoint,
        _ payload: Payload = .data([]), at range: Range<Int> = 0..<0
    ) {
        self.transport = transport
        self.source = source
        self.destination = destination
        self.payload = payload
        self.range = range
    }

    /// Whether addresses of nodes stand for its ends still.
    package var hasNames: Bool { way.source != nil || way.destination != nil }

    /// The bytes behind its headers, where the line has them.
    package var data: [UInt8] { if case .data(let data) = payload { data } else { [] } }

    /// The packet that an ICMP error is about.
    package var about: Placed<Int>? {
        if case .beginning(let number) = payload { number } else { nil }
    }
}
