import Grammar
import Tunnel
import Wire

/// The kinds of value that tunnels, policies and attacks take.
extension Arguments {
    static let suite = Argument("SUITE", .suite) { text throws(ValueFault) in
        guard let suite = ESPSuite.named(text) else { throw .notASuite }
        return suite
    }

    static let prefix = Argument.texts(
        "PREFIX", .prefix,
        read: Prefix.parse)

    static let newTunnel = Argument(
        "NAME", .newTunnel, read: Names.read)

    static let tunnel = Argument(
        "TUNNEL", .tunnel, read: Names.read)

    static let key = Argument(
        "HEX", .key,
        isSecret: true
    ) { text throws(ValueFault) in
        guard let bytes = Numerals.bytes(hex: text) else {
            throw Numerals.isBase64(text) ? .base64 : .notHex
        }
        // Which of these fits is for the tunnel's suite to say.
        guard [16, 20, 24, 28, 32, 36].contains(bytes.count) else { throw .keyLength }
        return bytes
    }

    static let password = Argument(
        "PASSWORD", .password, isSecret: true,
        read: Names.readBytes)

    static let spi = Argument(
        ArgumentKind("SPI", .spi)
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
        "SIZE", .windowSize, ReplayWindow.sizes, .windowOutOfRange)

    static let paddingMultiple = bounded(
        "BYTES", .paddingMultiple, 2...65_000, .paddingOutOfRange)

    static let dummySize = bounded("BYTES", .dummySize, 0...65_000, .sizeOutOfRange)

    static let sequence = bounded(
        "NUMBER", .sequence, 0...UInt64.max, .numberTooLarge)

    static let policyNumber = bounded(
        "NUMBER", .policyNumber, 1...1_000_000, .noSuchNumber)

    static let lifetime = Argument(
        "LIFETIME", .lifetime,
        read: LifetimeSyntax.read)

    static let loopback = Argument(
        ArgumentKind(
            "127.0.0.1:PORT", .loopback)
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
        "BIT", .bit, 0...524_055,
        over: .numberTooLarge)

    static let cut = number(
        "LENGTH", .cut, 0...65_507, over: .numberTooLarge)

    static let heldBack = number(
        "COUNT", .heldBack,
        to: AttackCommand.reorderLimit, over: .countOverLimit)

    static let synCount = number(
        "COUNT", .synCount,
        to: AttackCommand.synLimit, over: .countOverLimit)

    static let sequenceOffset = number(
        "NUMBER", .sequenceOffset, 0...Int(UInt32.max),
        over: .numberTooLarge)

    static let hostile = number(
        "COUNT", .hostile,
        to: AttackCommand.floodLimit, over: .countOverLimit)
}
