import Grammar
import Timeline
import Tunnel

/// Lifetimes of SAs as text: `60s`, `1000packets`, `64000bytes`, or a list of them.
enum LifetimeSyntax {
    /// Reads a lifetime; each part stands in it once.
    ///
    /// - Throws: `noUnit`, `zero`, `numberTooLarge`, `waitTooLong` or `lifetimeTwice`.
    static func read(_ text: Span<UInt8>) throws(ValueFault) -> SALifetime.Bound {
        var lifetime = SALifetime.Bound()
        var start = 0
        for index in 0...text.count where index == text.count || text[index] == FieldSyntax.comma {
            try read(text.extracting(start..<index), into: &lifetime)
            start = index + 1
        }
        return lifetime
    }

    private static func read(
        _ part: Span<UInt8>, into lifetime: inout SALifetime.Bound
    ) throws(ValueFault) {
        var end = 0
        while end < part.count, (0x30...0x39).contains(part[end]) { end += 1 }
        let unit = part.extracting(end..<part.count)
        if unit.spells("packets") || unit.spells("packet") {
            guard lifetime.packets == nil else { throw .lifetimeTwice }
            lifetime.packets = try count(part.extracting(0..<end))
        } else if unit.spells("bytes") || unit.spells("byte") {
            guard lifetime.bytes == nil else { throw .lifetimeTwice }
            lifetime.bytes = try count(part.extracting(0..<end))
        } else {
            let time = try Numerals.duration(part)
            guard time > .zero else { throw .zero }
            guard lifetime.time == nil else { throw .lifetimeTwice }
            lifetime.time = time
        }
    }

    private static func count(_ digits: Span<UInt8>) throws(ValueFault) -> UInt64 {
        switch Numerals.read(digits) {
        case .number(0): throw .zero
        case .number(let number): return number
        case .tooLarge: throw .numberTooLarge
        case .notANumber: throw .noUnit
        }
    }
}
