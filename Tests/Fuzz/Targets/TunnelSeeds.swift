/// Lists of moves against a tunnel end; `TunnelPromises` says what each byte means.
enum TunnelSeeds {
    static var all: [FuzzTarget.Seed] {
        let send: [UInt8] = [2, 4, 5] + Array("hola!".utf8)
        let keep: [UInt8] = [3, 41, 3] + Array("abc".utf8)
        let usual: [UInt8] = [0, 8]
        let moves: [(name: String, bytes: [UInt8])] = [
            ("send", send + send), ("late", keep + keep + keep + [4, 0, 1, 4, 0, 0, 4, 0, 2]),
            ("replay", send + [4, 0, 0, 4, 0, 0]),
            ("flip", send + keep + [5, 0, 0, 77] + [5, 1, 0, 3] + [4, 0, 0]),
            ("truncate", keep + [6, 0, 0, 31, 2, 9, 9, 9] + [4, 0, 0]),
            ("raw", [0, 1, 0xFF, 0, 5, 0, 0, 0, 0, 1, 0, 3, 1, 2, 3]),
            ("spi", [1, 28] + [UInt8](repeating: 1, count: 28)),
            ("dummy", [2, 59, 4, 9, 9, 9, 9] + [2, 6, 1, 9]),
            ("trailer", [7, 0, 0, 0, 0, 9, 8] + [0x45, 1, 2, 3, 1, 2, 2, 4]),
            ("bad-trailer", [7, 0, 0, 0, 0, 9, 8] + [0x45, 1, 2, 3, 1, 3, 2, 4]),
            ("far", [7, 0, 255, 255, 255, 255, 4, 1, 2, 2, 41] + send + [8, 0]),
            ("many", repeated(70, keep) + fromNewest(70, every: 2)),
        ]
        // Each suite, with extended numbers that cross 2^32.
        let suites: [FuzzTarget.Seed] = (0..<13).map { suite in
            let crossing: [UInt8] = [UInt8(suite), 2, 1] + repeated(12, send)
            let ending: [UInt8] = [4, 0, 3, 5, 0, 0, 70] + keep + [4, 0, 0]
            return ("suite-\(suite)", crossing + ending)
        }
        let crossing: [UInt8] = [0, 2, 2] + repeated(8, keep) + fromNewest(8, every: 1)
        // 63 changed datagrams, and then one of 2^32 numbers further on (RFC 4303 appendix A3).
        let lost: [UInt8] =
            [0, 2, 0] + send + keep + repeated(63, [5, 0, 0, 255])
            + [7, 1, 0, 0, 0, 9, 8] + [0x45, 1, 2, 3, 1, 2, 2, 4]
        let transport: [UInt8] = [0, 0x11] + send + [2, 17, 2, 1, 1]
        return moves.map { ($0.name, usual + $0.bytes) } + suites
            + [("crossing", crossing), ("lost", lost), ("transport", transport)]
    }

    private static func repeated(_ count: Int, _ move: [UInt8]) -> [UInt8] {
        [[UInt8]](repeating: move, count: count).flatMap { $0 }
    }

    /// Delivers what was sealed, from the newest back.
    private static func fromNewest(_ count: Int, every step: Int) -> [UInt8] {
        stride(from: 0, to: count, by: step).flatMap { place -> [UInt8] in [4, 0, UInt8(place)] }
    }
}
