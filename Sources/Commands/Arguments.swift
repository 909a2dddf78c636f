import Firewall
import Grammar
import Network
import Wire

/// The kinds of value in Garita's language, each with its one reader.
enum Arguments {
    static let addresses = Argument.texts(
        "ADDRESSES", .addresses,
        read: FieldSyntax.readAddresses)

    static let members = Argument.texts(
        "ADDRESS", .members
    ) { text throws(TextFault) -> AddressMatch.Member in
        if let name = try? NodeWord.read(text) { return .node(name) }
        return .range(try AddressRange.parse(text))
    }

    static let protocols = Argument.texts(
        "PROTOCOLS", .protocols, read: FieldSyntax.readProtocols)

    static let zones = Argument.texts(
        "ZONE", .zones,
        read: FieldSyntax.readLinks)
    static let links = Argument.texts(
        "LINKS", .links,
        read: FieldSyntax.readLinks)

    static let link = Argument("LINK", .link, read: Names.readLink)

    static let linkAliases = Argument.texts(
        "NAME=LINK", .linkAliases, read: FieldSyntax.readAliases)

    static let gateway = Argument(
        "GATEWAY", .gateway, read: Names.read)

    static let anyLink = Argument(
        "LINK", .anyLink, read: Names.read)

    static let percentage = Argument.texts(
        "PERCENT", .percentage,
        read: Percentage.parse)

    static let icmpTypes = Argument.texts(
        "TYPES", .icmpTypes, read: FieldSyntax.readTypes)

    static let icmpCodes = Argument.texts(
        "CODES", .icmpCodes, read: FieldSyntax.readTypes)

    static let flags = Argument.texts(
        "FLAGS", .flags,
        read: FieldSyntax.readFlags)

    static let flagNames = Argument.texts(
        "FLAGS", .flagNames, read: TCPFlags.parse)

    static let states = Argument.texts(
        "STATES", .states, read: FieldSyntax.readStates)

    static let oneState = Argument.texts(
        "STATE", .oneState
    ) { text throws(TextFault) in
        let states = try FieldSyntax.readStates(text).states
        guard states.count == 1 else { throw .notAState }
        return states[0]
    }

    static let rate = Argument.texts(
        "RATE", .rate,
        read: FieldSyntax.readRate)

    static let burst = number(
        "COUNT", .burst, to: RateLimit.limit)

    static let byte = Argument.texts("NUMBER", .byte) {
        text throws(TextFault) in try FieldSyntax.readByte(text, over: .byteOutOfRange)
    }

    static let ruleName = Argument.texts(
        "NAME", .ruleName,
        read: FieldSyntax.readRuleName)

    static let rule = Argument(
        ArgumentKind(
            "RULE", .rule), read: RuleSpelling.read)

    static let ruleRange = Argument(
        ArgumentKind(
            "RULES", .ruleRange), read: RuleSpelling.readRange)

    static let set = Argument(
        "SET", .set
    ) { text throws(ValueFault) in SetName(rawValue: try Names.read(text)) }

    static let captureFile = Argument(
        ArgumentKind("FILE", .captureFile)
    ) { text throws(Misfit) in
        guard Names.isCapture(text) else { throw .mismatch }
        do throws(ValueFault) { return try Names.readPath(text) } catch { throw Misfit(error) }
    }

    static let endpoint = Argument.texts(
        "ADDRESS[:PORT]", .endpoint,
        read: PacketEnd.read)

    static let ports = Argument.texts(
        "PORTS", .ports,
        read: FieldSyntax.readPorts)

    static let port = Argument(
        ArgumentKind("PORT", .port)
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
        "NUMBER", .protocolNumber, read: NamedProtocol.read)

    static let service = Argument(
        ArgumentKind(
            "SERVICE", .service),
        read: Service.read)

    static let ruleNumber = number(
        "NUMBER", .ruleNumber)

    static let packetNumber = number(
        "NUMBER", .packetNumber)

    static let connectionNumber = number(
        "NUMBER", .connectionNumber)

    static let count = number(
        "COUNT", .count,
        to: PacketRequest.countLimit, over: .countOverLimit)

    static let steps = number("STEPS", .steps)

    static let question = Argument("TEXT", .question, read: HostSyntax.readText)

    static let choices = Argument("TEXT", .choices, read: PredictRows.readChoices)

    static let choice = number(
        "NUMBER", .choice, to: PredictRows.mostChoices, over: .noSuchChoice)

    static let placeName = Argument("NAME", .placeName, read: Names.read)

    static let seed = bounded(
        "SEED", .seed, 0...UInt64.max, .numberTooLarge)

    static let host = Argument("HOST", .host, read: HostSyntax.readHost)

    static let hostPort = Argument("HOST:PORT", .hostPort, read: HostSyntax.readHostPort)

    static let page = Argument("URL", .page, read: HostSyntax.readPage)

    static let domain = Argument("NAME", .domain, read: HostSyntax.readDomain)

    static let account = Argument("USER:PASSWORD", .account, read: HostSyntax.readAccount)

    static let text = Argument("TEXT", .serviceText, read: HostSyntax.readText)

    static let pings = number("COUNT", .pings, to: HostLimits.pings)

    static let pingSize = number("BYTES", .pingSize, to: 1_400)

    static let hops = number("HOPS", .hops, to: 255)

    static let backlog = number("COUNT", .backlog, to: HostLimits.largestBacklog)

    static let preference = bounded(
        "NUMBER", .preference, UInt16.min...UInt16.max, .numberTooLarge)

    static let address4 = Argument.texts("ADDRESS", .address4, read: IPv4Address.parse)

    static let address6 = Argument.texts("ADDRESS", .address6, read: IPv6Address.parse)

    static let data = Argument(
        "TEXT", .data
    ) { text throws(ValueFault) in text.bytes }

    static let searchedText = Argument("TEXT", .searchedText, read: Names.readBytes)

    static let message = Argument("TEXT", .message, read: Names.readBytes)

    static let duration = Argument(
        "TIME", .duration, read: Numerals.duration)

    static let file = Argument(
        "FILE", .file, read: Names.readPath)

    static let transcript = Argument("FILE", .file, read: Names.readTranscript)

    static let term = Argument("TERM", .term) {
        text throws(ValueFault) in text.text
    }

    static let topic = Argument("COMMAND", .topic) {
        text throws(ValueFault) in text.text
    }

    /// A whole number from 1 on.
    static func number(
        _ word: String, _ name: ArgumentName, to limit: Int = 1 << 32,
        over: ValueFault = .numberTooLarge
    ) -> Argument<Int> {
        number(word, name, 1...limit, over: over)
    }

    /// A whole number between two others; what is below them is too small to make sense.
    static func number(
        _ word: String, _ name: ArgumentName, _ range: ClosedRange<Int>, over: ValueFault
    ) -> Argument<Int> {
        Argument(ArgumentKind(word, name)) { text throws(Misfit) in
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
        _ word: String, _ name: ArgumentName, _ range: ClosedRange<Number>, _ fault: ValueFault
    ) -> Argument<Number> {
        Argument(ArgumentKind(word, name)) { text throws(Misfit) in
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
        _ word: String, _ name: ArgumentName, isSecret: Bool = false,
        read: @escaping @Sendable (Span<UInt8>) throws(ValueFault) -> Value
    ) {
        self.init(ArgumentKind(word, name, isSecret: isSecret)) {
            text throws(Misfit) in
            do throws(ValueFault) { return try read(text) } catch { throw Misfit(error) }
        }
    }

    /// A kind of value that the wire has a text of.
    static func texts(
        _ word: String, _ name: ArgumentName,
        read: @escaping @Sendable (Span<UInt8>) throws(TextFault) -> Value
    ) -> Argument {
        Argument(ArgumentKind(word, name)) { text throws(Misfit) in
            do throws(TextFault) { return try read(text) } catch {
                switch error {
                case .notAnAddress where ForeignWords.isPartOfAddress(text):
                    throw Misfit(.notFourParts)
                case .notANumber where name == .ports && text.beginsWithDigit:
                    throw Misfit(.notPorts)
                default: throw Misfit(error)
                }
            }
        }
    }
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
        guard text.beginsWithDigit else { throw .mismatch }
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
    /// Reads the name of a set or a tunnel: 1 to 32 letters, digits, `-` and `_`.
    static func read(_ text: Span<UInt8>) throws(ValueFault) -> String {
        try read(text, orDots: false)
    }

    /// Reads the name of a link, which can have dots that do not come first, as VLANs do: `eth1.110`.
    static func readLink(_ text: Span<UInt8>) throws(ValueFault) -> LinkName {
        LinkName(rawValue: try read(text, orDots: true))
    }

    private static func read(_ text: Span<UInt8>, orDots: Bool) throws(ValueFault) -> String {
        for index in text.indices {
            switch text[index] {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: continue
            case UInt8(ascii: "-"), UInt8(ascii: "_"): continue
            case UInt8(ascii: ".") where orDots && index > 0: continue
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
        // Who types it behind a command asks what could stand there.
        if text.spells("?") { throw .notAPath }
        return text.text
    }

    /// Reads the path of a transcript: the word that begins a page is none.
    static func readTranscript(_ text: Span<UInt8>) throws(ValueFault) -> String {
        if text.spells("html") { throw .notAPath }
        return try readPath(text)
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
