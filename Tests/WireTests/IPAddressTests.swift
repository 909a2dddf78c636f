import Chance
import Testing

@testable import Wire

@Suite struct IPAddressTests {
    @Test(arguments: ["0.0.0.0", "255.255.255.255", "192.0.2.1", "10.0.0.7", "1.20.100.200"])
    func dottedQuadIsAFixedPoint(_ text: String) throws {
        let address = try #require(IPv4Address(text))
        #expect(address.description == text)
        #expect(IPAddress(text) == .v4(address))
    }

    @Test func octetsAreInNetworkOrder() {
        #expect(IPv4Address("1.2.3.4")?.rawValue == 0x0102_0304)
        #expect(IPv6Address("::1:2")?.rawValue == 0x0001_0002)
    }

    @Test(arguments: [
        ("1.2.3", TextFault.notAnAddress), ("1.2.3.4.5", .notAnAddress), ("1.2.3.", .notAnAddress),
        (".1.2.3", .notAnAddress), ("1..2.3", .notAnAddress), ("1.2.3.4 ", .notAnAddress),
        (" 1.2.3.4", .notAnAddress), ("a.b.c.d", .notAnAddress), ("1.2.3.x", .notAnAddress),
        ("+1.2.3.4", .notAnAddress), ("1.2.3.-4", .notAnAddress), ("٣.2.3.4", .notAnAddress),
        ("1.2.3.256", .octetOutOfRange), ("999.2.3.4", .octetOutOfRange),
        ("1.2.3.99999999999999999999", .octetOutOfRange),
        ("01.2.3.4", .leadingZero), ("1.2.3.00", .leadingZero), ("1.2.3.007", .leadingZero),
        ("1234", .octetOutOfRange), ("localhost", .notAnAddress), ("", .empty),
    ])
    func refusesBadDottedQuad(_ text: String, _ expected: TextFault) {
        #expect(fault(IPAddress.self, text) == expected)
        #expect(IPAddress(text) == nil)
    }

    /// What is read, and the canonical form of RFC 5952.
    @Test(arguments: [
        ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("2001:db8::1", "2001:db8::1"),
        ("2001:0DB8:0000:0000:0000:0000:0000:0001", "2001:db8::1"),
        ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
        ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"), ("0:0:0:0:0:0:0:0", "::"),
        ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
        ("1:0:0:4:5:6:0:0", "1::4:5:6:0:0"), ("1:2:3:4:5:6:0:0", "1:2:3:4:5:6::"),
        ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"), ("::ffff:192.0.2.1", "::ffff:192.0.2.1"),
        ("::FFFF:c000:0201", "::ffff:192.0.2.1"), ("::ffff:0:1", "::ffff:0.0.0.1"),
        ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"), ("::ffff:1:0:0", "::ffff:1:0:0"),
        ("::192.0.2.1", "::c000:201"), ("fe80:0:0:0:abcd::", "fe80::abcd:0:0:0"),
    ])
    func printsCanonicalIPv6(_ text: String, _ canonical: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.description == canonical)
        #expect(address.family == .v6)
        #expect(IPAddress(canonical) == address)
    }

    @Test(arguments: [
        ("1:2:3:4:5:6:7", TextFault.notAnAddress), ("1:2:3:4:5:6:7:8:9", .notAnAddress),
        (":1:2:3:4:5:6:7:8", .notAnAddress), ("1:2:3:4:5:6:7:", .notAnAddress),
        ("1:2:3:4:5:6:7:8::", .notAnAddress), ("::1::", .notAnAddress), (":::", .notAnAddress),
        ("1:::2", .notAnAddress), (":", .notAnAddress), ("12345::", .notAnAddress),
        ("::g", .notAnAddress), ("fe80::1%eth0", .notAnAddress), ("[::1]", .notAnAddress),
        ("::1.2.3", .notAnAddress), ("::1.2.3.256", .octetOutOfRange), ("::1.2.3.04", .leadingZero),
        ("1:2:3:4:5:6:7:1.2.3.4", .notAnAddress), ("1.2.3.4::", .notAnAddress),
        ("1:2:3:4::5:6:7:8", .notAnAddress), ("::1 ", .notAnAddress), ("::.1.2.3", .notAnAddress),
    ])
    func refusesBadIPv6(_ text: String, _ expected: TextFault) {
        #expect(fault(IPAddress.self, text) == expected)
    }

    @Test(arguments: IPFamily.allCases)
    func whatIsPrintedIsReadBack(_ family: IPFamily) {
        var generator = SplitMix(seed: 1)
        var compressed = 0
        for _ in 0..<3_000 {
            let address = generator.address(family)
            let text = address.description
            #expect(IPAddress(text) == address)
            if text.contains("::") { compressed += 1 }
        }
        #expect(family == .v4 ? compressed == 0 : (1..<3_000).contains(compressed))
    }

    /// Whatever a mangled address is taken for, printing that is a fixed point.
    @Test func mangledTextIsRefusedOrCanonical() {
        var generator = SplitMix(seed: 2)
        let letters = Array("0123456789abcdef:./%".utf8)
        var (read, refused) = (0, 0)
        for _ in 0..<5_000 {
            let family = IPFamily.allCases.randomElement(using: &generator) ?? .v4
            var text = Array(generator.address(family).description.utf8)
            let place = Int.random(in: 0..<text.count, using: &generator)
            text[place] = letters.randomElement(using: &generator) ?? 0
            guard let address = try? IPAddress.parse(text.span) else {
                refused += 1
                continue
            }
            read += 1
            #expect(IPAddress(address.description) == address)
        }
        #expect(read > 100 && refused > 100)
    }

    @Test func ordersByFamilyThenNumber() {
        let sorted = ["1.2.3.4", "1.2.3.10", "255.0.0.0", "::", "::1", "2001:db8::"]
        #expect(
            sorted.reversed().compactMap { IPAddress($0) }.sorted().map(\.description) == sorted)
    }
}
