import Firewall
package import Grammar
import Wire

/// The kinds of value in Garita's language, each with its one reader.
enum Arguments {
    static let addresses = Argument.texts(
        "ADDRESSES",
        "addresses: 192.168.1.100, 10.0.0.0/8, 10.0.0.5-10.0.0.9, @office, or a list with commas",
        read: FieldSyntax.readAddresses)

    static let members = Argument.texts(
        "ADDRESS", "an address, a prefix or a range: 10.0.0.0/8, 10.0.0.5-10.0.0.9",
        read: AddressRange.parse)

    static let protocols = Argument.texts(
        "PROTOCOLS", "protocols by name or number: tcp,udp or 47", read: FieldSyntax.readProtocols)

    static let links = Argument.texts(
        "LINKS", "a link of the gateway: lan-a or internet at gw-a", known: .linkNames,
        read: FieldSyntax.readLinks)

    static let link = Argument(
        "LINK", "a link of the gateway: lan-a or internet at gw-a", known: .linkNames
    ) { text throws(ValueFault) in LinkName(rawValue: try Names.read(text)) }

    static let gateway = Argument(
        "GATEWAY", "a gateway: gw-a or gw-b", known: .gatewayNames, read: Names.read)

    static let anyLink = Argument(
        "LINK", "a link: lan-a, internet or lan-b", known: .allLinkNames, read: Names.read)

    static let percentage = Argument.texts(
        "PERCENT", "a share of the packets, with up to two decimals: 10%, 0.25%",
        read: Percentage.parse)

    static let icmpTypes = Argument.texts(
        "TYPES", "ICMP types by number: 8, or 0,8", read: FieldSyntax.readTypes)

    static let icmpCodes = Argument.texts(
        "CODES", "ICMP codes by number: 1, or 0,1", read: FieldSyntax.readTypes)

    static let flags = Argument.texts(
        "FLAGS", "TCP flags that are set, and those that are looked at: SYN/SYN,ACK, or RST",
        read: FieldSyntax.readFlags)

    static let flagNames = Argument.texts(
        "FLAGS", "TCP flags: SYN, SYN,ACK, or none", read: TCPFlags.parse)

    static let states = Argument.texts(
        "STATES", "states of a flow: new, established, related, invalid",
        known: .connectionStates, read: FieldSyntax.readStates)

    static let oneState = Argument.texts(
        "STATE", "one of new, established, related, invalid", known: .connectionStates
    ) { text throws(TextFault) in
        let states = try FieldSyntax.readStates(text).states
        guard states.count == 1 else { throw .notAState }
        return states[0]
    }

    static let rate = Argument.texts(
        "RATE", "packets in a second, minute or hour of virtual time: 5/s, 100/m, 20/h",
        read: FieldSyntax.readRate)

    static let burst = number(
        "COUNT", "packets, from 1 to \(RateLimit.limit)", to: RateLimit.limit)

    static let byte = Argument.texts("NUMBER", "a number from 0 to 255") {
        text throws(TextFault) in try FieldSyntax.readByte(text, over: .byteOutOfRange)
    }

    static let ruleName = Argument.texts(
        "NAME", "a name for the rule: \"web\"; it does not begin with a digit",
        read: FieldSyntax.readRuleName)

    static let rule = Argument(
        ArgumentKind(
            "RULE", help: "a rule's number, as `rule list` shows it, or its name",
            known: .ruleNumbers), read: RuleSpelling.read)

    static let ruleRange = Argument(
        ArgumentKind(
            "RULES", help: "a rule's number or name, or two numbers: 3, web, 3-7",
            known: .ruleNumbers), read: RuleSpelling.readRange)

    static let set = Argument(
        "SET", "the name of a set: letters, digits, - and _, at most 32", known: .setNames
    ) { text throws(ValueFault) in SetName(rawValue: try Names.read(text)) }

    static let captureFile = Argument(
        ArgumentKind("FILE", help: "a capture file: traffic.pcap, traffic.pcapng")
    ) { text throws(Misfit) in
        guard Names.isCapture(text) else { throw .mismatch }
        do throws(ValueFault) { return try Names.readPath(text) } catch { throw Misfit(error) }
    }

    static let endpoint = Argument.texts(
        "ADDRESS[:PORT]",
        "an address, with or without a port: 192.168.1.1:443, [2001:db8::1]:53",
        read: Endpoint.parse)

    static let ports = Argument.texts(
        "PORTS", "ports, ranges, services or a list of them: 22, 8000-8099, ssh, 22,80,443",
        read: FieldSyntax.readPorts)

    static let port = Argument(
        ArgumentKind("PORT", help: "a port from 1 to 65535, or its service: 443, https")
    ) { text throws(Misfit) in
        let port: Port
        do throws(TextFault) { port = try FieldSyntax.readPort(text) } catch {
            throw Misfit(error)
        }
        guard port.rawValue != 0 else { throw Misfit(.portZero) }
        return port
    }

    /// A protocol in front of a packet, by its number.
    static let protocolNumber = Argument.texts(
        "NUMBER", "a protocol by its number, from 0 to 255", read: NamedProtocol.read)

    static let service = Argument(
        ArgumentKind(
            "SERVICE",
            help: "a service, or destination ports and the protocol: ssh, 443/tcp, 53/udp, 22"),
        read: Service.read)

    static let ruleNumber = number(
        "NUMBER", "a rule's number, as `rule list` shows it", known: .ruleNumbers)

    static let packetNumber = number(
        "NUMBER", "a packet's number, as `packet list` shows it", known: .packetNumbers)

    static let count = number(
        "COUNT", "how many packets, from 1 to \(PacketRequest.countLimit)",
        to: PacketRequest.countLimit, over: .countOverLimit)

    static let seed = bounded(
        "SEED", "a whole number from 0 to 18446744073709551615", 0...UInt64.max, .numberTooLarge)

    static let data = Argument(
        "TEXT", "the bytes to carry: hola, \"hello, world\", \"\\x00\\xff\""
    ) { text throws(ValueFault) in text.bytes }

    static let message = Argument("TEXT", "the message: \"hola\"", read: Names.readBytes)

    static let duration = Argument(
        "TIME", "virtual time: 500ms, 5s, 2m, 1h", read: Numerals.duration)

    static let file = Argument(
        "FILE", "a file's path; in quotes if it holds blanks", read: Names.readPath)

    static let topic = Argument("COMMAND", "the words of a command", known: .commandWords) {
        text throws(ValueFault) in text.text
    }

    /// A whole number from 1 on.
    static func number(
        _ name: String, _ help: String, known: KnownValues? = nil, to limit: Int = 1 << 32,
        over: ValueFault = .numberTooLarge
    ) -> Argument<Int> {
        number(name, help, known: known, 1...limit, over: over)
    }

    /// A whole number between two others; what is below them is too small to make sense.
    static func number(
        _ name: String, _ help: String, known: KnownValues? = nil, _ range: ClosedRange<Int>,
        over: ValueFault
    ) -> Argument<Int> {
        Argument(ArgumentKind(name, help: help, known: known)) { text throws(Misfit) in
            switch Numerals.read(text) {
            case .number(let number) where number < UInt64(range.lowerBound): throw Misfit(.zero)
            case .number(let number) where number <= UInt64(range.upperBound): return Int(number)
            case .number, .tooLarge: throw Misfit(over)
            case .notANumber: throw .mismatch
            }
        }
    }

    /// A whole number between two others; what is not between them is one fault.
    static func bounded<Number: FixedWidthInteger & Sendable>(
        _ name: String, _ help: String, _ range: ClosedRange<Number>, _ fault: ValueFault
    ) -> Argument<Number> {
        Argument(ArgumentKind(name, help: help)) { text throws(Misfit) in
            switch Numerals.read(text) {
            case .number(let number):
                guard let number = Number(exactly: number), range.contains(number) else {
                    throw Misfit(fault)
                }
                return number
            case .tooLarge: throw Misfit(fault)
            case .notANumber: throw .mismatch
            }
        }
    }
}

extension Argument {
    /// A kind of value whose every fault is meant as this kind.
    init(
        _ name: String, _ help: String, isSecret: Bool = false, known: KnownValues? = nil,
        read: @escaping @Sendable (Span<UInt8>) throws(ValueFault) -> Value
    ) {
        self.init(ArgumentKind(name, help: help, isSecret: isSecret, known: known)) {
            text throws(Misfit) in
            do throws(ValueFault) { return try read(text) } catch { throw Misfit(error) }
        }
    }

    /// A kind of value that the wire has a text of.
    static func texts(
        _ name: String, _ help: String, known: KnownValues? = nil,
        read: @escaping @Sendable (Span<UInt8>) throws(TextFault) -> Value
    ) -> Argument {
        Argument(ArgumentKind(name, help: help, known: known)) { text throws(Misfit) in
            do throws(TextFault) { return try read(text) } catch { throw Misfit(error) }
        }
    }
}

extension KnownValues {
    /// The numbers of the rules.
    package static let ruleNumbers = KnownValues(rawValue: "rule-numbers")
    /// The names of the links at the firewall.
    package static let linkNames = KnownValues(rawValue: "link-names")
    /// The names of the gateways.
    package static let gatewayNames = KnownValues(rawValue: "gateway-names")
    /// The names of all links.
    package static let allLinkNames = KnownValues(rawValue: "all-link-names")
    /// The names of the sets.
    package static let setNames = KnownValues(rawValue: "set-names")
    /// The states of a connection.
    package static let connectionStates = KnownValues(rawValue: "connection-states")
    /// The numbers of the packets that are kept.
    package static let packetNumbers = KnownValues(rawValue: "packet-numbers")
    /// The names of the open tunnels.
    package static let tunnelNames = KnownValues(rawValue: "tunnel-names")
    /// The words of the commands.
    package static let commandWords = KnownValues(rawValue: "command-words")
    /// The names of the suites.
    package static let suites = KnownValues(rawValue: "suites")
}

/// A service by its name, `https`, or by ports and the protocol that they are of, `443/tcp`.
struct Service {
    let ports: PortSet
    let proto: IPProtocol?

    /// Reads a service; what begins with a digit is meant as ports, and `from` is not.
    static func read(_ text: Span<UInt8>) throws(Misfit) -> Service {
        if let service = ServiceName.named(text) {
            let protocols = service.transport.protocols
            return Service(
                ports: PortSet(PortRange(service.port)),
                proto: protocols.count == 1 ? protocols[0] : nil)
        }
        guard !text.isEmpty, (0x30...0x39).contains(text[0]) else { throw .mismatch }
        do throws(TextFault) { return try readPorts(text) } catch {
            throw .wrong(error.complaint)
        }
    }

    private static func readPorts(_ text: Span<UInt8>) throws(TextFault) -> Service {
        let slash = text.indices.first { text[$0] == UInt8(ascii: "/") }
        guard let slash else { return Service(ports: try PortSet.parse(text), proto: nil) }
        let ports = try PortSet.parse(text.extracting(0..<slash))
        let proto = try IPProtocol.parse(text.extracting(slash + 1..<text.count))
        guard proto == .tcp || proto == .udp else { throw .notAProtocol }
        return Service(ports: ports, proto: proto)
    }
}

/// Names and paths as people write them.
enum Names {
    /// Reads the name of a set, a link or a tunnel: 1 to 32 letters, digits, `-` and `_`.
    static func read(_ text: Span<UInt8>) throws(ValueFault) -> String {
        for index in text.indices {
            switch text[index] {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: continue
            case UInt8(ascii: "-"), UInt8(ascii: "_"): continue
            default: throw .badName
            }
        }
        if text.isEmpty { throw .emptyText }
        if text.count > 32 { throw .nameTooLong }
        return text.text
    }

    /// Reads at least one byte.
    static func readBytes(_ text: Span<UInt8>) throws(ValueFault) -> [UInt8] {
        if text.isEmpty { throw .emptyText }
        return text.bytes
    }

    /// Reads a path, which is shown as it is, and so must not move to another line.
    static func readPath(_ text: Span<UInt8>) throws(ValueFault) -> String {
        if text.isEmpty { throw .emptyText }
        for index in text.indices where text[index] < 0x20 || text[index] == 0x7F {
            throw .pathControl
        }
        return text.text
    }

    /// Whether a word is meant as a capture file and not as a part of a packet.
    static func isCapture(_ text: Span<UInt8>) -> Bool {
        for ending in [".pcap", ".pcapng", ".cap"] where text.count > ending.utf8.count {
            if text.extracting(text.count - ending.utf8.count..<text.count).spells(ending) {
                return true
            }
        }
        // A slash is in prefixes, too, but these begin with a digit and have no dot behind it.
        return text.indices.contains { text[$0] == UInt8(ascii: "/") }
            && !(0x30...0x39).contains(text[0])
    }
}
