import Captures
import Events
import Network
import TestSupport
import Testing
import Timeline
import Transcript
import Tunnel
import Wire

@testable import Fabric

/// `tunnel watch`: what it shows, and that what it concludes follows from it.
@Suite struct WatchTests {
    private func said(_ wire: SealedWire) -> String {
        var writer = TranscriptWriter(.plain)
        writer.write(.tunnel(.watched(WatchReport(wire.log, of: nil, in: .standard))))
        return String(decoding: writer.page.bytes, as: UTF8.self)
    }

    private func suite(_ name: String) throws -> ESPSuite {
        try #require(ESPSuite.all.first { $0.name == name })
    }

    /// What the program says to the last line of a script.
    private func answer(_ script: String) throws -> String {
        let output = try GaritaProcess.script(script).output
        let start = try #require(output.ranges(of: "garita> tunnel watch").last)
        return String(output[start.lowerBound...])
    }

    private static let opening = "rule add allow from any\ntunnel open demo\n"

    @Test func showsEverythingOfWhatIsInClear() throws {
        let said = try answer(
            "rule add allow from any\npacket send udp 10.0.0.7:5353 -> 10.1.0.9:53 data \"hola\"\n"
                + "tunnel watch\n")
        #expect(
            said == """
                garita> tunnel watch
                1 datagram crossed the internet link
                     21.000 ms  gw-a to gw-b     32 bytes  in clear: udp 10.0.0.7:5353 -> 10.1.0.9:53 ttl 63 data "hola"
                gw-a to gw-b: 1 datagram, 32 bytes
                  addresses: 10.0.0.7 -> 10.1.0.9
                  sizes: 32 bytes
                  times: 21.000 ms
                  in clear: 1 packet; all of it is readable, and a change of it would go unnoticed

                """)
    }

    @Test func showsSPIsAndNumbersOfATunnelAndNothingInside() throws {
        let said = try answer(
            Self.opening + "tunnel send demo \"hola\"\ntunnel send demo \"hola\"\ntunnel watch\n")
        #expect(said.contains("\n4 datagrams crossed the internet link\n"))
        #expect(
            said.contains(
                "\n     20.000 ms  gw-a to gw-b     96 bytes  ESP, SPI 0x00001002, sequence number 1\n"
            ))
        #expect(
            said.contains(
                "  SPI 0x00001001: 2 datagrams, sequence numbers 1 to 2: none is missing\n"))
        #expect(said.contains("  sizes: 96 bytes, all the same\n"))
        #expect(said.contains("\n  addresses: 203.0.113.1 -> 198.51.100.1\n"))
        #expect(
            said.contains(
                "    not learned: the addresses inside, the protocol, the ports, the content\n"))
        for secret in ["hola", "10.8.0", "udp", ":7"] {
            #expect(!said.contains(secret), "\(secret)")
        }
    }

    @Test func aNameShowsThatTunnelAlone() throws {
        let said = try answer(
            Self.opening + "tunnel open other\npacket send 10.0.0.7 -> 10.1.0.9:80\n"
                + "tunnel send demo \"hola\"\ntunnel send other \"hola\"\ntunnel watch other\n")
        #expect(said.hasPrefix("garita> tunnel watch other\n2 datagrams of other crossed"))
        #expect(!said.contains("0x00001001") && !said.contains("in clear"))
        // What was sealed is still known when the tunnel is closed.
        let closed = try answer(
            Self.opening + "tunnel send demo \"hola\"\ntunnel close demo\ntunnel watch demo\n")
        #expect(closed.contains("2 datagrams of demo"))
    }

    @Test func refusesATunnelThatThereIsNot() throws {
        let finished = try GaritaProcess.script("tunnel watch nowhere\n")
        #expect(finished.status == 2)
        #expect(finished.output.contains("column 14: there is no tunnel nowhere"))
        #expect(try GaritaProcess.script("tunnel watch demo demo\n").status == 2)
        #expect(
            try answer("tunnel watch\n").hasSuffix("\nnothing has crossed the internet link yet\n"))
        #expect(
            try answer("tunnel open demo\ntunnel watch demo\n")
                .hasSuffix("\nnothing of demo has crossed the internet link yet\n"))
    }

    @Test func whatTheFirewallStoppedWasNeverThere() throws {
        #expect(
            try answer("packet send 10.0.0.7 -> 10.1.0.9:80\ntunnel watch\n")
                .contains("nothing has crossed"))
    }

    @Test func listsTheNewestFifty() throws {
        let said = try answer(
            Self.opening + "packet send 10.0.0.7 -> 10.1.0.9:80 via demo count 73\ntunnel watch\n")
        #expect(said.contains("\n73 datagrams crossed the internet link; the newest 50 of them:\n"))
        let lines = said.split(separator: "\n").filter { $0.contains("  ESP, SPI ") }
        #expect(lines.count == 50)
        #expect(lines.first?.hasSuffix("sequence number 24") == true)
        #expect(lines.last?.hasSuffix("sequence number 73") == true)
        #expect(said.contains("gw-a to gw-b: 73 datagrams, 7592 bytes\n"))
    }

    @Test func tellsWhatIsForgotten() throws {
        let sealed = try SealedRecords(SAParameters())
        for _ in 0..<FrameLog.limit + 11 { try sealed.send(1, at: 0) }
        #expect(said(sealed.wire).contains("  the frames before frame 12 are no longer kept\n"))
    }

    @Test func lossAndOvertakingShowInTheNumbers() throws {
        let sealed = try SealedRecords(SAParameters())
        for number in UInt64(1)...6 {
            // The third takes so long that the fourth is there before it.
            try sealed.send(10, at: number == 3 ? 45 : number * 10, isLost: number == 5)
        }
        #expect(
            said(sealed.wire).contains(
                "5 datagrams, sequence numbers 1 to 6: 1 is missing; 1 came after a later one\n"))
    }

    @Test(arguments: [8, 12, 16])
    func theSizeTellsTheLengthToThreeBytes(icv: Int) throws {
        let suite = try suite(icv == 16 ? "aes-256-gcm" : "aes-256-gcm-\(icv)")
        for length in 0...40 {
            let sealed = try SealedRecords(SAParameters(suite: suite))
            try sealed.send(length, at: 0)
            let report = WatchReport(sealed.wire.log, of: nil, in: .standard)
            let stream = try #require(report.ways.first?.streams.first)
            #expect(stream.payloads.contains(28 + length))
            #expect(stream.payloads.count == 4)
            #expect(
                report.newest.map(\.frame.length) == [28 + report.newest[0].frame.payload.count])
        }
    }

    @Test func paddingForTrafficFlowHidesIt() throws {
        let one = try SealedRecords(SAParameters(paddingMultiple: 200))
        for length in [1, 40, 90] { try one.send(length, at: UInt64(length)) }
        let hidden = said(one.wire)
        #expect(hidden.contains("  sizes: 264 bytes, all the same\n"))
        #expect(
            hidden.contains(
                "    each packet inside has at most 202 bytes; "
                    + "traffic flow confidentiality padding gives all one size\n"))
        try one.send(300, at: 400)
        #expect(said(one.wire).contains(" padding leaves 2 sizes to tell apart\n"))
    }

    @Test func aNewSPIShowsARekey() throws {
        let old = try SealedRecords(SAParameters())
        let new = try SealedRecords(SAParameters(), spi: 0x2002, on: old.wire)
        for time in UInt64(1)...3 {
            try old.send(4, at: time)
            try new.send(4, at: 10 + time)
        }
        let text = said(old.wire)
        #expect(
            text.contains(
                "    new after the last datagram of SPI 0x00001002: a rekey, or another tunnel\n"))
        let one = try SealedRecords(SAParameters())
        let both = try SealedRecords(SAParameters(), spi: 0x2002, on: one.wire)
        for time in UInt64(1)...3 {
            try one.send(4, at: time)
            try both.send(4, at: time)
        }
        #expect(!said(one.wire).contains("new after"))
    }

    @Test func transportModeAndGMACShowMore() throws {
        let transport = try SealedRecords(SAParameters(mode: .transport))
        try transport.send(4, at: 0)
        let addresses = said(transport.wire)
        #expect(addresses.contains("sequence number 1, 10.8.0.1 -> 10.8.0.2\n"))
        #expect(
            addresses.contains(
                "    not learned: the protocol, the ports, the content; the addresses are the hosts' own\n"
            ))
        let authenticated = try SealedRecords(SAParameters(suite: suite("aes-128-gmac")))
        try authenticated.send(4, at: 0)
        let content = said(authenticated.wire)
        #expect(
            content.contains("number 1, readable: udp 10.8.0.1:49152 -> 10.8.0.2:7 data \"aaaa\"\n")
        )
        #expect(
            content.contains("    not learned: nothing is hidden; only a change would be noticed\n")
        )
    }

    @Test func fewAddressesAndSAsAreToldApart() throws {
        let sends = (1...12).map { "packet send 10.0.0.\($0) -> 10.1.0.9:80\n" }.joined()
        let said = try answer("rule add allow from any\n" + sends + "tunnel watch\n")
        #expect(said.contains("10.0.0.8 -> 10.1.0.9, and others in 4 datagrams\n"))
        let wire = SealedWire()
        for spi in UInt32(0x2000)..<0x200A {
            try SealedRecords(SAParameters(), spi: spi, on: wire).send(4, at: UInt64(spi))
        }
        #expect(self.said(wire).contains("  other SPIs: 2 datagrams\n"))
    }
}
