package import Grammar
import Wire

/// The kinds of value that tunnels and policies take.
extension Argument {
    static let suite = Argument(
        "SUITE", help: "one of \(ESPSuite.all.map(\.name).joined(separator: ", "))",
        known: .suites
    ) { text in
        ESPSuite.named(text) == nil ? .wrong(ValueFault.notASuite.complaint) : .fits
    }

    static let prefix = Argument(
        "PREFIX", help: "an address or a prefix: 10.0.0.1, 10.0.0.0/8, 2001:db8::/32"
    ) { Check.of($0, Prefix.parse) }

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
        "LIFETIME", help: "an amount of use, or a list of them: 60s, 1000packets, 64000bytes"
    ) { text in
        do throws(ValueFault) {
            _ = try LifetimeSyntax.read(text)
            return .fits
        } catch {
            return .wrong(error.complaint)
        }
    }

    static let loopback = Argument(
        "127.0.0.1:PORT", help: "a port of this machine, where the other end is: 127.0.0.1:40002"
    ) { text in
        let check = Check.of(text, Endpoint.parse)
        guard check == .fits, let endpoint = try? Endpoint.parse(text) else { return check }
        guard endpoint.address == .v4(IPv4Address(rawValue: 0x7F00_0001)) else {
            return .wrong(ValueFault.notLoopback.complaint)
        }
        guard let port = endpoint.port else { return .wrong(ValueFault.noPort.complaint) }
        return port.rawValue == 0 ? .wrong(ValueFault.portZero.complaint) : .fits
    }

    private static func bounded(
        _ name: String, _ help: String, _ range: ClosedRange<UInt64>, _ fault: ValueFault
    ) -> Argument {
        Argument(name, help: help) { text in
            switch Numerals.read(text) {
            case .number(let number): range.contains(number) ? .fits : .wrong(fault.complaint)
            case .tooLarge: .wrong(fault.complaint)
            case .notANumber: .mismatch
            }
        }
    }
}

extension KnownValues {
    /// The names of the suites.
    package static let suites = KnownValues(rawValue: "suites")
}
