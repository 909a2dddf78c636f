import Network
import Testing
import Timeline
import Wire

@testable import Network

/// What services say to what they hear.
@Suite struct HostServiceTests {
    static func pages() throws -> HTTPSite {
        try #require(
            HTTPSite(pages: [
                .init(path: "/", text: "welcome\n"), .init(path: "/news", text: "nothing\n"),
            ]))
    }

    /// The status that a request is answered by, if it is answered; however it is cut.
    static func status(_ text: String) throws -> Int? {
        let bytes = Array(text.utf8)
        var statuses: [Int?] = []
        for cut in [bytes.count, 1, 7] {
            var session = ServiceSession(.http(try pages()))
            var data: [UInt8] = []
            var closes = false
            for start in stride(from: 0, to: bytes.count, by: cut) where !closes {
                let reply = session.receive(Array(bytes[start..<min(start + cut, bytes.count)]))
                data += reply.data
                closes = reply.closes
            }
            statuses.append(HTTPResponse(data)?.status)
            #expect(closes == !data.isEmpty)
        }
        #expect(Set(statuses).count == 1)
        return statuses[0]
    }

    @Test func httpAnswersByTheStatusThatFits() throws {
        for (request, expected) in [
            ("GET / HTTP/1.1\r\nHost: web\r\n\r\n", 200),
            ("GET /news?x=1 HTTP/1.1\r\nhost: web\r\nA: b\r\n\r\n", 200),
            ("\r\nGET / HTTP/1.0\r\n\r\n", 200), ("GET / HTTP/1.0\n\n", 200),
            ("HEAD / HTTP/1.0\r\n\r\n", 200), ("GET /secret HTTP/1.0\r\n\r\n", 404),
            ("DELETE / HTTP/1.0\r\n\r\n", 405), ("GET / HTTP/1.1\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400), ("GET  / HTTP/1.0\r\n\r\n", 400),
            ("hello\r\n\r\n", 400), ("GET / HTTP/3\r\n\r\n", 400), ("GET x HTTP/1.0\r\n\r\n", 400),
            ("G\u{7F}T / HTTP/1.0\r\n\r\n", 400),
            ("GET /\(String(repeating: "a", count: 9_000)) HTTP/1.0\r\n\r\n", 400),
        ] {
            #expect(try Self.status(request) == expected, "\(request.prefix(60))")
        }
        #expect(try Self.status("GET / HTTP/1.1\r\nHost: web\r\n") == nil)
    }

    @Test func httpSaysNothingMoreToHEADThanTheHead() throws {
        var session = ServiceSession(.http(try Self.pages()))
        let reply = session.receive(Array("HEAD / HTTP/1.0\r\n\r\n".utf8))
        let response = try #require(HTTPResponse(reply.data))
        #expect(response.body.isEmpty)
        #expect(response.announcedLength == 8)
        #expect(reply.notes == [.request(method: "HEAD", target: "/", status: 200)])
    }

    @Test func anUnfinishedRequestIsBad() throws {
        var session = ServiceSession(.http(try Self.pages()))
        #expect(session.finish().data.isEmpty)
        _ = session.receive(Array("GET /".utf8))
        #expect(HTTPResponse(session.finish().data)?.status == 400)
    }

    @Test func telnetAsksForAPasswordThatCrossesInClear() throws {
        let accounts = TelnetAccounts(
            host: "server", accounts: [.init(user: "alice", password: "wonder")])
        var session = ServiceSession(.telnet(accounts))
        #expect(String(decoding: session.greeting().data, as: UTF8.self) == "server login: ")
        // WILL and DO are declined, a doubled 255 is data, what is negotiated is skipped.
        let options: [UInt8] = [255, 251, 31, 255, 253, 1, 255, 250, 31, 0, 80, 255, 240]
        var reply = session.receive(options + Array("alice\r\n".utf8))
        #expect(reply.data.starts(with: [255, 254, 31, 255, 252, 1]))
        #expect(reply.data.dropFirst(6) == ArraySlice("Password: ".utf8))
        reply = session.receive(Array("wrong\r\0\nalice\nwonder\n".utf8))
        #expect(
            reply.notes == [
                .login(user: "alice", password: "wrong", isRight: false),
                .login(user: "alice", password: "wonder", isRight: true),
            ])
        reply = session.receive(Array("ls\nexit\nmore\n".utf8))
        #expect(reply.notes == [.line("ls"), .line("exit")])
        #expect(reply.closes)
    }

    @Test func telnetHangsUpAfterThreeWrongPasswords() {
        var session = ServiceSession(.telnet(TelnetAccounts(host: "a", accounts: [])))
        let reply = session.receive(Array("a\nb\nc\nd\ne\nf\ng\nh\n".utf8))
        #expect(reply.notes.count == 3)
        #expect(reply.closes)
    }

    @Test func linesAreBounded() {
        for kind in [
            ServiceKind.ssh(version: "SSH-2.0-x"), .smtp(domain: "example.com"),
            .telnet(TelnetAccounts(host: "a", accounts: [])),
        ] {
            var session = ServiceSession(kind)
            let first = session.receive(Array(repeating: 65, count: HostLimits.line))
            #expect(!first.closes)
            let reply = session.receive([65])
            #expect(reply.closes)
            #expect(reply.notes == [.tooLong])
        }
    }

    @Test func sshAndSMTPGreet() {
        var session = ServiceSession(.ssh(version: "SSH-2.0-OpenSSH_9.6"))
        #expect(session.greeting().data == Array("SSH-2.0-OpenSSH_9.6\r\n".utf8))
        var said = session.receive(Array("SSH-2.0-me\r\n".utf8))
        #expect(said.data.isEmpty)
        session = ServiceSession(.ssh(version: "SSH-2.0-OpenSSH_9.6"))
        said = session.receive(Array("GET /\n".utf8))
        #expect(said.data == Array("Protocol mismatch.\r\n".utf8))
        session = ServiceSession(.smtp(domain: "mail.example"))
        #expect(session.greeting().data == Array("220 mail.example ESMTP\r\n".utf8))
        let reply = session.receive(Array("EHLO me\r\nquit\r\nNOOP\r\n".utf8))
        #expect(
            String(decoding: reply.data, as: UTF8.self)
                == "250 mail.example\r\n221 2.0.0 mail.example\r\n")
        #expect(reply.closes)
    }

    @Test func aPageComesOverTheNetwork() throws {
        for (path, status) in [("/", 200), ("/none", 404)] {
            var net = HostConversationTests.net(.http(try Self.pages()), port: 80)
            let request = try #require(
                FetchRequest(target: HostNet.address(2), host: "web", path: path))
            try net.start(.fetch(request))
            net.run()
            let responses = net.events().compactMap {
                if case .fetch(.response(let response)) = $0 { response } else { nil }
            }
            #expect(responses.map(\.status) == [status])
            #expect(responses.first?.isWhole == true)
            #expect(
                net.happenings(at: 1).contains {
                    if case .service(_, .tcp, .request("GET", path, status)) = $0 {
                        true
                    } else {
                        false
                    }
                })
        }
        #expect(FetchRequest(target: HostNet.address(2), host: "web", path: "/a b") == nil)
        #expect(FetchRequest(target: HostNet.address(2), host: "a\r\nb", path: "/") == nil)
    }

    @Test func servicesAreKeptApart() throws {
        var host = HostNet.host(1)
        #expect(HostService(.ssh(version: ""), .udp, port: Port(rawValue: 22)) == nil)
        #expect(HostService(.echo, .tcp, port: Port(rawValue: 7), backlog: 0) == nil)
        let echo = try #require(HostService(.echo, .tcp, port: Port(rawValue: 7)))
        let discard = try #require(HostService(.discard, .udp, port: Port(rawValue: 7)))
        let added = [echo, echo, discard].map { host.add($0) }
        #expect(added == [true, false, true])
        let removed = (0..<2).map { _ in host.removeService(.tcp, Port(rawValue: 7)) }
        #expect(removed == [echo, nil])
        #expect(host.services.count == 1)
    }
}
