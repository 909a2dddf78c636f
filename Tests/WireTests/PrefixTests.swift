import Chance
import Testing

@testable import Wire

@Suite struct PrefixTests {
    @Test(arguments: [
        ("10.0.0.0/8", "10.0.0.0", "10.255.255.255"), ("0.0.0.0/0", "0.0.0.0", "255.255.255.255"),
        ("192.0.2.7", "192.0.2.7", "192.0.2.7"), ("192.0.2.6/31", "192.0.2.6", "192.0.2.7"),
        ("::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("2001:db8::/32", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("2001:db8::1", "2001:db8::1", "2001:db8::1"),
    ])
    func spansItsAddresses(_ text: String, _ first: String, _ last: String) throws {
        let prefix = try #require(Prefix(text))
        #expect(prefix.description == text)
        #expect(prefix.first.description == first)
        #expect(prefix.last.description == last)
        #expect(prefix.contains(prefix.first) && prefix.contains(prefix.last))
    }

    @Test func fullLengthPrintsBare() {
        #expect(Prefix("192.0.2.7/32")?.description == "192.0.2.7")
        #expect(Prefix("::1/128")?.description == "::1")
        #expect(Prefix("192.0.2.7/32") == Prefix("192.0.2.7"))
        #expect(Prefix("192.0.2.7")?.isSingleAddress == true)
        #expect(Prefix("192.0.2.6/31")?.isSingleAddress == false)
    }

    @Test(arguments: [
        ("10.0.0.5/8", TextFault.hostBitsSet), ("0.0.0.1/0", .hostBitsSet),
        ("2001:db8::1/127", .hostBitsSet), ("10.0.0.0/33", .prefixLengthOutOfRange),
        ("::/129", .prefixLengthOutOfRange), ("10.0.0.0/", .prefixLengthOutOfRange),
        ("10.0.0.0/-1", .prefixLengthOutOfRange), ("10.0.0.0/8/8", .prefixLengthOutOfRange),
        ("10.0.0.0/255.0.0.0", .prefixLengthOutOfRange), ("10.0.0.0/08", .leadingZero),
        ("10.0.0/8", .notAnAddress), ("/8", .empty), ("", .empty),
        ("10.0.0.0/99999999999999999999", .prefixLengthOutOfRange),
    ])
    func refuses(_ text: String, _ expected: TextFault) {
        #expect(fault(Prefix.self, text) == expected)
    }

    @Test func suggestsWhatWasMeant() {
        func suggestion(_ text: String) -> String? {
            let utf8 = Array(text.utf8)
            return Prefix.maskingHostBits(of: utf8.span)?.description
        }
        #expect(suggestion("10.0.0.5/8") == "10.0.0.0/8")
        #expect(suggestion("2001:db8::1/32") == "2001:db8::/32")
        #expect(suggestion("1.2.3.4/0") == "0.0.0.0/0")
        #expect(suggestion("10.0.0.5/33") == nil)
        #expect(suggestion("10.0.0/8") == nil)
    }

    @Test func containsNothingOfTheOtherFamily() throws {
        let everything = (try #require(Prefix("0.0.0.0/0")), try #require(Prefix("::/0")))
        let addresses = (
            try #require(IPAddress("1.2.3.4")), try #require(IPAddress("::ffff:1.2.3.4"))
        )
        #expect(everything.0.contains(addresses.0) && !everything.0.contains(addresses.1))
        #expect(everything.1.contains(addresses.1) && !everything.1.contains(addresses.0))
        #expect(!everything.0.contains(everything.1))
    }

    /// An address is inside exactly when masking it gives the prefix, and when it lies between the ends.
    @Test(arguments: IPFamily.allCases)
    func containsAgreesWithItsEnds(_ family: IPFamily) throws {
        var generator = SplitMix(seed: 3)
        var (inside, outside) = (0, 0)
        for _ in 0..<3_000 {
            let length = Int.random(in: 0...family.addressBits, using: &generator)
            let prefix = try Prefix(masking: generator.address(family), length: length)
            #expect(Prefix(prefix.description) == prefix)
            let other = Bool.random(using: &generator) ? prefix.last : generator.address(family)
            let isBetween = prefix.first <= other && other <= prefix.last
            #expect(prefix.contains(other) == isBetween)
            #expect(try (Prefix(masking: other, length: length) == prefix) == isBetween)
            if isBetween { inside += 1 } else { outside += 1 }
        }
        #expect(inside > 100 && outside > 100)
    }

    @Test func containsNarrowerPrefixes() throws {
        let wide = try #require(Prefix("10.0.0.0/8"))
        #expect(wide.contains(try #require(Prefix("10.1.0.0/16"))))
        #expect(wide.contains(wide))
        #expect(!wide.contains(try #require(Prefix("0.0.0.0/0"))))
        #expect(!wide.contains(try #require(Prefix("11.0.0.0/16"))))
    }
}
