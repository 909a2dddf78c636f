import Commands
import Testing
import Wire

/// Both spellings of a packet mean the same.
@Suite struct PacketSpellingTests {
    /// Everything about a request but where it was written.
    private func meaning(_ request: PacketRequest) -> String {
        "\(request.transport) \(request.source) \(request.destination) \(request.data) "
            + "\(request.via?.value ?? "-") \(request.count)"
    }

    @Test(arguments: [
        ("192.168.1.50 -> 192.168.1.1:443", "from 192.168.1.50 to 192.168.1.1 port 443"),
        ("192.168.1.50->192.168.1.1:443", "tcp from 192.168.1.50 to 192.168.1.1:443"),
        (
            "udp 10.0.0.7:5353 -> 10.1.0.9:53 data \"hola\" via demo",
            "udp from 10.0.0.7 port 5353 to 10.1.0.9 via demo data hola port 53"
        ),
        ("icmp 10.0.0.7 -> 10.1.0.9", "proto icmp from 10.0.0.7 to 10.1.0.9"),
        (
            "[2001:db8::7]:40000 -> [2001:db8:1::9]:22 count 3",
            "from 2001:db8::7 port 40000 to 2001:db8:1::9 port 22 count 3"
        ),
        ("icmp 2001:db8::7 -> ::1", "icmp from [2001:db8::7] to [::1]"),
        ("proto udp 10.0.0.1 -> 10.0.0.2 port 1", "udp from 10.0.0.1 to 10.0.0.2:1 count 1"),
    ])
    func meanTheSame(_ arrow: String, _ words: String) throws {
        let first = try #require(try Reading.packet(arrow))
        let second = try #require(try Reading.packet(words))
        #expect(meaning(first) == meaning(second))
    }

    @Test func readsEveryPart() throws {
        let text = "udp from 10.0.0.7:5353 to 10.1.0.9:53 data \"\\x00\\xff\" via demo count 100000"
        let request = try #require(try Reading.packet(text))
        #expect(request.transport == .udp)
        #expect(request.source == Endpoint("10.0.0.7:5353"))
        #expect(request.destination == Endpoint("10.1.0.9:53"))
        #expect(request.data == [0x00, 0xFF])
        #expect(request.via?.value == "demo")
        #expect(request.count == PacketRequest.countLimit)
        #expect(request.range == 12..<(12 + text.utf8.count))
    }

    @Test func isTCPWithOnePacketAndNoDataUnlessSaidOtherwise() throws {
        let request = try #require(try Reading.packet("10.0.0.1 -> 10.0.0.2:3"))
        #expect(meaning(request) == "tcp 10.0.0.1 10.0.0.2:3 [] - 1")
    }

    @Test func testsWhatItWouldSend() throws {
        guard
            case .packet(.test(let request)) =
                try Reading.command("packet test from 10.0.0.5 to 192.168.1.1 port 80")
        else {
            Issue.record("no test")
            return
        }
        #expect(meaning(request) == "tcp 10.0.0.5 192.168.1.1:80 [] - 1")
    }
}
