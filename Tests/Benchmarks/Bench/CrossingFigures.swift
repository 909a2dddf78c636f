/// One 1,400-byte packet at a time: from its seal to its delivery, and its whole way through the lab.
struct CrossingFigures {
    private static let length = 1_400
    private static let packets = 20_000

    func print() throws {
        let whole = try Crossing(packetLength: Self.length)
        let bare = try BareCrossing(packetLength: Self.length)
        var wholeRates = Series()
        var bareRates = Series()
        var ratios = Series()
        for _ in 0..<Series.runs {
            let bareRate = try bare.rate(packets: Self.packets)
            let wholeRate = try whole.rate(packets: Self.packets)
            bareRates.add(bareRate / 1e3)
            wholeRates.add(wholeRate / 1e3)
            ratios.add(wholeRate / bareRate)
        }
        Swift.print("crossing: seal, socket, open \(bareRates.text("thousand packets a second"))")
        Swift.print(
            "crossing: the lab's whole way \(wholeRates.text("thousand packets a second")),",
            "\(ratios.text("of the former", digits: 2))")
    }
}
