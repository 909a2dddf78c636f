import EventLoop
import Processes
import Firewall

/// How long it takes to find the rule that decides about a packet, on ClassBench filter sets.
///
/// The folder has the sets as text, or that compressed by gzip; it is an argument, or `CLASSBENCH`.
struct ClassifyFigures {
    private let folder: String

    init(folder: String?) throws {
        guard let folder = folder ?? Host.environment("CLASSBENCH") else {
            throw Failure.usage("classify")
        }
        self.folder = folder
    }

    func print() throws {
        for kind in LookupFigures<UInt32>.headings { Swift.print(kind) }
        for name in Self.sets {
            guard let set = try load(name) else { continue }
            if name == "acl1_10k" {
                for count in [10, 20, 32, 33, 64, 128] { try printIPv4(set.prefix(count)) }
            }
            try printIPv4(set, trace: try trace(name))
        }
        for name in Self.large {
            if let set = try load(name) { try printIPv4(set.multiplied(by: 10)) }
        }
        for name in Self.large {
            if let set = try load(name) { try printIPv6(set) }
        }
        if let name = Self.large.first, let set = try load(name) {
            for count in [10, 32, 64] { try printIPv6(set.prefix(count)) }
            try printIPv6(set.multiplied(by: 10))
        }
    }

    private func printIPv4(_ set: FilterSet, trace: [PacketPoint<UInt32>]? = nil) throws {
        var figures = LookupFigures(set.name, set.hulls, recorded: trace) { points, classifier in
            points.reduce(0) { $0 &+ (classifier.firstHull(around: $1) ?? -1) }
        }
        Swift.print(try figures.row())
    }

    private func printIPv6(_ set: FilterSet) throws {
        var figures = LookupFigures("\(set.name) IPv6", set.mapped) { points, classifier in
            points.reduce(0) { $0 &+ (classifier.firstHull(around: $1) ?? -1) }
        }
        Swift.print(try figures.row())
    }

    /// The points of the trace that comes with a set, if one does.
    private func trace(_ name: String) throws -> [PacketPoint<UInt32>]? {
        guard let text = try text(name + "_trace") else { return nil }
        return text.split(separator: UInt8(ascii: "\n")).map { line in
            let numbers = line.split(separator: UInt8(ascii: "\t")).map {
                UInt32(String(decoding: $0, as: UTF8.self)) ?? 0
            }
            return PacketPoint(
                source: numbers[0], destination: numbers[1], sourcePort: UInt16(numbers[2]),
                destinationPort: UInt16(numbers[3]), proto: UInt8(numbers[4]))
        }
    }

    private func load(_ name: String) throws -> FilterSet? {
        guard let text = try text(name) else { return nil }
        return try FilterSet(name: name, text: text)
    }

    private func text(_ name: String) throws -> [UInt8]? {
        let path = "\(folder)/\(name).txt"
        if let text = System.read(path) { return text }
        guard System.read(path + ".gz") != nil else { return nil }
        let plain = ChildProcess.folder() + "/classbench.txt"
        defer { System.remove(plain) }
        guard try Child(["/bin/gzip", "-dc", path + ".gz"], output: plain).wait() == 0 else {
            throw Failure.unreadable(name)
        }
        return System.read(plain)
    }

    private static let sets = [
        "acl1_1k", "fw1_1k", "ipc1_1k", "cuttss_acl_1k", "cuttss_fw_1k", "cuttss_ipc_1k",
        "acl1_10k", "fw1_10k", "ipc1_10k", "cuttss_fw_10k",
    ]
    /// Those that are made ten times as large, and mapped to IPv6.
    private static let large = ["acl1_10k", "fw1_10k", "ipc1_10k"]
}
