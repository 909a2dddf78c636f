/// Lists of moves against a tunnel end; `TunnelPromises` says what each byte means.
enum TunnelSeeds {
    static var all: [FuzzTarget.Seed] {
        let send: [UInt8] = [2, 4, 5] + Array("hola!".utf8)
        let keep: [UInt8] = [3, 41, 3] + Array("abc".utf8)
        return [
            ("send", send + send), ("late", keep + keep + keep + [4, 0, 1, 4, 0, 0, 4, 0, 2]),
            ("replay", send + [4, 0, 0, 4, 0, 0]),
            ("flip", send + keep + [5, 0, 0, 77] + [5, 1, 0, 3] + [4, 0, 0]),
            ("truncate", keep + [6, 0, 0, 31, 2, 9, 9, 9] + [4, 0, 0]),
            ("raw", [0, 1, 0xFF, 0, 5, 0, 0, 0, 0, 1, 0, 3, 1, 2, 3]),
            ("spi", [1, 28] + [UInt8](repeating: 1, count: 28)),
            ("dummy", [2, 59, 4, 9, 9, 9, 9] + [2, 6, 1, 9]),
            ("trailer", [7, 0, 0, 0, 9, 8] + [0x45, 1, 2, 3, 1, 2, 2, 4]),
            ("bad-trailer", [7, 0, 0, 0, 9, 8] + [0x45, 1, 2, 3, 1, 3, 2, 4]),
            ("far", [7, 255, 255, 255, 255, 4, 1, 2, 2, 41] + send + [8, 0]),
            ("many", (0..<70).flatMap { _ in keep } + (0..<35).flatMap { [4, 0, UInt8(2 * $0)] }),
        ]
    }
}
