import Testing

@testable import Wire

@Suite struct NameTests {
    @Test func everyProtocolNumberIsAFixedPoint() {
        for number in UInt8.min ... .max {
            let proto = IPProtocol(rawValue: number)
            #expect(IPProtocol(proto.description) == proto)
            #expect(IPProtocol(String(number)) == proto)
            #expect((proto.name != nil) == IPProtocol.named.contains(proto))
        }
        #expect(IPProtocol("tcp") == .tcp)
        #expect(IPProtocol("50")?.description == "esp")
        #expect(IPProtocol("47")?.description == "47")
    }

    @Test(arguments: [
        ("", TextFault.notAProtocol), ("TCP", .notAProtocol), ("tcpx", .notAProtocol),
        ("any", .notAProtocol), ("256", .protocolOutOfRange), ("06", .leadingZero),
    ])
    func refusesBadProtocol(_ text: String, _ expected: TextFault) {
        #expect(fault(IPProtocol.self, text) == expected)
    }

    @Test func everyByteOfFlagsIsAFixedPoint() {
        for byte in UInt8.min ... .max {
            let flags = TCPFlags(rawValue: byte)
            #expect(TCPFlags(flags.description) == flags)
        }
        #expect(TCPFlags([.ack, .syn]).description == "SYN,ACK")
        #expect(TCPFlags([]).description == "none")
        #expect(TCPFlags("ack,syn") == [.syn, .ack])
    }

    @Test(arguments: [
        ("", TextFault.notAFlag), ("SYN,", .notAFlag), ("SYN ACK", .notAFlag), ("S", .notAFlag),
        ("SYN,none", .notAFlag), ("SYN,ACK,syn", .repeatedFlag),
    ])
    func refusesBadFlags(_ text: String, _ expected: TextFault) {
        #expect(fault(TCPFlags.self, text) == expected)
    }

    @Test func printsFragmentFlags() {
        #expect(IPv4Flags([]).description == "none")
        #expect(IPv4Flags([.dontFragment, .moreFragments]).description == "DF,MF")
        #expect(IPv4Flags.reserved.description == "reserved")
    }

    @Test func printsSPI() {
        #expect(SPI(rawValue: 0x1001).description == "0x00001001")
        #expect(SPI("0x00001001") == SPI(rawValue: 0x1001))
        #expect(SPI("0xFFFFFFFF")?.description == "0xffffffff")
        for text in ["", "0x", "1001", "0x123456789", "0xg", "0X1", "0x 1"] {
            #expect(fault(SPI.self, text) == .notAnSPI)
        }
        #expect([0, 1, 255].allSatisfy { SPI(rawValue: $0).isReserved })
        #expect(!SPI(rawValue: 256).isReserved)
        #expect(SequenceNumber(rawValue: .max).description == "18446744073709551615")
        #expect(SequenceNumber(high: 0, low: .max).description == "4294967295")
    }

    @Test func writesNumbers() {
        for (number, decimal, hex) in [
            (UInt64(0), "0", "00"), (9, "9", "09"), (10, "10", "0a"), (255, "255", "ff"),
            (.max, "18446744073709551615", "ff"),
        ] {
            var text: [UInt8] = []
            text.append(decimal: number)
            #expect(text == Array(decimal.utf8))
            text.removeAll()
            text.append(hex: number, digits: 2)
            #expect(text == Array(hex.utf8))
        }
    }

    /// Every closed table has distinct names that are lower-case words with a separator.
    @Test func tablesAreWellNamed() {
        func check(_ names: [String], separator: Character) {
            #expect(Set(names).count == names.count)
            for name in names {
                let parts = name.split(separator: separator, omittingEmptySubsequences: false)
                #expect(
                    parts.allSatisfy {
                        !$0.isEmpty && $0.allSatisfy { $0.isLowercase || $0.isNumber }
                    })
            }
        }
        check(TextFault.allCases.map(\.rawValue), separator: "-")
        check(WireFault.allCases.map(\.rawValue), separator: "-")
        check(DropReason.allCases.map(\.rawValue), separator: "-")
        check(LayerKind.allCases.map(\.rawValue), separator: "-")
    }

    @Test func everySourceNamesASection() {
        for reason in DropReason.allCases where !reason.source.isEmpty {
            #expect(reason.source.hasPrefix("RFC ") && reason.source.contains(" section "))
        }
        #expect(DropReason.replayed.source == "RFC 4303 section 3.4.3")
        #expect(DropReason.deniedByRule.source.isEmpty)
    }
}
