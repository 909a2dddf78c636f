/// What lines of other programs are here: `ping -c 4 web`, `ip route`, `nmap -p 22 web`, `iptables -F`.
///
/// Whoever offers a line reads it first: what is made here may be wrong where the words were.
enum OtherTools {
    /// The line in Garita's words, with a list of rules in front where it is not the usual one; nil for no line of
    /// theirs, or one that says what Garita has no words for.
    static func line(_ words: [String]) -> String? {
        guard let name = words.first?.lowercased() else { return nil }
        let line = ToolLine(words.dropFirst())
        switch name {
        case "ping", "ping6": return line.hasFlags ? ping(line) : nil
        case "traceroute", "traceroute6": return line.hasFlags ? trace(line) : nil
        case "tracert", "tracepath", "mtr": return trace(line, isICMP: name == "tracert")
        case "nmap", "masscan": return scan(line)
        case "nc", "ncat", "netcat", "telnet", "ssh": return connect(name, line)
        case "curl", "wget": return fetch(line)
        case "dig", "nslookup", "host": return resolve(line)
        case "ip": return ip(line)
        case "ifconfig", "ipconfig": return "net show"
        case "route": return route(line)
        case "netstat", "ss":
            return line.flags.contains { $0.contains("r") } ? "route list" : "connection list"
        case "tcpdump", "tshark", "wireshark", "dumpcap": return "capture start"
        case "iptables", "ip6tables": return tables(line)
        case "ufw": return ufw(line.words)
        case "nft": return ["list": "rule list", "flush": "rule clear"][line.words.first ?? ""]
        case "show": return show(line.words)
        default: return nil
        }
    }

    // MARK: - Hosts

    private static func ping(_ line: ToolLine) -> String? {
        guard let host = line.words.first else { return nil }
        var text = "ping \(host)"
        if let count = line["-c"] ?? line["-n"] { text += " count \(count)" }
        if let every = line["-i"] { text += " every \(every)s" }
        if let size = line["-s"] ?? line["-l"] { text += " size \(size)" }
        return text
    }

    private static func trace(_ line: ToolLine, isICMP: Bool = false) -> String? {
        guard let host = line.words.first else { return nil }
        let hops = line["-m"] ?? line["-h"]
        return "traceroute \(host)" + (isICMP || line.flags.contains("-I") ? " icmp" : "")
            + (hops.map { " hops \($0)" } ?? "")
    }

    private static func scan(_ line: ToolLine) -> String? {
        guard let host = line.words.first else { return nil }
        let ways = ["-sS": " syn", "-sT": " connect", "-sU": " udp", "-sA": " ack"]
        let ports = line["-p"].map { " ports \($0 == "-" ? "1-1024" : $0)" } ?? ""
        return "scan \(host)" + ports + (line.flags.compactMap { ways[$0] }.first ?? "")
    }

    private static func connect(_ name: String, _ line: ToolLine) -> String? {
        guard let target = line.words.first, !line.flags.contains("-u"), !line.flags.contains("-l")
        else { return nil }
        let host = target.split(separator: "@").last ?? ""
        let usual = ["ssh": "22", "telnet": "23"][name]
        let given = line.words.count > 1 && name != "ssh" ? line.words[1] : line["-p"]
        guard let port = given ?? usual else { return nil }
        return "connect \(host):\(port)"
    }

    private static func fetch(_ line: ToolLine) -> String? {
        guard let page = line.words.first else { return nil }
        let isWhole = page.contains("://")
        return "fetch " + (isWhole ? page : "http://" + page)
    }

    private static func resolve(_ line: ToolLine) -> String? {
        let types: Set = ["a", "aaaa", "cname", "ptr", "mx", "any"]
        let server = line.words.first { $0.hasPrefix("@") }?.dropFirst()
        let rest = line.words.filter { !$0.hasPrefix("@") && !$0.hasPrefix("+") }
        guard let name = rest.first(where: { !types.contains($0.lowercased()) }) else { return nil }
        let type = rest.first { types.contains($0.lowercased()) }?.lowercased() ?? line["-t"]
        return "resolve \(name)" + (type.map { " \($0)" } ?? "")
            + (server.map { " at \($0)" } ?? "")
    }

    // MARK: - Routes

    private static func ip(_ line: ToolLine) -> String? {
        switch line.words.first {
        case "route", "r", "ro": return route(line, from: 1)
        case "addr", "address", "a", "link", "l", "neigh": return "net show"
        default: return nil
        }
    }

    private static func route(_ line: ToolLine, from start: Int = 0) -> String? {
        var words = Array(line.words.dropFirst(start))
        guard let verb = words.first, verb != "show", verb != "list", verb != "print" else {
            return "route list"
        }
        guard ["add", "append", "replace", "del", "delete"].contains(verb) else { return nil }
        words.removeAll { ["-net", "-host", "metric"].contains($0) }
        let names = ["gw": "via", "dev": "out"]
        let rest = words.dropFirst().map { names[$0] ?? $0 }.joined(separator: " ")
        return "route \(verb.hasPrefix("del") ? "delete" : "add") \(rest)"
    }

    // MARK: - Firewalls

    private static let chains = ["INPUT": "input ", "OUTPUT": "output ", "FORWARD": ""]

    /// What is no rule: rules themselves are read by the readers of files.
    private static func tables(_ line: ToolLine) -> String? {
        if line["-t"] == "nat" { return translation(line) }
        let list =
            (line["-L"] ?? line["-F"] ?? line["-P"] ?? line["-D"] ?? line["-S"]).flatMap {
                chains[$0]
            } ?? ""
        if line.has("-L") || line.has("-S") || line.has("--list") { return list + "rule list" }
        if line.has("-F") || line.has("--flush") { return list + "rule clear" }
        if line.has("-P"), let target = line.words.last,
            let action = ForeignWords.action(target.lowercased())
        {
            return "\(list)rule default \(action)"
        }
        guard line.has("-D"), let number = line.words.last, Int(number) != nil else { return nil }
        return "\(list)rule delete \(number)"
    }

    private static func translation(_ line: ToolLine) -> String? {
        if line.has("-L") || line.has("-S") { return "nat list" }
        if line.has("-F") { return "nat clear" }
        guard line.has("-A"), let target = line["-j"] else { return nil }
        var rest = ""
        for (flag, word) in [
            ("-i", "on"), ("-o", "out"), ("-p", "proto"), ("-s", "from"), ("-d", "for"),
            ("--dport", "port"),
        ] {
            if let value = line[flag] { rest += " \(word) \(value)" }
        }
        switch target {
        case "MASQUERADE": return "nat add masquerade" + rest
        case "SNAT": return line["--to-source"].map { "nat add snat\(rest) to \($0)" }
        case "DNAT": return line["--to-destination"].map { "nat add dnat\(rest) to \($0)" }
        default: return nil
        }
    }

    private static func ufw(_ words: [String]) -> String? {
        switch words.first {
        case "status": "rule list"
        case "reset": "rule clear"
        case "default" where words.count > 1: "rule default \(words[1])"
        case "delete" where words.count == 2 && Int(words[1]) != nil: "rule delete \(words[1])"
        default: nil
        }
    }

    /// What is shown by the routers of Cisco, and by whoever thinks of a verb first.
    private static func show(_ words: [String]) -> String? {
        let text = words.joined(separator: " ").lowercased()
        if text.contains("access") || text.hasPrefix("run") { return "rule list" }
        if text.contains("route") { return "route list" }
        if text.contains("int") || text.hasPrefix("net") { return "net show" }
        guard let noun = words.first, words.count == 1 else { return nil }
        return "\(noun.hasSuffix("s") ? String(noun.dropLast()) : noun) list"
    }
}

/// The words of a command line as most programs read them: `-c 4`, `-c4`, `-n`, and the rest.
struct ToolLine {
    /// The values of flags that have one.
    private var values: [String: String] = [:]
    /// The flags without a value.
    private(set) var flags: [String] = []
    /// Everything else, in its order.
    private(set) var words: [String] = []

    /// Flags that are followed by a value, in the programs that are read here.
    private static let valued: Set = [
        "-c", "-i", "-s", "-l", "-m", "-h", "-p", "-t", "-A", "-L", "-F", "-P", "-D", "-S", "-j",
        "-o", "-d", "--dport",
        "--to-source", "--to-destination", "-w", "-r",
    ]

    init(_ line: some Sequence<String>) {
        var flag: String?
        for word in line {
            if word.hasPrefix("-"), word.count > 1 {
                flag = nil
                if Self.valued.contains(word) {
                    (flag, values[word]) = (word, "")
                } else if let start = Self.valued.first(where: {
                    $0.count == 2 && word.hasPrefix($0)
                }), !word.hasPrefix("--"), !word.hasPrefix("-s") || Int(word.dropFirst(2)) != nil {
                    values[start] = String(word.dropFirst(2))
                } else {
                    flags.append(word)
                }
            } else if let known = flag {
                values[known] = word
                flag = nil
            } else {
                words.append(word)
            }
        }
    }

    /// Whether there is any flag.
    var hasFlags: Bool { !values.isEmpty || !flags.isEmpty }

    /// Whether a flag stands there, with a value or without.
    func has(_ flag: String) -> Bool { values[flag] != nil || flags.contains(flag) }

    /// The value of a flag; nil without one.
    subscript(flag: String) -> String? {
        values[flag].flatMap { $0.isEmpty ? nil : $0 }
    }
}
