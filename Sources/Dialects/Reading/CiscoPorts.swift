import Firewall
import Wire

/// Reads what entries and groups say about ports.
enum CiscoPorts {
    /// Reads an operator on ports; nil where there is none.
    static func read(
        _ words: inout Words, _ hasPorts: Bool
    ) throws(ForeignFault) -> [Interval<UInt16>]? {
        guard let word = words.peek, ["eq", "neq", "lt", "gt", "range"].contains(word.text) else {
            return nil
        }
        _ = try words.next()
        guard hasPorts else { throw word.fault(.unsupportedMatch) }
        let first = try words.next()
        let port = try first.read(ServiceTable.port)
        switch word.text {
        case "lt":
            if port == 0 { throw first.fault(.neverMatches) }
            return [Interval(0, port - 1)]
        case "gt":
            if port == .max { throw first.fault(.neverMatches) }
            return [Interval(port + 1, .max)]
        case "range":
            let last = try words.next()
            return [
                try last.answers(for: try ServiceTable.ports(first.text, last.text))
            ]
        default:
            var spans = [Interval(port, port)]
            // `eq` and `neq` take several ports; what follows them is never a number or a port's name.
            while let next = words.peek, let port = try? ServiceTable.port(next.text) {
                _ = try words.next()
                spans.append(Interval(port, port))
            }
            return word.text == "eq" ? spans : IntervalList.outside(spans)
        }
    }
}
