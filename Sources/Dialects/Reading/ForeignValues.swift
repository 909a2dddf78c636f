import Firewall
import Wire

/// Readers of values that several dialects share.
enum ForeignValues {
    /// Reads `ADDRESS`, `ADDRESS/LENGTH` or, in IPv4, `ADDRESS/MASK`; what lies behind the length is ignored.
    static func prefix(_ text: String) throws(ForeignProblem) -> Prefix {
        do throws(TextFault) {
            guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) else {
                return try Prefix.parse(text.utf8.span)
            }
            let address = try IPAddress.parse(String(text[..<slash]).utf8.span)
            let ending = String(text[text.index(after: slash)...])
            if case .v4 = address, ending.contains(".") {
                let mask = try IPv4Address.parse(ending.utf8.span).rawValue
                let length = mask.nonzeroBitCount
                guard length == 0 ? mask == 0 : mask == .max << (32 - length) else {
                    throw TextFault.prefixLengthOutOfRange
                }
                return try Prefix(masking: address, length: length)
            }
            let length = try Port.parse(ending.utf8.span).rawValue
            return try Prefix(masking: address, length: Int(length))
        } catch {
            throw .badValue(error)
        }
    }

    /// Reads a prefix, or `FIRST-LAST`.
    static func range(_ text: String) throws(ForeignProblem) -> AddressRange {
        guard text.contains("-") else { return AddressRange(try prefix(text)) }
        do throws(TextFault) {
            return try AddressRange.parse(text.utf8.span)
        } catch {
            throw .badValue(error)
        }
    }

    /// Reads a number from 1 to the highest that a limit has.
    static func rate(_ text: String) throws(ForeignProblem) -> Int {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw .badValue(.notARate)
        }
        guard let number = Int(text), (1...RateLimit.limit).contains(number) else {
            throw .badValue(.rateOutOfRange)
        }
        return number
    }

    /// Reads `5/second`, `5/min` and the like; days are too long a time here.
    static func limit(_ text: String) throws(ForeignProblem) -> (packets: Int, unit: RateLimit.Unit)
    {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw .badValue(.notARate) }
        let packets = try rate(String(parts[0]))
        switch parts[1] {
        case "s", "sec", "second": return (packets, .second)
        case "m", "min", "minute": return (packets, .minute)
        case "h", "hour": return (packets, .hour)
        case "d", "day", "w", "week": throw .unsupportedMatch
        default: throw .badValue(.notARate)
        }
    }

    /// Reads states of a connection with commas between them.
    static func state(_ text: some StringProtocol) throws(ForeignProblem) -> ConnectionState {
        let lower = text.lowercased()
        if let state = ConnectionState(rawValue: lower) { return state }
        if lower == "dnat" { throw .matchesNothing(.translated) }
        if lower == "snat" { throw .unsupported(.sourceTranslation) }
        throw .badValue(.notAState)
    }

    /// Reads names of control bits with commas between them; `ALL` and `NONE` as iptables has them.
    static func flags(_ text: String) throws(ForeignProblem) -> TCPFlags {
        if text == "ALL" { return [.fin, .syn, .rst, .psh, .ack, .urg] }
        if text == "NONE" { return [] }
        do throws(TextFault) { return try TCPFlags.parse(text.utf8.span) } catch {
            throw .badValue(error)
        }
    }

    /// Reads a link's name, or the beginning of names with this character behind it; nil: any link.
    static func link(
        _ text: String, wildcard: Character
    ) throws(ForeignProblem) -> LinkTest.Pattern? {
        let isBeginning = text.last == wildcard
        let name = isBeginning ? String(text.dropLast()) : text
        if isBeginning, name.isEmpty { return nil }
        guard isName(name, orDots: true) else { throw .badName }
        return LinkTest.Pattern(text: name, isBeginning: isBeginning)
    }

    /// Whether the text is 1 to 32 letters, digits, `-` and `_`, or in a link's name dots that do not come first.
    static func isName(_ text: String, orDots: Bool = false) -> Bool {
        (1...32).contains(text.utf8.count) && text.first != "."
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                case UInt8(ascii: "."): orDots
                default: false
                }
            }
    }
}
