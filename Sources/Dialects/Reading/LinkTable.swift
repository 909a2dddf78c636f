import Firewall
import Wire

/// What a condition asks about the link over which a packet comes in, or goes out, in the words of a file.
struct LinkTest: Hashable, Sendable {
    /// A name, or the beginning of one.
    struct Pattern: Hashable, Sendable {
        let text: String
        let isBeginning: Bool

        func takes(_ name: String) -> Bool {
            isBeginning ? name.hasPrefix(text) : name == text
        }
    }

    let patterns: [Pattern]
    let isNegated: Bool
}

/// The links that a file can mean, each with the names that the file has for it.
///
/// It has to know every name in the file before it says what a condition takes: the beginning of a name, and all but
/// some names, are about links that stand further down.
struct LinkTable: Sendable {
    private var rows: [(link: LinkName, names: [String])]
    private let knownCount: Int
    /// The addresses of the gateway itself.
    let own: LocalAddresses

    init(_ links: ForeignLinks) {
        rows = links.known.map { ($0, [$0.rawValue]) }
        knownCount = rows.count
        own = LocalAddresses(own: links.own, broadcasts: links.broadcasts)
        for (name, link) in links.names {
            guard let place = rows.firstIndex(where: { $0.link == link }) else { continue }
            rows[place].names.append(name)
        }
    }

    /// The links that the file made, in its order.
    var made: [LinkName] { rows[knownCount...].map(\.link) }

    /// Makes the links that conditions name and that are not there.
    mutating func make(for tests: [LinkTest]) throws(ForeignProblem) {
        for pattern in tests.flatMap(\.patterns) where !pattern.isBeginning {
            if rows.contains(where: { $0.names.contains(pattern.text) }) { continue }
            guard rows.count < PacketSpace.linkLimit else {
                throw .tooManyLinks(limit: PacketSpace.linkLimit)
            }
            rows.append((LinkName(rawValue: pattern.text), [pattern.text]))
        }
    }

    /// The links that every condition takes.
    func links(of tests: [LinkTest]) -> [LinkName] {
        rows.filter { row in
            tests.allSatisfy { test in
                row.names.contains { name in test.patterns.contains { $0.takes(name) } }
                    != test.isNegated
            }
        }.map(\.link)
    }
}
