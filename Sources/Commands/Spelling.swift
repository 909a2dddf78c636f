package import Grammar

/// Finds the word that a mistyped one is meant to be.
package enum Spelling {
    /// The keyword that differs in the fewest letters, when that is at most two and under half of it.
    package static func closest(
        to word: [UInt8], among expectations: [Expectation]
    ) -> String? {
        guard word.count > 1, word.count < 24 else { return nil }
        let lower = word.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
        let meanings = ForeignWords.meanings[String(decoding: lower, as: UTF8.self)] ?? []
        let others = Set(meanings.map { String($0.prefix { $0 != " " }) })
        var best: (distance: Int, word: String)?
        for word in expectations.compactMap(\.word) {
            if others.contains(word.text) { return word.text }
            let distance = distance(lower, word.bytes)
            guard distance <= 2, distance * 2 < word.bytes.count else { continue }
            if distance < best?.distance ?? .max { best = (distance, word.text) }
        }
        return best?.word
    }

    /// The name that differs in the fewest letters, by the same measure; nil where none is near.
    package static func closest(to word: String, among names: [String]) -> String? {
        let lower = Array(word.lowercased().utf8)
        guard lower.count > 1, lower.count < 24 else { return nil }
        var best: (distance: Int, name: String)?
        for name in names {
            let letters = Array(name.lowercased().utf8)
            let distance = distance(lower, letters)
            guard distance <= 2, distance * 2 < letters.count else { continue }
            if distance < best?.distance ?? .max { best = (distance, name) }
        }
        return best?.name
    }

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
