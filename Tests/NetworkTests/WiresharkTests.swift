import Foundation
import Network
import TestSupport
import Testing
import Timeline
import Wire

@testable import Network

/// Wireshark's `tshark` reads what hosts say to each other, where it is installed.
@Suite(.enabled(if: Dissector.isInstalled, "tshark is missing"))
struct WiresharkTests {
    /// The values of fields, a row for each packet that was sent and that the filter takes.
    static func rows(_ net: HostNet, filter: String, _ fields: [String]) throws -> [[String]] {
        var writer = PcapngWriter()
        let link = try writer.addInterface(name: "lan", linkType: .raw)
        for sent in net.sent {
            try writer.write(
                sent.packet.bytes.span, interface: link, timestamp: sent.time.nanoseconds)
        }
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "hosts.pcapng")
        try Data(writer.bytes).write(to: file)
        let checks = ["ip", "tcp", "udp"].flatMap { ["-o", "\($0).check_checksum:TRUE"] }
        let result = try Dissector.run(
            ["-n", "-r", file.path, "-Y", filter, "-T", "fields"] + checks
                + fields.flatMap { ["-e", $0] })
        #expect(result.status == 0, "\(result.errors)")
        return result.output.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }

    static let complaints = "tcp.analysis.flags || _ws.malformed || _ws.expert.severity >= 0x600000"

    /// A conversation with a service; `said` is what it is told.
    static func conversation(
        _ kind: ServiceKind, _ said: [UInt8], _ family: IPFamily,
        weather: HostNet.Weather = .init(), cookies: SYNCookiePolicy = .off
    ) throws -> HostNet {
        let service = HostService(kind, .tcp, port: kind.name.usualPort, cookies: cookies)
        var net = HostNet(
            [HostNet.host(1), HostNet.host(2, services: [service])], weather: weather)
        var request = ConversationRequest(
            target: HostNet.address(2, family), port: kind.name.usualPort)
        request.data = said
        try net.start(.conversation(request))
        net.run()
        return net
    }

    @Test(arguments: IPFamily.allCases) func hasNothingToSayWithoutLoss(family: IPFamily) throws {
        let accounts = TelnetAccounts(
            host: "server", accounts: [.init(user: "alice", password: "wonder")])
        let get = Array("GET / HTTP/1.1\r\nHost: web\r\n\r\n".utf8)
        let talks: [(kind: ServiceKind, said: [UInt8])] = [
            (.echo, Array(repeating: 65, count: 40_000)), (.discard, [1]),
            (.http(try HostServiceTests.pages()), get), (.ssh(version: "SSH-2.0-x"), []),
            (.telnet(accounts), Array("alice\r\nwonder\r\nexit\r\n".utf8)),
            (.smtp(domain: "mail.example"), Array("EHLO me\r\nQUIT\r\n".utf8)),
        ]
        let services = talks.map { HostService($0.kind, .tcp, port: $0.kind.name.usualPort) }
        var net = HostNet([HostNet.host(1), HostNet.host(2, services: services)])
        for talk in talks {
            var request = ConversationRequest(
                target: HostNet.address(2, family), port: talk.kind.name.usualPort)
            request.data = talk.said
            try net.start(.conversation(request))
            net.run()
            #expect(net.events().summary?.end == .closed)
        }
        let found = try Self.rows(
            net, filter: Self.complaints, ["frame.number", "_ws.expert.message"])
        #expect(found.isEmpty)
        // SYN, SYN-ACK, ACK, data and FIN were seen of each, and no RST: 1, 2, 4, 8 and 16.
        let rows = try Self.rows(net, filter: "tcp", ["tcp.stream", "tcp.completeness"])
        #expect(rows.count == net.sent.count)
        var last: [String: String] = [:]
        for row in rows { last[row[0]] = row[1] }
        #expect(last.count == talks.count)
        #expect(Set(last.values) == ["31"])
    }

    @Test func seesLossAsLoss() throws {
        var weather = HostNet.Weather()
        weather.loss = 20
        let net = try Self.conversation(
            .echo, Array(repeating: 65, count: 20_000), .v4, weather: weather)
        let again = try Self.rows(net, filter: "tcp.analysis.retransmission", ["frame.number"])
        #expect(again.count > 2)
        let wrong = try Self.rows(
            net, filter: "_ws.malformed || tcp.checksum.status == 0", ["frame.number"])
        #expect(wrong.isEmpty)
    }

    @Test func hasNothingToSayAboutCookies() throws {
        let net = try Self.conversation(
            .echo, Array(repeating: 65, count: 9_000), .v4, cookies: .always)
        #expect(try Self.rows(net, filter: Self.complaints, ["frame.number"]).isEmpty)
        #expect(
            net.happenings(at: 1).contains {
                if case .listener(_, .cookieTaken) = $0 { true } else { false }
            })
    }

    @Test func readsPages() throws {
        var net = HostConversationTests.net(.http(try HostServiceTests.pages()), port: 80)
        for path in ["/", "/none"] {
            let request = try #require(
                FetchRequest(target: HostNet.address(2), host: "web", path: path))
            try net.start(.fetch(request))
            net.run()
        }
        let rows = try Self.rows(
            net, filter: "http",
            ["http.request.method", "http.request.uri", "http.host", "http.response.code"])
        #expect(
            rows == [
                ["GET", "/", "web", ""], ["", "", "", "200"], ["GET", "/none", "web", ""],
                ["", "", "", "404"],
            ])
    }

    @Test func readsNames() throws {
        let many = (0..<60).map {
            DNSRecord(
                name: DNSTests.name("many.example"), data: .a(IPv4Address(rawValue: UInt32($0))))
        }
        var net = DNSTests.net(try DNSTests.zone(many))
        for (name, type) in [
            ("www.example", DNSType.a), ("web.example", .aaaa), ("example", .mx), ("none", .a),
            ("80.1.0.10.in-addr.arpa", .ptr), ("many.example", .a),
        ] {
            let question = DNSQuestion(name: DNSTests.name(name), type: type)
            try net.start(
                .resolve(ResolveRequest(server: HostNet.address(2), question: question)))
            net.run()
        }
        #expect(try Self.rows(net, filter: Self.complaints, ["_ws.expert.message"]).isEmpty)
        let rows = try Self.rows(
            net, filter: "dns.flags.response == 1",
            [
                "dns.qry.name", "dns.flags.rcode", "dns.flags.truncated", "dns.cname", "dns.a",
                "dns.aaaa", "dns.mx.mail_exchange", "dns.ptr.domain_name",
            ])
        #expect(rows.count == 7)
        #expect(
            rows.prefix(5)
                == [
                    ["www.example", "0", "0", "WEB.example", "10.0.1.80", "", "", ""],
                    ["web.example", "0", "0", "", "", "2001:db8::50", "", ""],
                    ["example", "0", "0", "", "", "", "mail.example", ""],
                    ["none", "3", "0", "", "", "", "", ""],
                    ["80.1.0.10.in-addr.arpa", "0", "0", "", "", "", "", "web.example"],
                ])
        #expect(rows[5][2] == "1")
        #expect(rows[6][2] == "0")
        #expect(rows[6][4].split(separator: ",").count == 60)
    }

    @Test func readsErrorsAndScans() throws {
        for technique in ScanRequest.Technique.allCases {
            let net = try ProbeTests.scanned(technique)
            let wrong = try Self.rows(
                net,
                filter:
                    "_ws.malformed || tcp.checksum.status == 0 || udp.checksum.status == 0 || icmp.checksum.status == 0",
                ["frame.number"])
            #expect(wrong.isEmpty)
        }
    }
}

/// Another program that reads packets.
enum Dissector {
    static var isInstalled: Bool { (try? run(["--version"]))?.status == 0 }

    static func run(_ arguments: [String]) throws -> Program.Finished {
        try Program.run(URL(filePath: "/usr/bin/env"), ["tshark"] + arguments)
    }
}
