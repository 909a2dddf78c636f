import Foundation
import Testing
import Wire

/// Capture files that are sent or tested: what is taken, when, and what is not.
@Suite struct LoadingTests {
    private func udp(_ source: String, _ port: UInt16, _ data: [UInt8] = [1]) throws -> [UInt8] {
        let address = try #require(IPAddress(source))
        let other: IPAddress? =
            address.family == .v4 ? IPAddress("10.1.0.9") : IPAddress("2001:db8::9")
        return try PacketDraft(
            source: address, destination: try #require(other),
            transport: .udp(source: Port(rawValue: 5_000), destination: Port(rawValue: port)),
            data: data
        ).build().bytes
    }

    /// A capture at interfaces of these names: packets with interface, time in milliseconds and options.
    private func capture(
        _ names: [String],
        _ packets: [(place: Int, time: UInt64, bytes: [UInt8], options: PcapngPacketOptions)]
    ) throws -> [UInt8] {
        var writer = PcapngWriter()
        for name in names { _ = try writer.addInterface(name: name, linkType: .raw) }
        for packet in packets {
            try writer.write(
                packet.bytes.span, interface: packet.place, timestamp: packet.time * 1_000_000,
                options: packet.options)
        }
        return writer.bytes
    }

    private func load(_ file: [UInt8], _ more: String...) throws -> [String] {
        let lab = try LabInProcess()
        try lab.write(file, to: "x.pcapng")
        return [lab.run("packet load $x.pcapng")] + more.map { lab.run($0) }
    }

    @Test func sendsEachPacketAtItsTimeFromItsSide() throws {
        let none = PcapngPacketOptions()
        let out = PcapngPacketOptions(flags: 2)
        let file = try capture(
            ["eth0", "internet", "lan-b", "lan-a"],
            [
                (0, 1_000, try udp("10.0.0.1", 1), none), (1, 1_005, try udp("10.0.0.2", 2), none),
                (2, 1_003, try udp("10.0.0.3", 3), none), (3, 900, try udp("10.0.0.4", 4), none),
                (1, 1_050, try udp("10.0.0.5", 5), out), (3, 1_050, try udp("10.0.0.6", 6), out),
                (0, 1_200, try udp("2001:db8::7", 7), out),
            ])
        let said = try load(
            file, "packet trace 1", "packet trace 2", "packet trace 3", "packet trace 4",
            "packet trace 5", "packet trace 6", "packet trace 7", "clock")
        #expect(
            said[0].hasPrefix("7 packets of $x.pcapng sent, as packets 1 to 7: 7 delivered\n"))
        #expect(
            said[0].contains(
                "     2  packet 2      delivered               site-a  udp 10.0.0.2:5000 -> "))
        let starts = said[1...7].map { text in
            text.split(separator: "\n")[1].split(separator: " ").prefix(3)
                .joined(separator: " ")
        }
        #expect(
            starts == [
                "0.000 ms site-a", "5.000 ms site-b", "5.000 ms site-b", "5.000 ms site-a",
                "50.000 ms site-a", "50.000 ms site-b", "200.000 ms site-a",
            ])
        #expect(said[8] == "222.000 ms\n")
    }

    @Test func aWrongClockDoesNotUseUpTheLabs() throws {
        let none = PcapngPacketOptions()
        let year: UInt64 = 365 * 24 * 3_600 * 1_000
        let file = try capture(
            ["eth0"],
            [
                (0, 0, try udp("10.0.0.1", 1), none),
                (0, 18_000_000_000_000, try udp("10.0.0.1", 1), none),
                (0, 18_000_000_100_000, try udp("10.0.0.1", 1), none),
            ])
        #expect(try load(file, "clock").last == "\(year + 22).000 ms\n")
    }

    @Test func sendsEachPacketIDOnce() throws {
        let one = PcapngPacketOptions(packetID: 1)
        let two = PcapngPacketOptions(packetID: 2)
        let packet = try udp("10.0.0.1", 1)
        let file = try capture(
            ["lan-a", "internet"],
            [
                (0, 0, packet, one), (1, 1, packet, one), (1, 2, packet, two), (0, 3, packet, two),
                // The same interface once more: it was there twice.
                (0, 4, packet, one),
            ])
        let said = try load(file)[0]
        #expect(said.hasPrefix("3 packets of $x.pcapng sent, as packets 1 to 3: 3 delivered\n"))
        #expect(said.hasSuffix("  not sent: 2 packets, seen at another interface before\n"))
        // Another section counts anew.
        #expect(try load(file + file)[0].hasPrefix("6 packets of $x.pcapng sent"))
    }

    @Test func namesWhatIsNoPacket() throws {
        let none = PcapngPacketOptions()
        var wrong = try udp("10.0.0.1", 1)
        wrong[0] = 0x44
        let file = try capture(
            ["eth0"],
            [
                (0, 0, [], none), (0, 0, wrong, none), (0, 0, [0x45, 0], none),
                (0, 0, wrong, none), (0, 0, try udp("10.0.0.1", 9), none),
            ])
        let said = try load(file)[0]
        #expect(
            said == """
                1 packet of $x.pcapng sent, as packets 1 to 1: 1 delivered
                     1  not sent      no IP packet, truncated
                     2  not sent      bad-header-length
                     3  not sent      truncated
                     4  not sent      bad-header-length
                     5  packet 1      delivered               site-b  udp 10.0.0.1:5000 -> 10.1.0.9:9
                  not sent: 1 packet, no IP packet, truncated
                  not sent: 2 packets, bad-header-length
                  not sent: 1 packet, truncated

                """)
        #expect(
            try load(try capture(["eth0"], [(0, 0, wrong, none)]))[0]
                .hasPrefix("no packet of $x.pcapng was sent\n"))
    }

    /// A packet with a wrong checksum, a later fragment, one with only its headers, one without a length.
    private func oddPackets() throws -> [[UInt8]] {
        var checksum = try udp("10.0.0.1", 9)
        checksum[10] ^= 1
        var fragment = try udp("10.0.0.2", 9, [UInt8](repeating: 0, count: 16))
        fragment.replaceSubrange(6..<8, with: [0, 1])
        IPv4Header.fillChecksum(of: 0..<20, in: &fragment)
        let cut = Array(try udp("10.0.0.3", 9, [UInt8](repeating: 1, count: 40)).prefix(28))
        var endless = try udp("10.0.0.4", 9)
        endless.replaceSubrange(2..<4, with: [0, 0])
        return [checksum, fragment, cut, endless]
    }

    @Test func judgesAndSendsWhatIsOdd() throws {
        let lab = try LabInProcess()
        let packets = try oddPackets()
        try lab.write(
            try capture(["eth0"], (packets + packets).map { (0, 0, $0, PcapngPacketOptions()) }),
            to: "x.pcapng")
        lab.run("rule add deny proto udp port 9")
        let notes = """
            note: 2 packets with a wrong header checksum, as network cards fill it in late; taken for right
            note: 2 later fragments, without ports and of no flow; a firewall that knows flows puts packets \
            together first
            note: 2 packets cut off by the capture; zeros stand for the rest
            note: 2 packets without a length, as network cards cut large ones up late; taken to end with the frame

            """
        let tested = lab.run("packet test $x.pcapng")
        #expect(
            tested.hasPrefix(
                """
                     1  denied, rule 1      udp 10.0.0.1:5000 -> 10.1.0.9:9  # wrong header checksum
                     2  allowed, default    udp 10.0.0.2 -> 10.1.0.9 fragment  # later fragment
                     3  denied, rule 1      udp 10.0.0.3:5000 -> 10.1.0.9:9  # cut off
                     4  denied, rule 1      udp 10.0.0.4:5000 -> 10.1.0.9:9  # no length

                """), "\(tested)")
        #expect(tested.hasSuffix(notes), "\(tested)")
        lab.run("rule delete 1")
        let loaded = lab.run("packet load $x.pcapng")
        #expect(
            loaded.hasPrefix("8 packets of $x.pcapng sent, as packets 1 to 8: 8 delivered\n"))
        #expect(
            loaded.contains(
                "     3  packet 3      delivered               site-b  udp 10.0.0.3:5000 -> 10.1.0.9:9  # cut off\n"
            ))
        #expect(loaded.hasSuffix(notes), "\(loaded)")
        // What went its way is a right packet.
        #expect(lab.run("packet show 1").contains("right"))
        #expect(lab.run("packet show 3").contains("68 bytes"))
    }

    /// What is told of a packet can be typed, whatever is odd about it; a later fragment alone is nothing that a
    /// line says.
    @Test func whatIsToldCanBeTyped() throws {
        let lab = try LabInProcess()
        try lab.write(
            try capture(["eth0"], try oddPackets().map { (0, 0, $0, PcapngPacketOptions()) }),
            to: "x.pcapng")
        let lines = lab.run("packet test $x.pcapng").split(separator: "\n").prefix(4)
        for line in lines where !line.hasSuffix("# later fragment") {
            let packet = String(line.dropFirst(28))
            #expect(lab.run("packet test \(packet)").contains("allowed by default"), "\(packet)")
        }
    }

    /// A long file is told in parts that read as one.
    @Test func tellsEachPacketOfALongFile() throws {
        let lab = try LabInProcess()
        let packet = try udp("10.0.0.1", 9)
        for count in [1_023, 1_024, 1_025, 3_000] {
            try lab.write(
                try capture(["eth0"], (0..<count).map { (0, UInt64($0), packet, .init()) }),
                to: "x.pcapng")
            let lines = lab.run("packet test $x.pcapng").split(separator: "\n")
            try #require(lines.count == count + 2)
            for number in [1, 1_000, count] {
                #expect(
                    lines[number - 1].hasPrefix(
                        String(repeating: " ", count: 6 - "\(number)".count) + "\(number)  allowed")
                )
            }
            #expect(
                lines[count + 1].split(separator: " ").map(String.init) == [
                    "any", "\(count)", "\(count * 29)",
                ])
        }
    }

    @Test func countsWhatLinksDoToThem() throws {
        let packet = try udp("10.0.0.1", 1)
        let file = try capture(
            ["eth0"], (0..<300).map { (0, UInt64($0), packet, PcapngPacketOptions()) })
        let lab = try LabInProcess()
        try lab.write(file, to: "x.pcapng")
        lab.run("link duplicate 100%")
        #expect(
            lab.run("packet load $x.pcapng").hasPrefix(
                "300 packets of $x.pcapng sent, as packets 1 to 600: 600 delivered; 300 copied\n"))
        lab.run("link clear", "link loss 100%")
        #expect(
            lab.run("packet load $x.pcapng").hasPrefix(
                "300 packets of $x.pcapng sent, as packets 601 to 900: 0 delivered, "
                    + "300 lost-on-link\n"))
        // More of them under way than the limit: the others wait for room.
        lab.run("link clear", "link delay 10s")
        #expect(
            lab.run("packet load $x.pcapng").hasPrefix(
                "300 packets of $x.pcapng sent, as packets 901 to 1200: 300 delivered\n"))
        #expect(lab.run("counters").contains("under way                       0\n"))
    }

    @Test func tellsTheFirstPacketsOneByOne() throws {
        let packet = try udp("10.0.0.1", 1)
        let file = try capture(
            ["eth0"], (0..<1_000).map { (0, UInt64($0 / 500), packet, PcapngPacketOptions()) })
        let lines = try load(file)[0].split(separator: "\n")
        try #require(lines.count == 102)
        #expect(lines[0] == "1000 packets of $x.pcapng sent, as packets 1 to 1000: 1000 delivered")
        #expect(lines[100].hasPrefix("   100  packet 100 "))
        #expect(lines[101] == "  and 900 more")
    }

    /// A file that ends early gives what it has, and says so; one that makes no sense further on gives nothing.
    @Test func aFileMayEndEarlyButNotMakeNoSense() throws {
        let lab = try LabInProcess()
        for line in CaptureTests.lesson + ["capture save $a.pcapng"] { lab.run(line) }
        let whole = try lab.bytes("a.pcapng")
        var (broken, refused) = (0, 0)
        for count in 0..<whole.count {
            try lab.write(Array(whole.prefix(count)), to: "x.pcapng")
            let before = lab.run("counters")
            let tested = lab.run("packet load $x.pcapng test")
            #expect(lab.run("counters") == before)
            if tested.contains("error") { refused += 1 }
            guard tested.contains("note: the file breaks off inside what starts at byte ") else {
                continue
            }
            broken += 1
            #expect(tested.hasSuffix("; that is all there is of it\n") && !tested.contains("error"))
        }
        // A header, 3 interfaces, the keys and 18 packets: a file may end behind each, but not in the first.
        #expect(refused == PcapngWriter().bytes.count)
        #expect(whole.count - refused - broken == 22)
        try lab.write(Array(whole.dropLast(9)), to: "x.pcapng")
        let loaded = lab.run("packet load $x.pcapng")
        #expect(loaded.contains("10 packets of $x.pcapng sent"))
        #expect(loaded.hasSuffix("; that is all there is of it\n"))
        // A length in the last block that makes no sense.
        let before = lab.run("counters")
        try lab.write(Array(whole.dropLast(4)) + [1, 0, 0, 0], to: "x.pcapng")
        #expect(lab.run("packet load $x.pcapng").contains("the length makes no sense"))
        #expect(lab.run("counters") == before)
    }

    /// Whatever is in a file, each packet ends and nothing breaks.
    @Test func takesDamagedFiles() throws {
        let lab = try LabInProcess()
        for line in CaptureTests.lesson + ["rule default reject", "capture save $a.pcapng"] {
            lab.run(line)
        }
        let whole = try lab.bytes("a.pcapng")
        var random = BadInputTests.SplitMix(state: 11)
        var sent = 0
        for _ in 0..<600 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = .random(
                    in: 0...255, using: &random)
            }
            try lab.write(bytes, to: "x.pcapng")
            if lab.run("packet load $x.pcapng").contains(" sent, as packets ") { sent += 1 }
            #expect(lab.run("counters").contains("under way                       0\n"))
        }
        #expect((50..<600).contains(sent))
    }

    @Test(arguments: [
        ("packet load $none.pcap", "there is no such file"),
        ("packet load x.rules", "can't stand here"), ("packet load", "expected FILE"),
        ("packet load $empty.pcap", "it is no capture; expected pcap or pcapng"),
        ("packet load $empty.pcap now", "expected send, test or the end of the line"),
        ("packet load $empty.pcap test", "it is no capture"),
        ("packet load $empty.pcap send", "it is no capture"),
    ])
    func saysWhyNot(_ line: String, _ reason: String) throws {
        let lab = try LabInProcess()
        try lab.write([], to: "empty.pcap")
        let said = lab.run(line)
        #expect(said.contains("error: column ") && said.contains(reason), "\(said)")
    }

    /// A packet from one address to another, from port 5000 to another.
    private func udp(from source: String, to destination: String, _ port: UInt16) throws
        -> [UInt8]
    {
        try PacketDraft(
            source: try #require(IPAddress(source)),
            destination: try #require(IPAddress(destination)),
            transport: .udp(source: Port(rawValue: 5_000), destination: Port(rawValue: port))
        ).build().bytes
    }

    /// Each packet is asked of the list that `packet test` asks about it alone, translation included.
    @Test func asksTheListThatAPacketWouldMeet() throws {
        let lab = try LabInProcess()
        for line in [
            "net load office", "rule default deny", "rule add allow to 10.0.1.80",
            "gw input rule add deny port 22", "gw output rule add allow port 53",
            "gw output rule default deny",
            "gw nat add forward on wan for gw proto udp port 80 to web:81",
        ] {
            #expect(!lab.run(line).contains("error"), "\(line)")
        }
        let addresses = [
            ("10.0.0.11", "10.0.1.80", 80), ("10.0.0.11", "10.0.0.1", 22),
            ("10.0.0.11", "10.0.0.1", 23), ("10.0.0.1", "10.0.0.11", 53),
            ("10.0.0.1", "10.0.0.11", 54), ("10.0.0.11", "203.0.113.9", 80),
            ("203.0.113.9", "198.51.100.2", 80), ("203.0.113.9", "198.51.100.2", 22),
        ]
        let file = try capture(
            ["eth0"],
            try addresses.map {
                (0, 0, try udp(from: $0.0, to: $0.1, UInt16($0.2)), PcapngPacketOptions())
            })
        try lab.write(file, to: "x.pcapng")
        let told = lab.run("packet test $x.pcapng")
        for (line, (source, destination, port)) in zip(
            told.split(separator: "\n"), addresses)
        {
            let alone = lab.run("packet test udp \(source):5000 -> \(destination):\(port)")
                .split(separator: "\n")[0]
            let list = line.components(separatedBy: "# ").dropFirst().first ?? "forward list"
            let verdict = line.split(separator: " ", maxSplits: 3)[1].dropLast()
            #expect(alone.hasPrefix("would be \(verdict) by "), "\(line): \(alone)")
            #expect(alone.contains(list) == (list != "forward list"), "\(line): \(alone)")
        }
        #expect(
            told == """
                     1  allowed, rule 1     udp 10.0.0.11:5000 -> 10.0.1.80:80
                     2  denied, rule 1      udp 10.0.0.11:5000 -> 10.0.0.1:22  # input list
                     3  allowed, default    udp 10.0.0.11:5000 -> 10.0.0.1:23  # input list
                     4  allowed, rule 1     udp 10.0.0.1:5000 -> 10.0.0.11:53  # output list
                     5  denied, default     udp 10.0.0.1:5000 -> 10.0.0.11:54  # output list
                     6  denied, default     udp 10.0.0.11:5000 -> 203.0.113.9:80
                     7  allowed, rule 1     udp 203.0.113.9:5000 -> 198.51.100.2:80
                     8  denied, rule 1      udp 203.0.113.9:5000 -> 198.51.100.2:22  # input list
                rule  packets     bytes
                   1        2        56
                 any        1        28
                input list
                   1        2        56
                 any        1        28
                output list
                   1        1        28
                 any        1        28

                """, "\(told)")
        // A list that is named is asked about all of them.
        let named = lab.run("gw input packet test $x.pcapng").split(separator: "\n")
        #expect(named.prefix(8).allSatisfy { $0.hasSuffix("  # input list") }, "\(named)")
    }

    @Test func whatWasCapturedIsJudgedTheSame() throws {
        let lab = try LabInProcess()
        for line in CaptureTests.lesson + ["capture save $a.pcapng"] { lab.run(line) }
        let tested = lab.run("packet test $a.pcapng")
        #expect(tested == lab.run("packet load $a.pcapng test"))
        #expect(
            tested.hasPrefix(
                """
                     1  allowed, rule 1     tcp 10.0.0.5:4000 -> 192.168.1.1:443
                     4  denied, default     tcp 10.0.0.5:4000 -> 192.168.1.1:80
                     5  rejected, rule 2    tcp 10.0.0.5:4000 -> 192.168.1.1:23
                     6  denied, default     tcp 192.168.1.1:23 -> 10.0.0.5:4000 flags RST,ACK
                     7  allowed, rule 1     udp 10.0.0.5:4000 -> 192.168.1.1:443
                    10  allowed, rule 1     tcp [2001:db8::7]:4000 -> [2001:db8::9]:443
                    13  denied, default     udp 198.51.100.1:4500 -> 203.0.113.1:4500
                    14  allowed, default    udp 203.0.113.1:4500 -> 198.51.100.1:4500  # input list

                """), "\(tested)")
        #expect(tested.hasSuffix("8 packets not judged again: seen at another interface before\n"))
        #expect(
            lab.run("packet load $a.pcapng").hasPrefix(
                "10 packets of $a.pcapng sent, as packets 11 to 22: "
                    + "5 delivered, 4 denied-by-default, 1 rejected-by-rule\n"))
    }
}
