import Yardstick

/// One 1,400-byte packet at a time: from its seal to its delivery, and its whole way through the lab.
struct CrossingFigures {
    private static let length = 1_400
    private static let packets = 20_000

    func print() throws {
        var whole = try Crossing(packetLength: Self.length)
        let bare = try BareCrossing(packetLength: Self.length)
        var wholeRates = Series()
        var bareRates = Series()
        var ratios = Series()
        var allocations: UInt64 = 0
        // As many as the lab remembers, so that it is steady.
        _ = try whole.rate(packets: Self.packets)
        for _ in 0..<Series.runs {
            let bareRate = try bare.rate(packets: Self.packets)
            let before = yardstick_allocations()
            let wholeRate = try whole.rate(packets: Self.packets)
            allocations += yardstick_allocations() - before
            bareRates.add(bareRate / 1e3)
            wholeRates.add(wholeRate / 1e3)
            ratios.add(wholeRate / bareRate)
        }
        Swift.print("crossing: seal, socket, open \(bareRates.text("thousand packets a second"))")
        Swift.print(
            "crossing: the lab's whole way \(wholeRates.text("thousand packets a second")),",
            "\(ratios.text("of the former", digits: 2)),",
            "\(Double(allocations) / Double(Series.runs * Self.packets)) allocations a packet")
    }
}
