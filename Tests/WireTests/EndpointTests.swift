import Chance
import Testing

@testable import Wire

@Suite struct EndpointTests {
    @Test(arguments: [
        ("192.168.1.1:443", "192.168.1.1:443"), ("192.168.1.1", "192.168.1.1"),
        ("[2001:db8::1]:443", "[2001:db8::1]:443"), ("2001:db8::1", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"), ("::", "::"), ("[::]:0", "[::]:0"),
        ("[::ffff:1.2.3.4]:1", "[::ffff:1.2.3.4]:1"), ("2001:db8::1:443", "2001:db8::1:443"),
    ])
    func printsCanonically(_ text: String, _ canonical: String) throws {
        let endpoint = try #require(Endpoint(text))
        #expect(endpoint.description == canonical)
        #expect(Endpoint(canonical) == endpoint)
    }

    @Test(arguments: [
        ("", TextFault.empty), ("1.2.3.4:", .notANumber), ("1.2.3.4:65536", .portOutOfRange),
        ("1.2.3.4:080", .leadingZero), (":443", .notAnAddress), ("host:443", .notAnAddress),
        ("[::1", .badBrackets), ("[::1]443", .badBrackets), ("[::1]:", .notANumber),
        ("[1.2.3.4]:443", .notAnAddress), ("[]:443", .notAnAddress), ("[", .badBrackets),
        ("::1]:443", .notAnAddress), ("1.2.3.4:443:1", .notAnAddress),
    ])
    func refuses(_ text: String, _ expected: TextFault) {
        #expect(fault(Endpoint.self, text) == expected)
    }

    @Test func whatIsPrintedIsReadBack() {
        var generator = SplitMix(seed: 5)
        for _ in 0..<2_000 {
            let family = IPFamily.allCases.randomElement(using: &generator) ?? .v4
            let port = Port(rawValue: .random(in: 0 ... .max, using: &generator))
            let endpoint = Endpoint(
                address: generator.address(family),
                port: Bool.random(using: &generator) ? port : nil)
            #expect(Endpoint(endpoint.description) == endpoint)
        }
    }
}
