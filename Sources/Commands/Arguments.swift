import Firewall
package import Grammar
import Wire

/// The kinds of value in Garita's language.
extension Argument {
    static let addresses = Argument(
        "ADDRESSES",
        help:
            "addresses: 192.168.1.100, 10.0.0.0/8, 10.0.0.5-10.0.0.9, @office, or a list with commas"
    ) { Check.of($0, FieldSyntax.readAddresses) }

    static let members = Argument(
        "ADDRESS", help: "an address, a prefix or a range: 10.0.0.0/8, 10.0.0.5-10.0.0.9",
        check: { Check.of($0, AddressRange.parse) })

    static let protocols = Argument(
        "PROTOCOLS", help: "protocols by name or number: tcp,udp or 47"
    ) { Check.of($0, FieldSyntax.readProtocols) }

    static let links = Argument(
        "LINKS", help: "a link of the gateway: lan-a or internet at gw-a", known: .linkNames
    ) { Check.of($0, FieldSyntax.readLinks) }

    static let link = Argument(
        "LINK", help: "a link of the gateway: lan-a or internet at gw-a", known: .linkNames,
        check: checkName)

    static let gateway = Argument(
        "GATEWAY", help: "a gateway: gw-a or gw-b", known: .gatewayNames, check: checkName)

    static let anyLink = Argument(
        "LINK", help: "a link: lan-a, internet or lan-b", known: .allLinkNames, check: checkName)

    static let percentage = Argument(
        "PERCENT", help: "a share of the packets, with up to two decimals: 10%, 0.25%"
    ) { Check.of($0, Percentage.parse) }

    static let icmpTypes = Argument(
        "TYPES", help: "ICMP types by number: 8, or 0,8"
    ) { Check.of($0, FieldSyntax.readTypes) }

    static let icmpCodes = Argument(
        "CODES", help: "ICMP codes by number: 1, or 0,1"
    ) { Check.of($0, FieldSyntax.readTypes) }

    static let flags = Argument(
        "FLAGS", help: "TCP flags that are set, and those that are looked at: SYN/SYN,ACK, or RST"
    ) { Check.of($0, FieldSyntax.readFlags) }

    static let flagNames = Argument(
        "FLAGS", help: "TCP flags: SYN, SYN,ACK, or none"
    ) { Check.of($0, TCPFlags.parse) }

    static let states = Argument(
        "STATES", help: "states of a flow: new, established, related, invalid",
        known: .connectionStates
    ) { Check.of($0, FieldSyntax.readStates) }

    static let oneState = Argument(
        "STATE", help: "one of new, established, related, invalid", known: .connectionStates
    ) { text in
        let check = Check.of(text, FieldSyntax.readStates)
        guard check == .fits, let states = try? FieldSyntax.readStates(text) else { return check }
        return states.states.count == 1 ? .fits : .mismatch
    }

    static let rate = Argument(
        "RATE", help: "packets in a second, minute or hour of virtual time: 5/s, 100/m, 20/h"
    ) { Check.of($0, FieldSyntax.readRate) }

    static let burst = whole(
        "COUNT", "packets, from 1 to \(RateLimit.limit)", limit: UInt64(RateLimit.limit))

    static let byte = Argument("NUMBER", help: "a number from 0 to 255") { text in
        switch Numerals.read(text) {
        case .number(let number):
            number <= 255 ? .fits : .wrong(TextFault.byteOutOfRange.complaint)
        case .tooLarge: .wrong(TextFault.byteOutOfRange.complaint)
        case .notANumber: .mismatch
        }
    }

    static let ruleName = Argument(
        "NAME", help: "a name for the rule: \"web\"; it does not begin with a digit"
    ) { Check.of($0, FieldSyntax.readRuleName) }

    static let rule = Argument(
        "RULE", help: "a rule's number, as `rule list` shows it, or its name", known: .ruleNumbers
    ) { RuleSpelling.check($0) }

    static let ruleRange = Argument(
        "RULES", help: "a rule's number or name, or two numbers: 3, web, 3-7",
        known: .ruleNumbers
    ) { RuleSpelling.checkRange($0) }

    static let newSet = Argument(
        "SET", help: "the name of a set: letters, digits, - and _, at most 32", known: .setNames,
        check: checkName)

    static let captureFile = Argument(
        "FILE", help: "a capture file: traffic.pcap, traffic.pcapng"
    ) { text in
        RuleSpelling.isCaptureName(text) ? checkPath(text) : .mismatch
    }

    static let endpoint = Argument(
        "ADDRESS[:PORT]",
        help: "an address, with or without a port: 192.168.1.1:443, [2001:db8::1]:53"
    ) { Check.of($0, Endpoint.parse) }

    static let ports = Argument(
        "PORTS", help: "ports, ranges, services or a list of them: 22, 8000-8099, ssh, 22,80,443"
    ) { Check.of($0, FieldSyntax.readPorts) }

    static let port = Argument(
        "PORT", help: "a port from 1 to 65535, or its service: 443, https"
    ) { text in
        let check = Check.of(text, FieldSyntax.readPort)
        guard check == .fits, let port = try? FieldSyntax.readPort(text) else { return check }
        return port.rawValue == 0 ? .wrong(ValueFault.portZero.complaint) : .fits
    }

    static let protocolNumber = Argument(
        "NUMBER", help: "a protocol by its number, from 0 to 255"
    ) { Check.of($0, IPProtocol.parse) }

    static let service = Argument(
        "SERVICE",
        help: "a service, or destination ports and the protocol: ssh, 443/tcp, 53/udp, 22"
    ) { Service.check($0) }

    static let ruleNumber = whole(
        "NUMBER", "a rule's number, as `rule list` shows it", known: .ruleNumbers)

    static let packetNumber = whole(
        "NUMBER", "a packet's number, as `packet list` shows it", known: .packetNumbers)

    static let count = whole(
        "COUNT", "how many packets, from 1 to \(PacketRequest.countLimit)",
        limit: UInt64(PacketRequest.countLimit), over: .countOverLimit)

    static let seed = Argument(
        "SEED", help: "a whole number from 0 to 18446744073709551615"
    ) { text in
        switch Numerals.read(text) {
        case .number: .fits
        case .tooLarge: .wrong(ValueFault.numberTooLarge.complaint)
        case .notANumber: .mismatch
        }
    }

    static let data = Argument(
        "TEXT", help: "the bytes to carry: hola, \"hello, world\", \"\\x00\\xff\""
    ) {
        _ in .fits
    }

    static let message = Argument("TEXT", help: "the message: \"hola\"") { text in
        text.isEmpty ? .wrong(ValueFault.emptyText.complaint) : .fits
    }

    static let newTunnel = Argument(
        "NAME", help: "a name for the tunnel: letters, digits, - and _, at most 32",
        check: checkName)

    static let tunnel = Argument(
        "TUNNEL", help: "the name of an open tunnel", known: .tunnelNames, check: checkName)

    static let key = Argument(
        "HEX", help: "64 hexadecimal digits for a 256-bit key, or 72 for it and its 4-byte salt",
        isSecret: true
    ) { text in
        guard let bytes = Numerals.bytes(hex: text) else {
            return .wrong(ValueFault.notHex.complaint)
        }
        // Which of these fits is for the tunnel's suite to say.
        return [16, 20, 24, 28, 32, 36].contains(bytes.count)
            ? .fits : .wrong(ValueFault.keyLength.complaint)
    }

    static let password = Argument(
        "PASSWORD", help: "a password: \"correct horse battery staple\"", isSecret: true
    ) { $0.isEmpty ? .wrong(ValueFault.emptyText.complaint) : .fits }

    static let spi = Argument(
        "SPI", help: "a security parameters index from 0x100 to 0xffffffff"
    ) { text in
        guard case .number(let number) = Numerals.read(text) else {
            return Numerals.read(text) == .tooLarge
                ? .wrong(ValueFault.numberTooLarge.complaint) : .mismatch
        }
        if number > UInt64(UInt32.max) { return .wrong(ValueFault.numberTooLarge.complaint) }
        return number < 256 ? .wrong(ValueFault.reservedSPI.complaint) : .fits
    }

    static let duration = Argument("TIME", help: "virtual time: 500ms, 5s, 2m, 1h") { text in
        do throws(ValueFault) {
            _ = try Numerals.duration(text)
            return .fits
        } catch {
            return .wrong(error.complaint)
        }
    }

    static let file = Argument("FILE", help: "a file's path; in quotes if it holds blanks") {
        checkPath($0)
    }

    /// A path is shown as it is, and so must not move to another line.
    private static func checkPath(_ text: Span<UInt8>) -> Check {
        if text.isEmpty { return .wrong(ValueFault.emptyText.complaint) }
        let isShowable = text.indices.allSatisfy { text[$0] >= 0x20 && text[$0] != 0x7F }
        return isShowable ? .fits : .wrong(ValueFault.pathControl.complaint)
    }

    static let topic = Argument("COMMAND", help: "the words of a command", known: .commandWords) {
        _ in .fits
    }

    private static func whole(
        _ name: String, _ help: String, known: KnownValues? = nil, limit: UInt64 = 1 << 32,
        over: ValueFault = .numberTooLarge
    ) -> Argument {
        Argument(name, help: help, known: known) { text in
            guard case .number(let number) = Numerals.read(text) else {
                return Numerals.read(text) == .tooLarge ? .wrong(over.complaint) : .mismatch
            }
            if number == 0 { return .wrong(ValueFault.zero.complaint) }
            return number > limit ? .wrong(over.complaint) : .fits
        }
    }

    private static func checkName(_ text: Span<UInt8>) -> Check {
        for index in text.indices {
            switch text[index] {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: continue
            case UInt8(ascii: "-"), UInt8(ascii: "_"): continue
            default: return .wrong(ValueFault.badName.complaint)
            }
        }
        if text.isEmpty { return .wrong(ValueFault.emptyText.complaint) }
        return text.count > 32 ? .wrong(ValueFault.nameTooLong.complaint) : .fits
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
}

/// A service by its name, `https`, or by ports and the protocol that they are of, `443/tcp`.
enum Service {
    static func parse(_ text: Span<UInt8>) throws(TextFault) -> (ports: PortSet, proto: IPProtocol?)
    {
        if let service = ServiceName.named(text) {
            let protocols = service.transport.protocols
            return (PortSet(PortRange(service.port)), protocols.count == 1 ? protocols[0] : nil)
        }
        let slash = text.indices.first { text[$0] == UInt8(ascii: "/") }
        guard let slash else { return (try PortSet.parse(text), nil) }
        let ports = try PortSet.parse(text.extracting(0..<slash))
        let proto = try IPProtocol.parse(text.extracting(slash + 1..<text.count))
        guard proto == .tcp || proto == .udp else { throw .notAProtocol }
        return (ports, proto)
    }

    static func check(_ text: Span<UInt8>) -> Argument.Check {
        if ServiceName.named(text) != nil { return .fits }
        // Only what begins with a digit is meant as ports; `from` is not.
        guard !text.isEmpty, (0x30...0x39).contains(text[0]) else { return .mismatch }
        do throws(TextFault) {
            _ = try parse(text)
            return .fits
        } catch {
            return .wrong(error.complaint)
        }
    }
}
