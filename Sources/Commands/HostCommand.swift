package import Grammar
package import Network
package import Timeline
package import Wire

/// What can be done at a host: ask the network, and offer services.
package enum HostCommand: Sendable {
    /// Send echo requests.
    case ping(Placed<HostWord>, PingWords)
    /// Find out which routers are on the way.
    case traceroute(Placed<HostWord>, TracerouteWords)
    /// Open a connection, say something and hear the answer.
    case connect(Placed<HostPort>, ConnectWords)
    /// Ask for a page.
    case fetch(Placed<PageAddress>)
    /// Ask a DNS server about a name.
    case resolve(Placed<DNSName>, ResolveWords)
    /// Find out which ports are open.
    case scan(Placed<HostWord>, ScanWords)
    /// Show the connections.
    case listConnections
    /// Close the connection with this number in the list.
    case closeConnection(Placed<Int>)
    /// Offer a service.
    case addService(Placed<HostService>)
    /// Offer a service no longer.
    case removeService(Placed<ServiceKind.Name>, ServicePlace)
    /// Show the services.
    case listServices
    /// Say something about a name by DNS.
    case addRecord(Placed<DNSRecord>)
    /// Say nothing about a name any longer.
    case removeRecords(Placed<DNSName>)
    /// Show what is said about names.
    case listRecords
}

/// A host by its address, or by a name: that of a node, or one that DNS knows.
package enum HostWord: Hashable, Sendable {
    /// Its address.
    case address(IPAddress)
    /// A name.
    case name(String)
}

extension HostWord: TextWritable {
    /// Appends the address, or the name.
    package func write(to text: inout [UInt8]) {
        switch self {
        case .address(let address): address.write(to: &text)
        case .name(let name): text += name.utf8
        }
    }
}

/// A port of a host, as `connect` takes it: `web:80`, `10.0.1.80:ssh`, `[2001:db8::1]:80`.
package struct HostPort: Hashable, Sendable {
    /// The host.
    package let host: HostWord
    /// The port, which is not 0.
    package let port: Port

    /// A port of a host.
    package init(host: HostWord, port: Port) {
        self.host = host
        self.port = port
    }
}

extension HostPort: TextWritable {
    /// Appends host and port with a colon between them; an IPv6 address has brackets.
    package func write(to text: inout [UInt8]) {
        switch host {
        case .address(let address): Endpoint(address: address, port: port).write(to: &text)
        case .name(let name):
            text += name.utf8
            text.append(UInt8(ascii: ":"))
            port.write(to: &text)
        }
    }
}

/// Where a page is: `http://web/news`, `http://10.0.1.80:8080/` (RFC 9110 section 4.2.1).
package struct PageAddress: Hashable, Sendable {
    /// The server.
    package let server: HostPort
    /// What stands between `http://` and the path, as it was written: the Host field of the request.
    package let authority: String
    /// The path, which begins with `/`.
    package let path: String
}

/// What `connect` is told.
package struct ConnectWords: Sendable {
    /// What is said.
    package var data: [UInt8] = []
    /// Whether the connection stays open.
    package var isKept = false
}

/// What `ping` is told.
package struct PingWords: Sendable {
    /// How many requests.
    package var count: Int?
    /// The time between two.
    package var interval: Duration?
    /// Bytes of data.
    package var size: Int?
}

/// What `traceroute` is told.
package struct TracerouteWords: Sendable {
    /// What is sent.
    package var mode = TracerouteRequest.Mode.udp
    /// The largest hop limit.
    package var mostHops: Int?
}

/// What `resolve` is told.
package struct ResolveWords: Sendable {
    /// What is asked; nil: the addresses of both families.
    package var type: DNSType?
    /// The server; nil: the host's own.
    package var server: Placed<HostWord>?
}

/// What `scan` is told.
package struct ScanWords: Sendable {
    /// Which ports.
    package var ports: PortSet?
    /// How.
    package var technique = ScanRequest.Technique.syn
    /// The least time between two packets.
    package var pace: Duration?

    /// The ports one by one; 1 to 1024 unless the line says others.
    package var portList: [Port] {
        guard let ports else { return (1...1024).map { Port(rawValue: $0) } }
        return ports.ranges.flatMap { range in
            (range.first.rawValue...range.last.rawValue).map { Port(rawValue: $0) }
        }
    }
}

/// Where a service listens, as far as a line says it; otherwise where its kind usually does, over TCP.
package struct ServicePlace: Sendable {
    /// The transport.
    package var transport = ServiceTransport.tcp
    /// The port.
    package var port: Port?
}
