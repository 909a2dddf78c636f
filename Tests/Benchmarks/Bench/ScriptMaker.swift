/// Makes rules and packets from a seed, the same ones every time.
///
/// Half of the packets come from a rule and meet it or one before it; the other half meet none.
struct ScriptMaker {
    private var state: UInt64
    private var flows: [(source: String, destination: String, port: Int)] = []

    init(seed: UInt64) {
        state = seed
    }

    /// Lines of `rule add`, of four kinds in turn.
    mutating func rules(_ count: Int) -> String {
        var text = ""
        for index in 0..<count {
            let (source, destination, port) = (address(), address(), number(below: 65_535) + 1)
            let action = number(below: 2) == 0 ? "allow" : "deny"
            flows.append((source, destination, port))
            switch index % 4 {
            case 0:
                text +=
                    "rule add \(action) proto tcp from \(source) to \(destination) port \(port)\n"
            case 1:
                let network = source.split(separator: ".").dropLast().joined(separator: ".")
                text += "rule add \(action) from \(network).0/24 to \(destination) port \(port)\n"
            case 2: text += "rule add \(action) proto tcp to \(destination) port \(port)\n"
            default: text += "rule add \(action) from \(source)\n"
            }
        }
        return text
    }

    /// Lines of `packet test`.
    mutating func packets(_ count: Int) -> String {
        var text = ""
        for _ in 0..<count {
            let flow = flows[number(below: flows.count)]
            let isMet = number(below: 2) == 0
            let source = isMet ? flow.source : address()
            let destination = isMet ? flow.destination : address()
            let port = isMet ? flow.port : number(below: 65_535) + 1
            text += "packet test \(source):\(49_152 + number(below: 16_384))"
            text += " -> \(destination):\(port)\n"
        }
        return text
    }

    private mutating func address() -> String {
        let network = [10, 172, 192][number(below: 3)]
        return "\(network).\(number(below: 256)).\(number(below: 256)).\(number(below: 254) + 1)"
    }

    /// SplitMix64 (Steele, Lea and Flood, 2014).
    private mutating func number(below limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((word ^ (word >> 31)) % UInt64(limit))
    }
}
