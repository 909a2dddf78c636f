/// An IP protocol number: the IPv4 protocol and the IPv6 next header (RFC 5237, IANA registry).
package struct IPProtocol: Hashable, Sendable {
    /// The number on the wire.
    package let rawValue: UInt8

    /// The protocol with the number `rawValue`.
    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Internet Control Message Protocol (RFC 792).
    package static let icmp = IPProtocol(rawValue: 1)
    /// IPv4 in IP (RFC 2003).
    package static let ipv4 = IPProtocol(rawValue: 4)
    /// Transmission Control Protocol (RFC 9293).
    package static let tcp = IPProtocol(rawValue: 6)
    /// User Datagram Protocol (RFC 768).
    package static let udp = IPProtocol(rawValue: 17)
    /// IPv6 in IP (RFC 2473).
    package static let ipv6 = IPProtocol(rawValue: 41)
    /// Encapsulating Security Payload (RFC 4303).
    package static let esp = IPProtocol(rawValue: 50)
    /// ICMP for IPv6 (RFC 4443).
    package static let icmpv6 = IPProtocol(rawValue: 58)
    /// Hop-by-hop options of IPv6 (RFC 8200 section 4.3).
    package static let hopByHop = IPProtocol(rawValue: 0)
    /// Routing header of IPv6 (RFC 8200 section 4.4).
    package static let routing = IPProtocol(rawValue: 43)
    /// Fragment header of IPv6 (RFC 8200 section 4.5).
    package static let fragmentHeader = IPProtocol(rawValue: 44)
    /// Destination options of IPv6 (RFC 8200 section 4.6).
    package static let destinationOptions = IPProtocol(rawValue: 60)
    /// No next header (RFC 8200 section 4.7); marks a dummy packet in ESP (RFC 4303 section 2.6).
    package static let noNextHeader = IPProtocol(rawValue: 59)

    /// The lower-case name, or nil for a number without one here.
    package var name: String? {
        switch self {
        case .icmp: "icmp"
        case .ipv4: "ipv4"
        case .tcp: "tcp"
        case .udp: "udp"
        case .ipv6: "ipv6"
        case .esp: "esp"
        case .icmpv6: "icmpv6"
        case .noNextHeader: "ipv6-nonxt"
        default: nil
        }
    }

    /// Every protocol that has a name, by number.
    package static let named: [IPProtocol] = [
        .icmp, .ipv4, .tcp, .udp, .ipv6, .esp, .icmpv6, .noNextHeader,
    ]

    /// The protocol of a family's own error and echo messages.
    package static func ownICMP(of family: IPFamily) -> IPProtocol {
        switch family {
        case .v4: .icmp
        case .v6: .icmpv6
        }
    }

    /// How many bytes a payload of this protocol says that it has, so that padding for traffic flow confidentiality
    /// can be told from it (RFC 4303 section 2.7).
    ///
    /// Nil where it does not say, as TCP and ICMP never do, or is none of the protocol.
    package func declaredLength(of payload: Span<UInt8>) -> Int? {
        switch self {
        case .udp: (try? UDPHeader.parse(payload)).map { Int($0.datagramLength) }
        case .ipv4, .ipv6: (try? IPHeader.parse(payload))?.totalLength
        default: nil
        }
    }

    /// The length in bytes of the IPv6 extension header with this number that `bytes` begin with (RFC 8200 section 4).
    ///
    /// Nil for what is no extension header, and where `bytes` do not hold all of it.
    func extensionLength(in bytes: Span<UInt8>) -> Int? {
        let length: Int
        switch self {
        case .fragmentHeader: length = 8
        case .hopByHop, .routing, .destinationOptions:
            guard bytes.count >= 2 else { return nil }
            length = (Int(bytes[1]) + 1) * 8
        default: return nil
        }
        return length <= bytes.count ? length : nil
    }

    /// Whether TCP or UDP ports follow the IP header.
    package var hasPorts: Bool { self == .tcp || self == .udp }
}

extension IPProtocol: TextParsable {
    /// Reads a name in lower case or a number without leading zeros.
    ///
    /// - Throws: `notAProtocol`, `leadingZero` or `protocolOutOfRange`.
    package static func parse(_ text: Span<UInt8>) throws(TextFault) -> IPProtocol {
        for proto in named {
            if let name = proto.name, text.equals(name) { return proto }
        }
        do throws(TextFault) {
            let number = try text.decimal(upTo: 255, overflow: .protocolOutOfRange)
            return IPProtocol(rawValue: UInt8(truncatingIfNeeded: number))
        } catch {
            throw error == .notANumber ? .notAProtocol : error
        }
    }

    /// Appends the name, or the number where there is none.
    package func write(to text: inout [UInt8]) {
        guard let name else { return text.append(decimal: UInt64(rawValue)) }
        text.append(contentsOf: name.utf8)
    }
}
