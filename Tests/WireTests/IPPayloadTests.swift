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

    @Test(arguments: [
        ("0800 45", IPPayload.found(14..<15)), ("86dd 60 61", .found(14..<16)),
        ("8100 0001 0800 45", .found(18..<19)), ("88a8 0001 86dd 60", .found(18..<19)),
        ("88a8 0001 8100 0002 0800 45", .found(22..<23)),
        ("8100 0001 8100 0002 0800 45", .found(22..<23)),
        ("8100 0001 8100 0002 8100 0003 0800 45", .missing(.tooManyTags)),
        ("0806 0001", .missing(.arp)), ("8100 0001 0806 0001", .missing(.arp)),
        ("05ff 45", .missing(.noEtherType)), ("0600 45", .missing(.otherProtocol)),
        ("0000", .missing(.noEtherType)), ("8847 45", .missing(.otherProtocol)),
        ("88cc", .missing(.otherProtocol)), ("0800", .missing(.truncated)),
        ("08", .missing(.truncated)), ("", .missing(.truncated)),
        ("8100", .missing(.truncated)), ("8100 0001 08", .missing(.truncated)),
        ("8100 0001 0800", .missing(.truncated)), ("8100 0001 88a8 0001", .missing(.truncated)),
    ])
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
        #expect(find(Self.device + "0004 45", .linuxSLL) == .missing(.noEtherType))
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
