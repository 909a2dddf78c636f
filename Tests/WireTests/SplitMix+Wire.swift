import TestSupport
import Chance

@testable import Wire

extension SplitMix {
    /// So many random bytes.
    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in .random(in: 0...255, using: &self) }
    }

    /// An address with the runs of zeros that real ones have.
    mutating func address(_ family: IPFamily) -> IPAddress {
        switch family {
        case .v4:
            return .v4(IPv4Address(rawValue: .random(in: 0 ... .max, using: &self)))
        case .v6:
            var number: UInt128 = 0
            for _ in 0..<8 {
                let group =
                    Bool.random(using: &self) ? 0 : UInt16.random(in: 0 ... .max, using: &self)
                number = number << 16 | UInt128(group)
            }
            return .v6(IPv6Address(rawValue: number))
        }
    }

    /// A draft of any transport.
    mutating func draft(_ family: IPFamily, dataLength: Int) -> PacketDraft {
        let ports = (
            Port(rawValue: .random(in: 0 ... .max, using: &self)),
            Port(rawValue: .random(in: 0 ... .max, using: &self))
        )
        let number = UInt16.random(in: 0 ... .max, using: &self)
        let transport: PacketDraft.Transport =
            switch Int.random(in: 0..<4, using: &self) {
            case 0:
                .tcp(
                    source: ports.0, destination: ports.1, sequence: UInt32(number) << 9,
                    flags: TCPFlags(rawValue: UInt8(truncatingIfNeeded: number)))
            case 1: .udp(source: ports.0, destination: ports.1)
            case 2: .icmpEcho(.request, identifier: number, sequence: 1)
            default: .icmpEcho(.reply, identifier: number, sequence: 2)
            }
        return PacketDraft(
            source: address(family), destination: address(family), transport: transport,
            data: bytes(dataLength), identification: number,
            hopLimit: .random(in: 1...255, using: &self))
    }
}

/// The fault that `type` finds in `text`, or nil where it can be read.
func fault<Value: TextParsable>(_ type: Value.Type, _ text: String) -> TextFault? {
    let utf8 = Array(text.utf8)
    do throws(TextFault) {
        _ = try Value.parse(utf8.span)
        return nil
    } catch {
        return error
    }
}
