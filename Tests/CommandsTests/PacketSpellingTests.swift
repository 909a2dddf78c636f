import Commands
import Firewall
import Grammar
import Testing
import Wire

/// Both spellings of a packet mean the same.
@Suite struct PacketSpellingTests {
    /// Everything about a request but where it was written.
    private func meaning(_ request: PacketRequest) -> String {
        var text: [UInt8] = []
        request.write(to: &text)
        return String(decoding: text, as: UTF8.self) + " \(request.data) "
            + "\(request.way.via?.value ?? "-") \(request.about?.value ?? 0) \(request.asked.count)"
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
        ("udp pc1:5000 -> web:53", "udp from pc1 port 5000 to web port domain"),
        ("pc1 -> 10.0.0.2:22", "tcp from pc1 to 10.0.0.2 port ssh"),
        ("icmpv6 pc1 -> web", "proto icmpv6 from pc1 to web"),
        ("icmp 2001:db8::7 -> ::1", "icmp from [2001:db8::7] to [::1]"),
        ("proto udp 10.0.0.1 -> 10.0.0.2 port 1", "udp from 10.0.0.1 to 10.0.0.2:1 count 1"),
        ("10.0.0.1 -> 10.0.0.2:22 flags SYN", "tcp from 10.0.0.1 to 10.0.0.2 port ssh"),
        ("esp 10.0.0.1 -> 10.0.0.2", "proto 50 from 10.0.0.1 to 10.0.0.2"),
        ("icmp 10.0.0.1 -> 10.0.0.2", "proto 1 from 10.0.0.1 to 10.0.0.2"),
        (
            "icmp 10.0.0.1 -> 10.0.0.2 on internet type 3 code 0x1 about 7",
            "icmp from 10.0.0.1 to 10.0.0.2 type 3 code 1 about 7 on internet"
        ),
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
        #expect(request.way.via?.value == "demo")
        #expect(request.asked.count == PacketRequest.countLimit)
        #expect(request.range == 12..<(12 + text.utf8.count))
    }

    @Test func namesStandForAddressesThatAreNotKnownYet() throws {
        let request = try #require(try Reading.packet("udp pc1:5 -> [2001:db8::1]:7"))
        #expect(request.way.source?.value.rawValue == "pc1" && request.way.source?.range == 16..<21)
        #expect(request.way.destination == nil && request.hasNames)
        #expect(request.source == Endpoint("[::]:5"))
        #expect(try Reading.packet("tcp 10.0.0.1 -> web:80")?.destination == Endpoint("0.0.0.0:80"))
        #expect(try Reading.packet("icmpv6 pc1 -> web")?.source.address.family == .v6)
        #expect(try Reading.packet("udp 10.0.0.1 -> 10.0.0.2:7")?.hasNames == false)
        for line in [
            "tcp any -> web:80", "tcp pc1 -> port:80", "tcp pc1 -> web", "tcp pc1 -> web:0",
        ] {
            #expect(Reading.fault("packet send \(line)") != nil)
        }
    }

    @Test func isTCPWithOnePacketAndNoDataUnlessSaidOtherwise() throws {
        let request = try #require(try Reading.packet("10.0.0.1 -> 10.0.0.2:3"))
        #expect(meaning(request) == "tcp 10.0.0.1 -> 10.0.0.2:3 [] - 0 1")
    }

    @Test func testsWhatItWouldSend() throws {
        guard
            case .packet(.test(let request)) =
                try Reading.command("packet test from 10.0.0.5 to 192.168.1.1 port 80")
        else {
            Issue.record("no test")
            return
        }
        #expect(meaning(request) == "tcp 10.0.0.5 -> 192.168.1.1:80 [] - 0 1")
    }

    @Test(arguments: [
        (
            "10.0.0.1 -> 10.0.0.2:22", PacketRequest.Transport.tcp(.syn),
            "tcp 10.0.0.1 -> 10.0.0.2:22"
        ),
        (
            "10.0.0.1 -> 10.0.0.2:22 flags ack,syn", .tcp([.syn, .ack]),
            "tcp 10.0.0.1 -> 10.0.0.2:22 flags SYN,ACK"
        ),
        (
            "10.0.0.1 -> 10.0.0.2:22 flags none", .tcp([]),
            "tcp 10.0.0.1 -> 10.0.0.2:22 flags none"
        ),
        ("udp ::1 -> [::2]:domain", .udp, ""),
        (
            "udp ::1 -> ::2 port domain on internet", .udp, "udp ::1 -> [::2]:53 on internet"
        ),
        ("icmp ::1 -> ::2", .icmp(type: nil, code: nil), "icmpv6 ::1 -> ::2"),
        (
            "icmp ::1 -> ::2 type 1 code 0", .icmp(type: 1, code: 0),
            "icmpv6 ::1 -> ::2 type 1"
        ),
        (
            "icmp 10.0.0.1 -> 10.0.0.2 type 255 code 255", .icmp(type: 255, code: 255),
            "icmp 10.0.0.1 -> 10.0.0.2 type 255 code 255"
        ),
        ("proto 58 ::1 -> ::2", .icmp(type: nil, code: nil), "icmpv6 ::1 -> ::2"),
        ("proto 1 ::1 -> ::2", .other(.icmp), "proto 1 ::1 -> ::2"),
        ("proto 58 10.0.0.1 -> 10.0.0.2", .other(.icmpv6), "proto 58 10.0.0.1 -> 10.0.0.2"),
        ("proto 6 10.0.0.1 -> 10.0.0.2:1", .tcp(.syn), "tcp 10.0.0.1 -> 10.0.0.2:1"),
        (
            "esp 10.0.0.1 -> 10.0.0.2 on lan-a", .other(.esp),
            "esp 10.0.0.1 -> 10.0.0.2 on lan-a"
        ),
    ])
    func isCanonical(_ typed: String, _ transport: PacketRequest.Transport, _ canonical: String)
        throws
    {
        // An endpoint is an address and a number; names of services stand behind `port`.
        guard !canonical.isEmpty else {
            #expect(Reading.fault("packet send \(typed)") != nil)
            return
        }
        let request = try #require(try Reading.packet(typed))
        #expect(request.transport == transport)
        var text: [UInt8] = []
        request.write(to: &text)
        #expect(String(decoding: text, as: UTF8.self) == canonical)
        let again = try #require(try Reading.packet(canonical))
        #expect(meaning(again) == meaning(request))
    }

    @Test func readsWhatIsKnownBeyondThePacket() throws {
        let text = "packet test 10.0.0.1 -> 10.0.0.2:22 flags ACK on internet state established"
        guard case .packet(.test(let request)) = try Reading.command(text) else {
            Issue.record("no test")
            return
        }
        #expect(
            request.way.link?.value.rawValue == "internet" && request.way.link?.range == 49..<57)
        #expect(request.asked.state == .established)
        var canonical: [UInt8] = []
        request.write(to: &canonical)
        #expect(
            String(decoding: canonical, as: UTF8.self)
                == "tcp 10.0.0.1 -> 10.0.0.2:22 flags ACK on internet state established")
    }

    @Test func readsAnswers() throws {
        guard
            case .packet(.reply(let number, let flags, let data)) =
                try Reading.command("packet reply 7 data hi flags RST,ACK")
        else {
            Issue.record("no answer")
            return
        }
        #expect(number.value == 7 && number.range == 13..<14)
        #expect(flags == [.rst, .ack] && data == Array("hi".utf8))
    }

    @Test(arguments: ["traffic.pcap", "a.pcapng", "x.cap", "./traffic", "captures/5"])
    func testsACaptureFile(_ name: String) throws {
        guard case .packet(.testFile(let file)) = try Reading.command("packet test \(name)") else {
            Issue.record("no file")
            return
        }
        #expect(file.value == name)
    }

    @Test(arguments: ["traffic", ".pcap", "10.0.0.0/8"])
    func takesOtherWordsForNoFile(_ name: String) {
        #expect(Reading.fault("packet test \(name)") != nil)
    }
}
