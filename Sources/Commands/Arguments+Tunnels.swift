import Grammar
import Tunnel
import Wire

/// The kinds of value that tunnels, policies and attacks take.
extension Arguments {
    static let suite = Argument(
        "SUITE", "one of \(ESPSuite.all.map(\.name).joined(separator: ", "))", known: .suites
    ) { text throws(ValueFault) in
        guard let suite = ESPSuite.named(text) else { throw .notASuite }
        return suite
    }

    static let prefix = Argument.texts(
        "PREFIX", "an address or a prefix: 10.0.0.1, 10.0.0.0/8, 2001:db8::/32",
        read: Prefix.parse)

    static let newTunnel = Argument(
        "NAME", "a name for the tunnel: letters, digits, - and _, at most 32", read: Names.read)

    static let tunnel = Argument(
        "TUNNEL", "the name of an open tunnel", known: .tunnelNames, read: Names.read)

    static let key = Argument(
        "HEX", "64 hexadecimal digits for a 256-bit key, or 72 for it and its 4-byte salt",
        isSecret: true
    ) { text throws(ValueFault) in
        guard let bytes = Numerals.bytes(hex: text) else { throw .notHex }
        // Which of these fits is for the tunnel's suite to say.
        guard [16, 20, 24, 28, 32, 36].contains(bytes.count) else { throw .keyLength }
        return bytes
    }

    static let password = Argument(
        "PASSWORD", "a password: \"correct horse battery staple\"", isSecret: true,
        read: Names.readBytes)

    static let spi = Argument(
        ArgumentKind("SPI", help: "a security parameters index from 0x100 to 0xffffffff")
    ) { text throws(Misfit) in
        switch Numerals.read(text) {
        case .number(let number) where number < 256: throw Misfit(.reservedSPI)
        case .number(let number) where number <= UInt64(UInt32.max):
            return SPI(rawValue: UInt32(number))
        case .number, .tooLarge: throw Misfit(.numberTooLarge)
        case .notANumber: throw .mismatch
        }
    }

    static let windowSize = bounded(
        "SIZE", "sequence numbers, from 32 to 8192", 32...8_192, .windowOutOfRange)

    static let paddingMultiple = bounded(
        "BYTES", "bytes, from 2 to 65000", 2...65_000, .paddingOutOfRange)

    static let dummySize = bounded("BYTES", "bytes, from 0 to 65000", 0...65_000, .sizeOutOfRange)

    static let sequence = bounded(
        "NUMBER", "the last sequence number that is used up", 0...UInt64.max, .numberTooLarge)

    static let policyNumber = bounded(
        "NUMBER", "a policy's number, as `policy list` shows it", 1...1_000_000, .noSuchNumber)

    static let lifetime = Argument(
        "LIFETIME", "an amount of use, or a list of them: 60s, 1000packets, 64000bytes",
        read: LifetimeSyntax.read)

    static let loopback = Argument(
        ArgumentKind(
            "127.0.0.1:PORT",
            help: "a port of this machine, where the other end is: 127.0.0.1:40002")
    ) { text throws(Misfit) in
        let endpoint: Endpoint
        do throws(TextFault) { endpoint = try Endpoint.parse(text) } catch { throw Misfit(error) }
        guard endpoint.address == .v4(IPv4Address(rawValue: 0x7F00_0001)) else {
            throw Misfit(.notLoopback)
        }
        guard let port = endpoint.port else { throw Misfit(.noPort) }
        guard port.rawValue != 0 else { throw Misfit(.portZero) }
        return port
    }

    static let bit = number(
        "BIT", "a bit of the datagram: 0 is the highest of its first byte", 0...524_055,
        over: .numberTooLarge)

    static let cut = number(
        "LENGTH", "how many of its first bytes are sent, from 0", 0...65_507, over: .numberTooLarge)

    static let heldBack = number(
        "COUNT", "how many packets, from 1 to \(AttackCommand.reorderLimit)",
        to: AttackCommand.reorderLimit, over: .countOverLimit)

    static let hostile = number(
        "COUNT", "how many datagrams, from 1 to \(AttackCommand.floodLimit)",
        to: AttackCommand.floodLimit, over: .countOverLimit)
}
