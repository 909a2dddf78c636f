import Wire

/// Ports from `low` to `high`, both included; `PortSpan.none` is the port of a packet that has none.
struct PortSpan: Sendable {
    let low: UInt32
    let high: UInt32

    /// One past the last port: only a rule that asks for no port reaches up to it.
    static let none: UInt32 = 65_536

    static func spans(of ports: PortSet?) -> [PortSpan] {
        guard let ports else { return [PortSpan(low: 0, high: none)] }
        return ports.ranges.map {
            PortSpan(low: UInt32($0.first.rawValue), high: UInt32($0.last.rawValue))
        }
    }

    @inline(__always)
    func contains(_ number: UInt32) -> Bool { number >= low && number <= high }
}

/// The ports and protocols that a rule matches.
struct PortBox: Sendable {
    let source: PortSpan
    let destination: PortSpan
    let firstProto: UInt8
    let lastProto: UInt8

    init(source: PortSpan, destination: PortSpan, proto: IPProtocol?) {
        self.source = source
        self.destination = destination
        firstProto = proto?.rawValue ?? 0
        lastProto = proto?.rawValue ?? 255
    }

    @inline(__always)
    func contains(_ point: PortPoint) -> Bool {
        source.contains(point.source) && destination.contains(point.destination)
            && point.proto >= firstProto && point.proto <= lastProto
    }
}

/// A packet's ports and protocol as numbers.
struct PortPoint {
    let source: UInt32
    let destination: UInt32
    let proto: UInt8

    init(_ packet: PacketFields) {
        source = packet.sourcePort.map { UInt32($0.rawValue) } ?? PortSpan.none
        destination = packet.destinationPort.map { UInt32($0.rawValue) } ?? PortSpan.none
        proto = packet.proto.rawValue
    }
}
