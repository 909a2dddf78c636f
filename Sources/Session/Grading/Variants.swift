import Commands
import Events
import Grammar
import Wire

/// What differs from student to student in an exercise: addresses, ports, names, and which of several structures it has.
///
/// It is said by lines of the exercise's own file. They, and the lines of other structures, are empty in a student's text, so that each
/// line keeps its number.
package struct Variants: Sendable {
    /// From what a value is drawn.
    private enum Source: Sendable {
        /// A prefix of this length in another one.
        case prefix(Prefix, length: Int)
        /// An address in the prefix that was drawn under this name, neither the first two nor the last.
        case host(of: String)
        /// A port from the first to the last.
        case port(UInt16, UInt16)
        /// One of these words.
        case word([String])
    }

    private var sources: [(name: String, source: Source)] = []
    /// The names of the structures in the order in which they first stand.
    package private(set) var structures: [String] = []

    /// Whether there are any.
    package var isEmpty: Bool { sources.isEmpty && structures.isEmpty }

    /// The most values, and the most structures.
    private static let limit = 64

    /// Those of an exercise's text.
    ///
    /// - Throws: `ExerciseFault` at the first line about them that makes no sense.
    package init(_ bytes: [UInt8], file: String) throws(ExerciseFault) {
        let table = VariantLine.table()
        for (number, text) in TextLines.numbered(bytes) {
            guard let words = try? CommandLine(text), table.row(for: words) != nil else { continue }
            let fault = { (fault: LabFault) in
                ExerciseFault(file: file, number: number, line: text, fault: fault)
            }
            let line: VariantLine
            do {
                line = try table.parse(words)
            } catch {
                throw fault(.usage(error))
            }
            switch line {
            case .structure(let name):
                let name = String(decoding: name.value, as: UTF8.self)
                guard name != Self.all, !structures.contains(name) else { continue }
                structures.append(name)
            case .vary(let name, let words):
                guard let source = source(words.map { String(decoding: $0.value, as: UTF8.self) })
                else { throw fault(.command(.exercise(.noVariation), words[0].range)) }
                let text = String(decoding: name.value, as: UTF8.self)
                guard !sources.contains(where: { $0.name == text }) else {
                    throw fault(.command(.exercise(.variationRepeated(text)), name.range))
                }
                sources.append((text, source))
            }
            guard sources.count <= Self.limit, structures.count <= Self.limit else {
                throw fault(.command(.exercise(.tooManyVariations(limit: Self.limit)), 0..<0))
            }
        }
    }

    private func source(_ words: [String]) -> Source? {
        switch (words[0], words.count) {
        case ("prefix", 3):
            guard let prefix = Prefix(words[1]), let length = Int(words[2]),
                length >= prefix.length,
                length <= min(prefix.length + 32, prefix.family.addressBits)
            else { return nil }
            return .prefix(prefix, length: length)
        case ("host", 2):
            let isThere = sources.contains { name, source in
                guard case .prefix(let prefix, let length) = source else { return false }
                return name == words[1] && prefix.family.addressBits - length >= 3
            }
            return isThere ? .host(of: words[1]) : nil
        case ("port", 3):
            guard let low = UInt16(words[1]), let high = UInt16(words[2]), low <= high else {
                return nil
            }
            return .port(low, high)
        case ("one-of", 2...): return .word(Array(words.dropFirst()))
        default: return nil
        }
    }

    private static let all = "all"

    // MARK: - A student's variant

    /// What a student has: `draw` gives a number for a name, which nobody can guess who does not know the exercise's secret.
    package func variant(draw: (String) -> UInt64) -> Variant {
        var values: [(name: String, text: String)] = []
        var prefixes: [String: Prefix] = [:]
        for (name, source) in sources {
            var (text, round) = ("", 0)
            // Two hosts of one prefix are two; after so many rounds there is no other.
            repeat {
                let number = draw(round == 0 ? name : "\(name) \(round)")
                text = Self.text(source, number, name, &prefixes)
                round += 1
            } while values.contains { $0.text == text } && round < 64
            values.append((name, text))
        }
        let structure =
            structures.isEmpty
            ? nil : structures[Int(draw("structure") % UInt64(structures.count))]
        return Variant(values: values, structure: structure)
    }

    private static func text(
        _ source: Source, _ number: UInt64, _ name: String, _ prefixes: inout [String: Prefix]
    ) -> String {
        switch source {
        case .prefix(let whole, let length):
            let place = number % (1 << UInt64(length - whole.length))
            let bits = whole.family.addressBits - length
            let drawn = whole.first.adding(UInt128(place) << UInt128(bits))
            guard let prefix = try? Prefix(masking: drawn, length: length) else { return name }
            prefixes[name] = prefix
            return prefix.description
        case .host(let other):
            guard let prefix = prefixes[other] else { return name }
            let bits = min(32, prefix.family.addressBits - prefix.length)
            let place = 2 + number % ((1 << UInt64(bits)) - 3)
            return prefix.first.adding(UInt128(place)).description
        case .port(let low, let high):
            return String(UInt64(low) + number % (UInt64(high - low) + 1))
        case .word(let words): return words[Int(number % UInt64(words.count))]
        }
    }
}

/// What one student has of an exercise that varies.
package struct Variant: Sendable {
    fileprivate let values: [(name: String, text: String)]
    /// The structure; nil where there is one only.
    package let structure: String?

    /// A file of the exercise as this student has it.
    package func applied(to bytes: [UInt8]) -> [UInt8] {
        let table = VariantLine.table()
        var isOurs = true
        var lines: [[UInt8]] = []
        for (_, text) in TextLines.numbered(bytes) {
            if let words = try? CommandLine(text), let row = table.row(for: words) {
                if row == 1, case .structure(let name)? = try? table.parse(words) {
                    let name = String(decoding: name.value, as: UTF8.self)
                    isOurs = name == "all" || name == structure
                }
                lines.append([])
            } else {
                lines.append(isOurs ? replaced(text) : [])
            }
        }
        return Array(lines.joined(separator: [0x0A]))
    }

    private func replaced(_ line: [UInt8]) -> [UInt8] {
        guard line.contains(UInt8(ascii: "{")) else { return line }
        var rest = line[...]
        var result: [UInt8] = []
        while let byte = rest.first {
            let value = values.first { rest.starts(with: "{\($0.name)}".utf8) }
            if let value {
                result += value.text.utf8
                rest = rest.dropFirst(value.name.utf8.count + 2)
            } else {
                result.append(byte)
                rest = rest.dropFirst()
            }
        }
        return result
    }
}

extension IPAddress {
    /// The address so many behind this one.
    fileprivate func adding(_ count: UInt128) -> IPAddress {
        switch self {
        case .v4(let address):
            .v4(IPv4Address(rawValue: address.rawValue &+ UInt32(truncatingIfNeeded: count)))
        case .v6(let address): .v6(IPv6Address(rawValue: address.rawValue &+ count))
        }
    }
}
