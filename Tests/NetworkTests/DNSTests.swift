import Chance
import Network
import Testing
import Timeline
import Wire

@testable import Network

@Suite struct DNSTests {
    static func name(_ text: String) -> DNSName { DNSName(text) ?? .root }

    static let web = IPv4Address(rawValue: 0x0A00_0150)
    static let web6 = IPv6Address(rawValue: 0x2001_0DB8 << 96 | 0x50)

    static let records = [
        DNSRecord(name: name("web.example"), data: .a(web)),
        DNSRecord(name: name("web.example"), data: .aaaa(web6)),
        DNSRecord(name: name("www.example"), data: .cname(name("WEB.example"))),
        DNSRecord(name: name("lost.example"), data: .cname(name("nowhere.example"))),
        DNSRecord(name: name("loop.example"), data: .cname(name("pool.example"))),
        DNSRecord(name: name("pool.example"), data: .cname(name("loop.example"))),
        DNSRecord(name: DNSName(reverse: .v4(web)), data: .ptr(name("web.example"))),
        DNSRecord(name: name("example"), data: .mx(preference: 10, name("mail.example"))),
        DNSRecord(
            name: name("text.example"), data: .other(.txt, [4] + Array("hola".utf8))),
    ]

    static func read(_ bytes: [UInt8]) throws(DNSFault) -> DNSMessage {
        try DNSMessage.parse(bytes.span)
    }

    static func zone(_ more: [DNSRecord] = []) throws -> DNSZone {
        try #require(DNSZone(records: records + more))
    }

    static func ask(
        _ text: String, _ type: DNSType, limit: Int = 512, _ zone: DNSZone
    ) throws -> DNSMessage {
        var message = DNSMessage(
            identifier: 77, question: DNSQuestion(name: name(text), type: type))
        message.header.wantsRecursion = true
        let answer = zone.answer(message.bytes(limit: 512), limit: limit)
        let bytes = try #require(answer.reply)
        let response = try Self.read(bytes)
        #expect(response.identifier == 77)
        #expect(response.header.isResponse)
        #expect(response.question == message.question)
        return response
    }

    @Test func answersFromRecords() throws {
        let zone = try Self.zone()
        for (text, type, code, types) in [
            ("web.example", DNSType.a, DNSResponseCode.noError, [DNSType.a]),
            ("WEB.Example", .aaaa, .noError, [.aaaa]),
            ("web.example", .any, .noError, [.a, .aaaa]),
            ("web.example", .mx, .noError, []), ("www.example", .a, .noError, [.cname, .a]),
            ("www.example", .cname, .noError, [.cname]), ("www.example", .mx, .noError, [.cname]),
            ("lost.example", .a, .nameError, [.cname]), ("none.example", .a, .nameError, []),
            ("loop.example", .a, .noError, [.cname, .cname]), ("example", .mx, .noError, [.mx]),
            ("example", .a, .noError, []), ("80.1.0.10.in-addr.arpa", .ptr, .noError, [.ptr]),
            // Nothing is there, but something below it.
            ("in-addr.arpa", .a, .noError, []), ("text.example", .txt, .noError, [.txt]),
        ] {
            let response = try Self.ask(text, type, zone)
            #expect(response.header.code == code, "\(text)")
            #expect(response.answers.map(\.data.type) == types, "\(text)")
            #expect(response.header.isAuthoritative)
        }
    }

    @Test func anAliasIsNothingElse() {
        let alias = DNSRecord(name: Self.name("a"), data: .cname(Self.name("b")))
        #expect(
            DNSZone(records: [alias, DNSRecord(name: Self.name("A"), data: .a(Self.web))]) == nil)
        #expect(DNSZone(records: Array(repeating: Self.records[0], count: 1_001)) == nil)
    }

    @Test func messagesAreReadAsTheyWereWritten() throws {
        var message = DNSMessage(
            identifier: 0xBEEF, question: DNSQuestion(name: Self.name("www.example"), type: .any))
        message.header.isResponse = true
        message.header.offersRecursion = true
        message.header.code = .refused
        message.answers = Self.records
        message.others = Array(Self.records.reversed())
        let bytes = message.bytes(limit: 65_535)
        #expect(try Self.read(bytes) == message)
        // Names that stand somewhere already take two bytes.
        #expect(bytes.count < 500)
    }

    @Test func whatDoesNotFitIsCutOff() throws {
        let many = (0..<60).map {
            DNSRecord(
                name: Self.name("many.example"), data: .a(IPv4Address(rawValue: UInt32($0))))
        }
        let zone = try Self.zone(many)
        let short = try Self.ask("many.example", .a, zone)
        #expect(short.header.isTruncated)
        #expect((1..<60).contains(short.answers.count))
        let long = try Self.ask("many.example", .a, limit: 65_535, zone)
        #expect(!long.header.isTruncated)
        #expect(long.answers == many)
    }

    @Test func everyShortMessageIsRefusedOrRead() throws {
        var message = DNSMessage(
            identifier: 1, question: DNSQuestion(name: Self.name("www.example"), type: .a))
        message.header.isResponse = true
        message.answers = Self.records
        let bytes = message.bytes(limit: 65_535)
        for length in 0..<bytes.count {
            #expect(throws: DNSFault.self) {
                _ = try Self.read(Array(bytes[..<length]))
            }
        }
        #expect(try Self.read(bytes).answers.count == Self.records.count)
    }

    @Test func damagedMessagesAreRefusedOrRead() throws {
        let zone = try Self.zone()
        var message = DNSMessage(
            identifier: 1, question: DNSQuestion(name: Self.name("www.example"), type: .a))
        message.header.isResponse = true
        message.answers = Self.records
        let whole = message.bytes(limit: 65_535)
        var dice = SplitMix(seed: 3)
        var (read, refused, answered) = (0, 0, 0)
        for _ in 0..<20_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &dice) {
                bytes[Int.random(in: 0..<bytes.count, using: &dice)] = UInt8.random(
                    in: 0...255, using: &dice)
            }
            if Bool.random(using: &dice) { bytes[2] &= 0x7F }
            do {
                let message = try Self.read(bytes)
                // What is read can be written and read again.
                let again = message.bytes(limit: 65_535)
                #expect(try Self.read(again) == message)
                read += 1
            } catch { refused += 1 }
            if zone.answer(bytes, limit: 512).reply != nil { answered += 1 }
        }
        #expect(read > 1_000)
        #expect(refused > 1_000)
        #expect(answered > 1_000)
    }

    /// A header with one question whose name is these bytes.
    static func message(name: [UInt8]) -> [UInt8] {
        [0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0] + name + [0, 1, 0, 1]
    }

    @Test func pointersLeadBackOnly() {
        for (name, fault) in [
            ([0xC0, 0x0C], DNSFault.badPointer), ([0xC0, 0x0E], .badPointer),
            ([0xC0, 0x00], .badPointer), ([0xFF, 0xFF], .badPointer),
            ([1, 65, 0xC0, 0x0C], .badPointer), ([0x40, 0], .badLabel), ([0x80, 0], .badLabel),
            (
                Array(repeating: [63] + Array(repeating: 65, count: 63), count: 4).flatMap(\.self)
                    + [0],
                .nameTooLong
            ),
            ([5, 65], .truncated),
        ] as [([UInt8], DNSFault)] {
            #expect(throws: fault) {
                _ = try Self.read(Self.message(name: name))
            }
        }
    }

    @Test func namesAreReadAsPeopleWriteThem() {
        for text in ["a", "www.example.com", "_sip.example", "1.example", "a-b.c", "."] {
            #expect(DNSName(text)?.description == text)
        }
        #expect(DNSName("www.example.") == DNSName("WWW.EXAMPLE"))
        let long = String(repeating: "a", count: 63)
        #expect(DNSName(long) != nil)
        let four = [long, long, long, String(repeating: "a", count: 61)].joined(separator: ".")
        #expect(DNSName(four) != nil)
        for text in [
            "", "..", "a..b", ".a", "-a", "a-", "a b", "192.0.2.1", "1", "é", long + "a",
            four + "a",
        ] {
            #expect(DNSName(text) == nil, "\(text)")
        }
        let odd = DNSName(labels: [[46, 92, 7, 65]])
        #expect(odd?.description == "\\.\\\\\\007A")
        #expect(
            DNSName(reverse: .v6(Self.web6)).description
                == "0.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa")
    }

    static func net(_ zone: DNSZone, transports: [ServiceTransport] = [.udp, .tcp]) -> HostNet {
        HostNet([
            HostNet.host(1),
            HostNet.host(
                2,
                services: transports.map { HostService(.dns(zone), $0, port: Port(rawValue: 53)) }),
        ])
    }

    @Test(arguments: IPFamily.allCases) func aHostAsksForAddresses(family: IPFamily) throws {
        var net = Self.net(try Self.zone())
        try net.start(
            .resolve(
                ResolveRequest(
                    server: HostNet.address(2, family), addressesOf: Self.name("www.example"))))
        net.run()
        #expect(net.events().answers.flatMap(\.addresses) == [.v4(Self.web), .v6(Self.web6)])
        #expect(net.events().answers.map(\.transport) == [.udp, .udp])
        #expect(net.events().last == .resolve(.done))
    }

    @Test func whatIsTooLongComesOverTCP() throws {
        let many = (0..<60).map {
            DNSRecord(
                name: Self.name("many.example"), data: .a(IPv4Address(rawValue: UInt32($0))))
        }
        for (transports, count) in [([ServiceTransport.udp, .tcp], 60), ([.udp], 0)] {
            var net = Self.net(try Self.zone(many), transports: transports)
            let question = DNSQuestion(name: Self.name("many.example"), type: .a)
            try net.start(
                .resolve(ResolveRequest(server: HostNet.address(2), question: question)))
            net.run()
            #expect(net.events().contains(.resolve(.truncated)))
            #expect(net.events().answers.first?.records.count ?? 0 == count)
            let isRefused = net.events().contains(.resolve(.noAnswer(question, nil, .refused)))
            #expect(isRefused == (count == 0))
        }
    }

    @Test func aServerThatIsNotThere() throws {
        let question = DNSQuestion(name: Self.name("web.example"), type: .a)
        for isSilent in [true, false] {
            var net = HostNet([HostNet.host(1), HostNet.host(2)])
            if isSilent { net.filter = { _ in false } }
            try net.start(
                .resolve(ResolveRequest(server: HostNet.address(2), question: question)))
            net.run()
            let report = ICMPReport(from: HostNet.address(2), type: 3, code: 3)
            #expect(
                net.events()
                    == [
                        .resolve(.noAnswer(question, isSilent ? nil : report, nil)),
                        .resolve(.done),
                    ])
            #expect(net.sent.count == 2)
            #expect(net.now == .start + (isSilent ? .seconds(10) : .milliseconds(20)))
        }
    }

    /// Somebody answers first, and does not know the identifier (RFC 5452).
    @Test func aGuessedAnswerHasToHaveTheIdentifier() throws {
        for isRight in [false, true] {
            var net = Self.net(try Self.zone())
            let question = DNSQuestion(name: Self.name("web.example"), type: .a)
            try net.start(
                .resolve(ResolveRequest(server: HostNet.address(2), question: question)))
            let asked = try #require(net.sent.last?.packet)
            let message = try Self.read(Array(asked.bytes[asked.payload]))
            var forged = message.response(.noError)
            forged.identifier &+= isRight ? 0 : 1
            forged.answers = [DNSRecord(name: question.name, data: .a(IPv4Address(rawValue: 6)))]
            let port = try #require(asked.fields.sourcePort)
            let packet = try PacketDraft(
                source: HostNet.address(2), destination: HostNet.address(1),
                transport: .udp(source: Port(rawValue: 53), destination: port),
                data: forged.bytes(limit: 512)
            ).build()
            net.take(net.hosts[0].receive(packet, at: net.now), of: 0)
            net.run()
            let wrong = IPAddress.v4(IPv4Address(rawValue: 6))
            #expect(
                net.events().answers.first?.addresses == [isRight ? wrong : .v4(Self.web)])
            #expect(
                net.events().contains(.resolve(.mismatch(identifier: forged.identifier)))
                    == !isRight)
        }
    }
}
