package import Grammar
import Wire

/// The kinds of value in Garita's language.
extension Argument {
    static let prefix = Argument(
        "ADDRESS", help: "an address or a prefix: 192.168.1.100, 10.0.0.0/8, 2001:db8::/32"
    ) { Check.of($0, Prefix.parse) }

    static let endpoint = Argument(
        "ADDRESS[:PORT]",
        help: "an address, with or without a port: 192.168.1.1:443, [2001:db8::1]:53"
    ) { Check.of($0, Endpoint.parse) }

    static let ports = Argument(
        "PORTS", help: "a port, a range or a list of them: 22, 8000-8099, 22,80,443"
    ) { Check.of($0, PortSet.parse) }

    static let port = Argument("PORT", help: "a port from 1 to 65535") { text in
        let check = Check.of(text, Port.parse)
        guard check == .fits, let port = try? Port.parse(text) else { return check }
        return port.rawValue == 0 ? .wrong(ValueFault.portZero.complaint) : .fits
    }

    static let protocolNumber = Argument(
        "NUMBER", help: "a protocol by its number, from 0 to 255"
    ) { Check.of($0, IPProtocol.parse) }

    static let service = Argument(
        "PORTS[/PROTOCOL]", help: "destination ports, and the protocol: 443/tcp, 53/udp, 22"
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
        "HEX", help: "64 hexadecimal digits (a 256-bit key), or 72 (the key, then a 4-byte salt)",
        isSecret: true
    ) { text in
        guard let bytes = Numerals.bytes(hex: text) else {
            return .wrong(ValueFault.notHex.complaint)
        }
        return bytes.count == 32 || bytes.count == 36
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
        text in
        text.isEmpty ? .wrong(ValueFault.emptyText.complaint) : .fits
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
    /// The numbers of the packets that are kept.
    package static let packetNumbers = KnownValues(rawValue: "packet-numbers")
    /// The names of the open tunnels.
    package static let tunnelNames = KnownValues(rawValue: "tunnel-names")
    /// The words of the commands.
    package static let commandWords = KnownValues(rawValue: "command-words")
}

/// `443/tcp`: ports, and the protocol that they are of.
enum Service {
    static func parse(_ text: Span<UInt8>) throws(TextFault) -> (ports: PortSet, proto: IPProtocol?)
    {
        let slash = text.indices.first { text[$0] == UInt8(ascii: "/") }
        guard let slash else { return (try PortSet.parse(text), nil) }
        let ports = try PortSet.parse(text.extracting(0..<slash))
        let proto = try IPProtocol.parse(text.extracting(slash + 1..<text.count))
        guard proto == .tcp || proto == .udp else { throw .notAProtocol }
        return (ports, proto)
    }

    static func check(_ text: Span<UInt8>) -> Argument.Check {
        // Only what begins with a digit is meant as a service; `from` is not.
        guard !text.isEmpty, (0x30...0x39).contains(text[0]) else { return .mismatch }
        do throws(TextFault) {
            _ = try parse(text)
            return .fits
        } catch {
            return .wrong(error.complaint)
        }
    }
}
