import Firewall
import Processes

/// A rule set of ClassBench (Taylor and Turner, 2005): its rules' boxes, in reading order.
///
/// A line is `@SOURCE DESTINATION LOW : HIGH LOW : HIGH PROTOCOL/MASK FLAGS/MASK`; the TCP control
/// bits are the upper byte of the flags. The sets have no actions.
struct ClassBench {
    /// The name of the file without its endings.
    let name: String
    /// One box for a rule.
    private(set) var boxes: [PacketBox<UInt32>]

    /// The sets in a folder of `NAME.txt.gz` files, smallest first.
    static func sets(in folder: String) throws -> [ClassBench] {
        let names = [
            "acl1_1k", "cuttss_acl_1k", "fw1_1k", "cuttss_fw_1k", "ipc1_1k", "cuttss_ipc_1k",
            "acl1_10k", "fw1_10k", "cuttss_fw_10k", "ipc1_10k",
        ]
        return try names.map { try ClassBench(name: $0, folder: folder) }
    }

    init(name: String, folder: String) throws {
        self.name = name
        let path = "\(folder)/\(name).txt.gz"
        let plain = ChildProcess.folder() + "/classbench.txt"
        defer { System.remove(plain) }
        let child = try Child(["/usr/bin/gzip", "-dc", path], output: plain)
        guard try child.wait() == 0 else { throw Failure.missing(path) }
        let text = String(decoding: System.read(plain) ?? [], as: UTF8.self)
        boxes = try text.split(separator: "\n").map { line in
            guard let box = Self.box(of: line) else { throw Failure.usage(String(line)) }
            return box
        }
    }

    private init(name: String, boxes: [PacketBox<UInt32>]) {
        self.name = name
        self.boxes = boxes
    }

    /// A set of about ten times as many rules.
    ///
    /// Each rule is followed by ten copies whose prefixes of eight bits and more are moved by the copy's
    /// number times 7/256 of all addresses; of every eighth copy, a single destination port is moved too.
    var enlarged: ClassBench {
        var large: [PacketBox<UInt32>] = []
        for (place, box) in boxes.enumerated() {
            large.append(box)
            for copy in UInt32(1)...10 {
                var moved = box
                moved.source = Self.moved(box.source, by: copy)
                moved.destination = Self.moved(box.destination, by: copy)
                if (place + Int(copy)).isMultiple(of: 8),
                    box[.destinationPort].low == box[.destinationPort].high
                {
                    let port = box[.destinationPort].low &+ UInt16(copy)
                    moved[.destinationPort] = Interval(port, port)
                }
                large.append(moved)
            }
        }
        return ClassBench(name: name + " x 11", boxes: large)
    }

    private static func moved(_ interval: Interval<UInt32>, by copy: UInt32) -> Interval<UInt32> {
        guard interval.high - interval.low < 1 << 24 else { return interval }
        let offset = (copy * 7) << 24
        return Interval(interval.low &+ offset, interval.high &+ offset)
    }

    private static func box(of line: Substring) -> PacketBox<UInt32>? {
        let words = line.split { $0 == "\t" || $0 == " " || $0 == "@" }
        guard words.count == 10, let source = prefix(words[0]), let destination = prefix(words[1]),
            let sourcePort = ports(words[2], words[4]),
            let destinationPort = ports(words[5], words[7]),
            let proto = masked(words[8]), let flags = masked(words[9])
        else { return nil }
        let number = UInt16(truncatingIfNeeded: proto.value) & 0xFF
        let isTCP = proto.mask != 0 && number == 6
        var box = PacketBox<UInt32>.all
        (box.source, box.destination) = (source, destination)
        (box[.sourcePort], box[.destinationPort]) = (sourcePort, destinationPort)
        if proto.mask != 0 { box[.proto] = Interval(number, number) }
        if isTCP {
            box.flags = FlagSets(mask: UInt8(flags.mask >> 8), value: UInt8(flags.value >> 8))
        }
        return box
    }

    private static func prefix(_ word: Substring) -> Interval<UInt32>? {
        let numbers = word.split { $0 == "." || $0 == "/" }.compactMap { UInt32($0) }
        guard numbers.count == 5, numbers[4] <= 32 else { return nil }
        let address = numbers[..<4].reduce(0) { $0 << 8 | $1 }
        let hosts = UInt32(truncatingIfNeeded: (UInt64(1) << UInt64(32 - numbers[4])) - 1)
        return Interval(address & ~hosts, address | hosts)
    }

    private static func ports(_ low: Substring, _ high: Substring) -> Interval<UInt16>? {
        guard let low = UInt16(low), let high = UInt16(high), low <= high else { return nil }
        return Interval(low, high)
    }

    private static func masked(_ word: Substring) -> (value: UInt16, mask: UInt16)? {
        let parts = word.split(separator: "/").compactMap { UInt16($0.dropFirst(2), radix: 16) }
        return parts.count == 2 ? (parts[0] & parts[1], parts[1]) : nil
    }
}
