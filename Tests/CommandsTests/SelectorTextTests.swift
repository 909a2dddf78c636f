import Commands
import Testing
import Tunnel
import Wire

/// Traffic selectors as text: what is written is what is read.
@Suite struct SelectorTextTests {
    private func selectors(_ text: String) throws -> TrafficSelectors {
        guard case .policy(.add(let request)) = try Reading.command("policy add bypass \(text)")
        else { throw NoPolicy() }
        return request.request.selectors
    }

    private struct NoPolicy: Error {}

    private func text(_ selectors: TrafficSelectors) -> String {
        var bytes: [UInt8] = []
        selectors.write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("from 10.0.0.0/8 to 10.1.0.9", nil),
        ("from 10.0.0.0/8 to any", "from 10.0.0.0/8 to 0.0.0.0/0"),
        ("from any to 2001:db8::/32", "from ::/0 to 2001:db8::/32"),
        ("proto tcp from 10.0.0.0/8 port 1024-65535 to 10.1.0.0/16 port 443", nil),
        (
            "from 10.0.0.0/8 to any port https,80",
            "proto tcp,udp from 10.0.0.0/8 to 0.0.0.0/0 port 80,443"
        ),
        (
            "proto UDP,tcp from 10.0.0.0/8 to 10.0.0.0/8",
            "proto tcp,udp from 10.0.0.0/8 to 10.0.0.0/8"
        ),
        ("proto icmp from 10.0.0.0/8 to 10.0.0.0/8 type 8 code 0", nil),
        ("proto icmpv6 from 2001:db8::/32 to ::/0 type 128,129", nil),
        ("proto 47,60-70 from 10.0.0.0/8 to 10.0.0.0/8", nil),
        ("proto udp from 10.0.0.0/8 to 10.0.0.0/8 opaque", nil),
        ("from ::/0 to ::/0 opaque", nil),
        (
            "proto udp,tcp,icmp from 10.0.0.0/8 to 10.0.0.0/8 opaque",
            "proto icmp,tcp,udp from 10.0.0.0/8 to 10.0.0.0/8 opaque"
        ),
    ])
    func whatIsWrittenIsRead(_ line: String, _ canonical: String?) throws {
        let read = try selectors(line)
        #expect(text(read) == canonical ?? line)
        #expect(try selectors(text(read)) == read)
        // The words are the same where a tunnel is opened.
        guard case .tunnel(.open(let request)) = try Reading.command("tunnel open demo esn \(line)")
        else {
            Issue.record("no tunnel")
            return
        }
        #expect(request.selectors?.selectors == read)
    }

    @Test(arguments: [
        "policy add bypass from 10.0.0.0/8 to not 10.1.0.0/16",
        "policy add bypass proto not tcp from 10.0.0.0/8 to any",
        "policy add bypass from 10.0.0.0/8 port not 5 to any",
        "policy add bypass from 10.0.0.0/8", "policy add bypass proto tcp",
        "policy add bypass from 10.0.0.0/8 to any code 0", "policy add bypass opaque",
    ])
    func otherWordsOfRulesAreRefused(_ line: String) {
        #expect(Reading.fault(line) != nil)
    }
}
