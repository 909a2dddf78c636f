import Chance
import Wire

/// Random chains of address translation as people write them in files, with what lets packets pass as they are.
struct RandomTranslationFiles {
    private var random: SplitMix
    private let isNft: Bool

    init(seed: UInt64, isNft: Bool) {
        random = SplitMix(seed: seed)
        self.isNft = isNft
    }

    /// A file; in one of nft the chain `input` that `KernelTranslator` wants.
    mutating func file() -> String { isNft ? nft() : iptables() }

    private mutating func nft() -> String {
        var text = "table ip garita {\n\(KernelTranslator.input)"
        for name in ["one", "two"] {
            text += "chain \(name) {\n"
            for _ in 0..<random.one(of: [1, 2, 3]) { text += rule(isSource: true, isSide: true) }
            text += "}\n"
        }
        for (isSource, hook, priority) in [
            (false, "prerouting", "dstnat"), (true, "postrouting", "srcnat"),
            (true, "postrouting", "srcnat + 5"),
        ] {
            text += "chain \(hook)\(priority.utf8.count) {\n"
            text += "type nat hook \(hook) priority \(priority); policy accept;\n"
            for _ in 0..<random.one(of: [1, 2, 3, 4]) {
                text += rule(isSource: isSource, isSide: false)
            }
            text += "}\n"
        }
        return text + "}\n"
    }

    private mutating func iptables() -> String {
        var text = "*nat\n:PREROUTING ACCEPT [0:0]\n:POSTROUTING ACCEPT [0:0]\n"
        text += ":one - [0:0]\n:two - [0:0]\n"
        for name in ["one", "two"] {
            for _ in 0..<random.one(of: [1, 2, 3]) {
                text += "-A \(name) \(rule(isSource: true, isSide: true))"
            }
        }
        for (isSource, hook) in [(false, "PREROUTING"), (true, "POSTROUTING")] {
            for _ in 0..<random.one(of: [2, 3, 4, 5]) {
                text += "-A \(hook) \(rule(isSource: isSource, isSide: false))"
            }
        }
        return text + "COMMIT\n"
    }

    /// A rule of a chain for one end; side chains lead nowhere else.
    private mutating func rule(isSource: Bool, isSide: Bool) -> String {
        let (match, hasPorts) = match(isSource)
        return "\(match) \(target(isSource, isSide, hasPorts))\n"
    }

    private mutating func match(_ isSource: Bool) -> (text: String, hasPorts: Bool) {
        var words: [String] = []
        if random.chance(40) {
            let link = isSource ? random.one(of: ["internet", "internet", "lan-a"]) : "internet"
            let isNot = random.chance(30)
            if isNft {
                words.append("\(isSource ? "oifname" : "iifname") \(isNot ? "!= " : "")\"\(link)\"")
            } else {
                words.append("\(isNot ? "! " : "")\(isSource ? "-o" : "-i") \(link)")
            }
        }
        if random.chance(50) {
            let prefix = random.one(of: ["10.0.0.0/24", "10.0.0.0/30", "10.0.0.4/31", "10.0.0.1"])
            words.append(isNft ? "ip saddr \(prefix)" : "-s \(prefix)")
        }
        if random.chance(isSource ? 40 : 60) {
            let prefix =
                isSource
                ? random.one(of: ["198.51.100.1", "198.51.100.0/24", "10.0.0.0/16"])
                : random.one(of: ["203.0.113.2", "203.0.113.0/24", "192.0.2.0/28"])
            let isNot = random.chance(25)
            words.append(
                isNft
                    ? "ip daddr \(isNot ? "!= " : "")\(prefix)" : "\(isNot ? "! " : "")-d \(prefix)"
            )
        }
        guard random.chance(45) else { return (words.joined(separator: " "), false) }
        let proto = random.one(of: ["tcp", "udp"])
        let ports = random.one(of: ["53", "443", "50-500"])
        if isNft {
            words.append("\(proto) dport \(ports)")
        } else {
            let range = ports.split(separator: "-").joined(separator: ":")
            words.append("-p \(proto) -m \(proto) --dport \(range)")
        }
        return (words.joined(separator: " "), true)
    }

    private mutating func target(_ isSource: Bool, _ isSide: Bool, _ hasPorts: Bool) -> String {
        if random.chance(25) {
            let verdict = random.one(of: ["accept", "return"])
            return isNft ? verdict : "-j \(verdict.uppercased())"
        }
        if isSource, !isSide, random.chance(30) {
            let (verb, name) = (random.one(of: ["jump", "goto"]), random.one(of: ["one", "two"]))
            return isNft ? "\(verb) \(name)" : "-\(verb == "jump" ? "j" : "g") \(name)"
        }
        guard isSource else {
            let ports = hasPorts ? random.one(of: ["", ":8443", ":443-445"]) : ""
            let pool = random.one(of: ["10.0.1.80", "10.0.1.80-10.0.1.83"]) + ports
            return isNft ? "dnat to \(pool)" : "-j DNAT --to-destination \(pool)"
        }
        if random.chance(50) { return isNft ? "masquerade" : "-j MASQUERADE" }
        let pool =
            hasPorts && random.chance(50)
            ? "203.0.113.9:7100-7299"
            : random.one(of: ["203.0.113.2", "203.0.113.16-203.0.113.19"])
        return isNft ? "snat to \(pool)" : "-j SNAT --to-source \(pool)"
    }
}
