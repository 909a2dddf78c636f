import Grammar

/// Finds the word that a mistyped one is meant to be.
enum Spelling {
    /// The keyword that differs in the fewest letters, when that is at most two and under half of it.
    static func closest(to word: [UInt8], among expectations: [Expectation]) -> String? {
        guard word.count > 1, word.count < 24 else { return nil }
        let lower = word.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
        let other = others[String(decoding: lower, as: UTF8.self)]
        var best: (distance: Int, word: String)?
        for word in expectations.compactMap(\.word) {
            if word.text == other { return other }
            let distance = distance(lower, word.bytes)
            guard distance <= 2, distance * 2 < word.bytes.count else { continue }
            if distance < best?.distance ?? .max { best = (distance, word.text) }
        }
        return best?.word
    }

    /// The words of other firewalls, and what they are called here.
    private static let others = [
        "drop": "deny", "block": "deny", "discard": "deny", "accept": "allow",
        "pass": "allow", "permit": "allow", "src": "from", "source": "from", "dst": "to",
        "destination": "to", "dport": "port", "protocol": "proto", "tcp": "proto", "udp": "proto",
        "show": "list", "remove": "delete", "policy": "default", "insert": "add", "append": "add",
        "icmp": "proto", "icmpv6": "proto", "esp": "proto", "ip": "any", "all": "any",
        "both": "any",
        "any": "from", "host": "from", "sport": "from", "in": "on", "established": "state",
        "related": "state", "comment": "name", "flush": "clear", "reset": "clear", "del": "delete",
        "-p": "proto", "-s": "from", "-d": "to", "-i": "on", "--dport": "port", "--sport": "from",
    ]

    /// How many letters have to be changed, added or left out.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (i, letter) in left.enumerated() {
            var corner = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let change = corner + (letter == other ? 0 : 1)
                corner = row[j + 1]
                row[j + 1] = min(change, row[j] + 1, corner + 1)
            }
        }
        return row[right.count]
    }
}
