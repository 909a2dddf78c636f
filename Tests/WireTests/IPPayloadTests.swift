import Chance
import TestSupport
import Testing
import Wire

@Suite struct IPPayloadTests {
    static let addresses = String(repeating: "02", count: 12)
    /// Device type, address length and address, as cooked frames have them.
    static let device = "0000 0001 0006 020202020202 0000"

    func find(_ frame: String, _ linkType: LinkType) -> IPPayload {
        IPPayload.find(in: bytes(frame).span, linkType: linkType)
    }

    /// What follows the addresses of an Ethernet frame.
    static let ethernetFrames: [(String, IPPayload)] = [
        ("0800 45", .found(14..<15)), ("86dd 60 61", .found(14..<16)),
        ("8100 0001 0800 45", .found(18..<19)), ("88a8 0001 86dd 60", .found(18..<19)),
        ("88a8 0001 8100 0002 0800 45", .found(22..<23)),
        ("8100 0001 8100 0002 0800 45", .found(22..<23)),
        ("8100 0001 8100 0002 8100 0003 0800 45", .found(26..<27)),
        ("9100 0001 0800 45", .found(18..<19)),
        ("0806 0001", .missing(.arp)), ("8100 0001 0806 0001", .missing(.arp)),
        ("0005 aaaa03 000000 0800 45", .found(22..<23)),
        ("0005 aaaa03 0000f8 86dd 60", .found(22..<23)),
        ("8100 0001 0005 aaaa03 000000 0800 45", .found(26..<27)),
        ("0005 aaaa03 000000 05ff 45", .missing(.otherProtocol)),
        ("0005 aaaa03 00000c 2000 01", .missing(.otherProtocol)),
        ("0005 060603 45", .found(17..<18)), ("0005 fefe03 cc 45", .found(18..<19)),
        ("0026 424203 0000", .missing(.otherProtocol)), ("05ff", .missing(.truncated)),
        ("0600 45", .missing(.otherProtocol)), ("88cc", .missing(.otherProtocol)),
        ("8847 00010140 45", .found(18..<19)), ("8848 00010040 00020140 60", .found(22..<23)),
        ("8847 00010140 00000000 020202020202020202020202 0800 45", .found(36..<37)),
        ("8847 00010140 10", .missing(.otherProtocol)), ("8847 00010040", .missing(.truncated)),
        ("8847 00010140", .missing(.truncated)),
        ("8864 1100 0001 0016 0021 45", .found(22..<23)),
        ("8864 1100 0001 0016 0057 60", .found(22..<23)),
        ("8864 1107 0001 0016 0021 45", .missing(.otherProtocol)),
        ("8864 1100 0001 0016 c021 01", .missing(.otherProtocol)),
        ("8863 1109 0000 0004 0101 0000", .missing(.otherProtocol)),
        ("880b ff03 0021 45", .found(18..<19)),
        ("6558 020202020202020202020202 0800 45", .found(28..<29)),
        ("0800", .missing(.truncated)), ("08", .missing(.truncated)), ("", .missing(.truncated)),
        ("8100", .missing(.truncated)), ("8100 0001 08", .missing(.truncated)),
        ("8100 0001 0800", .missing(.truncated)), ("8100 0001 88a8 0001", .missing(.truncated)),
    ]

    @Test(arguments: ethernetFrames)
    func looksIntoEthernet(_ rest: String, _ expected: IPPayload) {
        #expect(find(Self.addresses + rest, .ethernet) == expected)
    }

    @Test func looksIntoRaw() {
        for linkType in [LinkType.raw, .rawBSD, .rawOpenBSD, .ipv4, .ipv6] {
            #expect(find("45 00", linkType) == .found(0..<2))
            #expect(find("", linkType) == .missing(.truncated))
        }
        #expect(
            [12, 14, 101, 228, 229].allSatisfy { find("60", LinkType(rawValue: $0)).range == 0..<1 }
        )
    }

    @Test func looksIntoLoopbacks() {
        for linkType in [LinkType.null, .loop] {
            for family in ["02", "18", "1c", "1e"] {
                #expect(find("000000\(family) 45", linkType) == .found(4..<5))
                #expect(find("\(family)000000 45", linkType) == .found(4..<5))
            }
            #expect(find("00000007 45", linkType) == .missing(.otherProtocol))
            #expect(find("00020000 45", linkType) == .missing(.otherProtocol))
            #expect(find("02000002 45", linkType) == .missing(.otherProtocol))
            #expect(find("02000000", linkType) == .missing(.truncated))
            #expect(find("020000", linkType) == .missing(.truncated))
        }
    }

    @Test func looksIntoCookedFrames() {
        #expect(find(Self.device + "0800 45", .linuxSLL) == .found(16..<17))
        #expect(find(Self.device + "86dd 60", .linuxSLL) == .found(16..<17))
        #expect(find(Self.device + "8100 0001 0800 45", .linuxSLL) == .found(20..<21))
        #expect(find(Self.device + "0806 45", .linuxSLL) == .missing(.arp))
        #expect(find(Self.device + "0004 aaaa03 000000 0800 45", .linuxSLL) == .found(24..<25))
        #expect(find(Self.device + "0001 ffff 00", .linuxSLL) == .missing(.otherProtocol))
        #expect(find(Self.device + "0800", .linuxSLL) == .missing(.truncated))
        #expect(find(Self.device + "08", .linuxSLL) == .missing(.truncated))
        let rest = "0000 00000003 0001 00 06 0202020202020000"
        #expect(find("0800" + rest + "45", .linuxSLL2) == .found(20..<21))
        #expect(find("86dd" + rest + "60", .linuxSLL2) == .found(20..<21))
        #expect(find("8100" + rest + "0001 0800 45", .linuxSLL2) == .found(24..<25))
        #expect(find("0806" + rest, .linuxSLL2) == .missing(.arp))
        #expect(find("0800" + rest, .linuxSLL2) == .missing(.truncated))
        #expect(find("0800", .linuxSLL2) == .missing(.truncated))
    }

    /// Frames up to the first byte of the IP header; those with a name are of tcpdump's tests, those beside
    /// them made after the documents that `LinkHeader` names.
    static let frames: [(number: UInt16, frame: String)] = [
        (0, "1e000000 60"),  // test_loopback.pcap
        (6, "1040 002035012b59 0006291793f8 aaaa03 000000 0800 45"),  // tftp.pcap
        (6, "1040 002035012b59 8006291793f8 0630 0011 0020 aaaa03 000000 0800 45"),
        (9, "ff03 0021 45"),  // icmp-cksum-oobr-2.pcap
        (9, "ff03 0281 18950fff 45"),  // lspping-fec-ldp.pcap
        (9, "0021 45"), (9, "21 45"), (9, "57 60"), (9, "ff03 21 45"), (9, "0f00 0800 45"),
        (10, "51 1000d4cd596f 00074a016e00 aaaa03 000000 0800 45"),  // nfs.pcap
        (50, "ff03 0057 60"), (50, "8f00 86dd 60"), (51, "1100 0001 0016 0021 45"),
        (100, "aaaa03 000000 0800 45"), (100, "fefe03 cc 45"), (100, "fefe03 cf 0021 45"),
        (104, "0f00 0800 45"),  // HDLC.pcap
        (106, "45"), (107, "1841 03 cc 45"), (107, "1841 03 8e 60"), (107, "1841 03 00 cc 45"),
        (107, "1841 03 00 80 000000 0800 45"), (107, "1841 03 cf 0021 45"), (107, "1841 0800 45"),
        (107, "184041 03 cc 45"), (107, "18404041 03 cc 45"),
        (109, "00000002 00000001 00000000 45"), (112, "0f00 0800 45"),
        (122, "0000020000000001 0000020000000002 aaaa03 000000 0800 45"),
        (123, "02 00 0021 aaaa03 000000 0800 45"),
        (138, "0000020000000001 0000020000000002 0800 45"),
        (166, "01 03 0021 45"), (204, "00 ff03 0021 45"), (205, "01 0f00 0800 45"),
        (206, "01 1841 03 cc 45"), (219, "00010140 45"),
        // e1000g.pcap
        (226, "01020000 00000054 00000002 00000000 ffffffff 00000000 45"),
        // ipoib.pcap
        (
            242,
            String(repeating: "0", count: 80) + "0800 0000 45"
        ),
        (281, "ffffffffffff 001018de381e 2c000080 0800 45"),  // brcm-tag.pcap
        (282, "00002005 8a6238145d0b 6805ca184770 0800 45"),  // brcm-tag-prepend.pcap
        (284, "d618e269ee01 02f0bbed000f c0100539 0800 45"),  // dsa-high-vid.pcap
        (285, "d618e269ee01 02f0bbed000f dada0000 c0100539 0800 45"),  // edsa-high-vid.pcap
    ]

    @Test(arguments: frames) func looksBehindEachHeader(_ number: UInt16, _ text: String) {
        let frame = bytes(text)
        let linkType = LinkType(rawValue: number)
        let payload = IPPayload.find(in: frame.span, linkType: linkType)
        #expect(payload == .found(frame.count - 1..<frame.count))
        for length in 0..<frame.count {
            let shorter = IPPayload.find(in: frame.span.extracting(..<length), linkType: linkType)
            #expect(shorter == .missing(.truncated), "\(length)")
        }
    }

    @Test(arguments: [
        (9, "c021 01"), (9, "ff03 c021 01"), (9, "0f00 8035 00"), (51, "1165 0001 0000 0021 45"),
        (51, "2100 0001 0016 0021 45"), (100, "fefe03 81 00"), (100, "aaab03 000000 0800 45"),
        (104, "8f00 2000 01"), (107, "1841 03 08 00"), (107, "1841 03 b1 45"), (107, "41 03 cc 45"),
        (107, "1840404041 03 cc 45"), (107, "0000000000000000"), (166, "01 03 8021 01"),
        (219, "00010140 f0"),
    ])
    func findsNothingElse(_ number: UInt16, _ frame: String) {
        #expect(find(frame, LinkType(rawValue: number)) == .missing(.otherProtocol))
    }

    @Test func headersAreBounded() {
        let limit = IPPayload.headerLimit
        for (linkType, first, next) in [
            (LinkType.ethernet, Self.addresses + "8100", "0001 8100"),
            (LinkType(rawValue: 219), "", "00010040"),
        ] {
            let last = first.isEmpty ? "00010140 45" : "0001 0800 45"
            for (count, isFound) in [(limit - 2, true), (limit, false), (60_000, false)] {
                let frame = first + String(repeating: next, count: count) + last
                let payload = find(frame, linkType)
                #expect((payload.range != nil) == isFound, "\(count)")
                #expect(isFound || payload == .missing(.nestedTooDeep))
            }
        }
    }

    /// Whatever the bytes are, an answer comes and lies in the frame; both kinds of answers do.
    @Test func anyBytesAreReadOrRefused() {
        var generator = SplitMix(seed: 31)
        var (found, missing) = (0, 0)
        let seeds = Self.frames.map { (LinkType(rawValue: $0.number), bytes($0.frame)) }
        for _ in 0..<20_000 {
            guard let seed = seeds.randomElement(using: &generator) else { continue }
            var frame = seed.1
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                let place = Int.random(in: frame.indices, using: &generator)
                frame[place] = .random(in: 0 ... .max, using: &generator)
            }
            switch IPPayload.find(in: frame.span, linkType: seed.0) {
            case .found(let range):
                #expect(range.upperBound == frame.count && !range.isEmpty && range.lowerBound >= 0)
                found += 1
            case .missing: missing += 1
            }
        }
        #expect(found > 5_000 && missing > 5_000, "\(found), \(missing)")
    }

    @Test func knowsItsLinkTypes() {
        for number in UInt16.min ... .max {
            let linkType = LinkType(rawValue: number)
            let isUnknown = find("", linkType) == .missing(.unknownLinkType)
            #expect(isUnknown == !LinkType.named.contains(linkType))
        }
    }

    @Test func paddingIsCutByThePacket() throws {
        var generator = SplitMix(seed: 3)
        for family in [IPFamily.v4, .v6] {
            let packet = try generator.draft(family, dataLength: 5).build()
            let type = family == .v4 ? "0800" : "86dd"
            let frame = bytes(Self.addresses + type) + packet.bytes + [0, 0, 0]
            let payload = IPPayload.find(in: frame.span, linkType: .ethernet)
            let range = try #require(payload.range)
            #expect(try Packet.parse(Array(frame[range])).bytes == packet.bytes)
        }
    }

    @Test func reasonsAreWellNamed() {
        let names = NonIPReason.allCases.map(\.rawValue)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.allSatisfy { $0.isLowercase || $0 == "-" } })
    }
}
