import Platform

/// Sends IP packets into both sides of a router, and tells which of them came out at the other side.
///
/// Runs in the network namespace that `KernelRouter` of the tests makes. Reads lines `near HEX` and `far HEX`:
/// a packet for the side of that name. With an address behind it, `near HEX ff:ff:ff:ff:ff:ff`, the frame is sent to that
/// one, and else to the router. Prints the tag of each packet that was forwarded, a line each: the
/// identification of IPv4, or the last 16 bits of the flow label of IPv6. Fails with a word where a socket is
/// refused or a frame is lost.
///
/// With the argument `bytes` it prints `near HEX` and `far HEX` instead, the whole packet and where it came out: address
/// translation leaves the tag as it is.
///
/// It has to run on one processor: packets between the same interfaces then keep their order, for they wait in
/// the same queue.
@main struct KernelProbe {
    static func main() {
        do {
            var sides = try Sides(printsBytes: CommandLine.arguments.contains("bytes"))
            while let line = readLine() { try sides.send(line) }
            try sides.finish()
        } catch {
            print("KernelProbe: \(error)")
            exit(1)
        }
    }
}

/// What keeps the probe from its work.
enum ProbeFault: Error {
    case call(String, Int32)
    case line(String)
    case lost
}

/// The two ends outside the router, and its own two interfaces.
struct Sides {
    private let near: PacketSocket
    private let far: PacketSocket
    private let lan: PacketSocket
    private let internet: PacketSocket
    /// The hop limits with which packets went in, by their tags.
    private var hopLimits: [Int: UInt8] = [:]
    private let printsBytes: Bool

    init(printsBytes: Bool) throws(ProbeFault) {
        self.printsBytes = printsBytes
        near = try PacketSocket("near", peer: 1, hears: PacketSocket.everything)
        far = try PacketSocket("far", peer: 3, hears: PacketSocket.everything)
        lan = try PacketSocket("lan-a", peer: 2, hears: PacketSocket.fence)
        internet = try PacketSocket("internet", peer: 4, hears: PacketSocket.fence)
    }

    /// Sends the packet of a line, and prints what has come meanwhile: no queue can then fill up.
    mutating func send(_ line: String) throws(ProbeFault) {
        let words = line.split(separator: " ")
        let target = words.count == 3 ? bytes(words[2].filter { $0 != ":" }) : nil
        guard words.count == (target == nil ? 2 : 3), target?.count ?? 6 == 6,
            let packet = bytes(words[1]), packet.count >= 20
        else { throw .line(line) }
        let (tag, hopLimit) = Self.tag(packet)
        hopLimits[tag] = hopLimit
        try (words[0] == "near" ? near : far).send(
            packet, as: packet[0] >> 4 == 4 ? 0x0800 : 0x86DD, to: target)
        for (name, side) in [("near", near), ("far", far)] {
            while let packet = side.receive() { report(packet, name) }
        }
    }

    /// Waits until the router has done with every packet.
    ///
    /// Its interfaces see a frame after all that was sent before; what it forwards by then lies in front of a
    /// second frame, sent on to the other side.
    func finish() throws(ProbeFault) {
        for (from, to, name) in [
            (near, lan, ""), (far, internet, ""), (internet, far, "far"), (lan, near, "near"),
        ] {
            try from.send([0], as: PacketSocket.fence)
            while true {
                guard let packet = try to.wait() else { throw .lost }
                if packet == [0] { break }
                report(packet, name)
            }
        }
    }

    /// Prints a packet that took a hop, and came out at a side; the kernel's own packets have other hop limits.
    private func report(_ packet: [UInt8], _ side: String) {
        guard packet.count >= 20 else { return }
        let (tag, hopLimit) = Self.tag(packet)
        guard hopLimits[tag] == hopLimit &+ 1 else { return }
        guard printsBytes else { return print(tag) }
        let digits = Array("0123456789abcdef")
        print(side, String(packet.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }))
    }

    /// What says which packet it is, and how many hops are left to it.
    private static func tag(_ packet: [UInt8]) -> (Int, hopLimit: UInt8) {
        let isV4 = packet[0] >> 4 == 4
        let start = isV4 ? 4 : 2
        return (Int(packet[start]) << 8 | Int(packet[start + 1]), packet[isV4 ? 8 : 7])
    }

    private func bytes(_ text: some StringProtocol) -> [UInt8]? {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map {
            UInt8(digits[$0] << 4 | digits[$0 + 1])
        }
    }
}
