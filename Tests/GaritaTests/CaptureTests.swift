import Captures
import Fabric
import Foundation
import Network
import TestSupport
import Testing
import Transcript
import Tunnel
import Wire

/// Captures: what is in the file, who may read it, and what is not written over.
@Suite struct CaptureTests {
    /// A lesson of every way that a packet can take.
    static let lesson = [
        "rule add allow port 443 name \"web\"", "rule add reject port 23", "rule default deny",
        "capture start", "packet send 10.0.0.5:4000 -> 192.168.1.1:443",
        "packet send 10.0.0.5:4000 -> 192.168.1.1:80",
        "packet send 10.0.0.5:4000 -> 192.168.1.1:23", "tunnel open demo",
        "packet send udp 10.0.0.5:4000 -> 192.168.1.1:443 data \"hola\" via demo",
        "packet send [2001:db8::7]:4000 -> [2001:db8::9]:443 via demo",
        "tunnel send demo \"hola\"", "packet send 10.1.0.9:443 -> 10.0.0.7:4000 on internet",
        "packet reply 1",
    ]

    private func lab(_ more: String...) throws -> LabInProcess {
        let lab = try LabInProcess()
        for line in Self.lesson + more {
            let said = lab.run(line)
            #expect(!said.contains("error:"), "\(line): \(said)")
        }
        return lab
    }

    @Test func hasThePacketsOfALesson() throws {
        let lab = try lab("capture stop", "capture save $a.pcapng")
        var reader = try CaptureReader(try lab.bytes("a.pcapng"))
        var lines: [String] = []
        var last: UInt64 = 0
        while let packet = try reader.next() {
            let link = try #require(reader.interfaces[packet.interface].name)
            let time = try #require(packet.timestamp)
            #expect(time >= last && packet.linkType == .raw && !packet.isCut)
            last = time
            let inner = try Packet.parse(Array(reader.bytes[packet.data]))
            #expect(inner.transportChecksumIsRight == true)
            let direction = packet.options.direction == .inbound ? "in" : "out"
            lines.append(
                "\(time / 1_000_000) \(link) \(direction) \(packet.options.packetID ?? 0) "
                    + "\(inner.fields.destinationPort?.rawValue ?? 0) "
                    + (packet.options.comment ?? "").drop { $0 != ":" })
        }
        #expect(reader.interfaces.map(\.name) == ["lan-a", "internet", "lan-b"])
        #expect(reader.interfaces.allSatisfy { $0.resolution == .nanoseconds })
        #expect(reader.counts.secrets.map(\.kind) == [.esp] && reader.counts.sections == 1)
        let web = "allowed by rule 1: allow port 443 name \"web\""
        let denied = "denied by default: no rule matches"
        #expect(
            lines == [
                "0 lan-a in 1 443 : \(web)", "1 internet out 1 443 : \(web)",
                "21 lan-b out 1 443 : \(web)", "22 lan-a in 2 80 : \(denied)",
                "23 lan-a in 3 23 : rejected by rule 2: reject port 23",
                "24 lan-a out 4 4000 : says that packet 3 is refused",
                "25 lan-a in 5 443 : \(web)",
                "26 internet out 5 4500 : \(web); sealed by the client end of demo",
                "46 lan-b out 5 443 : \(web)", "47 lan-a in 6 443 : \(web)",
                "48 internet out 6 4500 : \(web); sealed by the client end of demo",
                "68 lan-b out 6 443 : \(web)",
                "69 internet out 7 4500 : a message through demo; "
                    + "sealed by the client end of demo",
                "89 internet in 8 4500 : the echo of packet 7 through demo; "
                    + "sealed by the server end of demo",
                "109 lan-b in 9 4000 : \(denied)", "110 internet in 9 4000 : \(denied)",
                "130 lan-b in 10 4000 : answers packet 1; \(denied)",
                "131 internet in 10 4000 : answers packet 1; \(denied)",
            ])
    }

    @Test func aCommentSaysWhichCheckRefusedAPacket() throws {
        let lab = try lab(
            "tunnel key demo server "
                + "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
            "tunnel send demo x", "capture save $a.pcapng")
        let text = String(decoding: try lab.bytes("a.pcapng"), as: UTF8.self)
        #expect(
            text.contains(
                "packet 11: a message through demo; sealed by the client end of demo; at gw-b "
                    + "dropped: bad-icv, the ICV does not verify: another key, or changed bytes "
                    + "(RFC 4303 section 3.4.4.2)"))
    }

    @Test func aLongCommentIsCutBetweenCharacters() throws {
        let lab = try LabInProcess()
        let ranges = (0..<16).map { "2001:db8:\($0 + 1000):1111:2222:3333::/96" }
            .joined(separator: ",")
        lab.run(
            "rule add allow from \(ranges) to \(ranges) name \"\(String(repeating: "ñ", count: 10))\"",
            "capture start",
            "packet send [2001:db8:1000:1111:2222:3333::1]:1 -> "
                + "[2001:db8:1000:1111:2222:3333::2]:2", "capture save $a.pcapng")
        var reader = try CaptureReader(try lab.bytes("a.pcapng"))
        let comment = try #require(try reader.next()?.options.comment)
        #expect(comment.hasSuffix("...") && (990...1_000).contains(comment.utf8.count))
        #expect(comment.hasPrefix("packet 1: allowed by rule 1: allow from 2001:db8:1000:"))
    }

    @Test func isTheSameTwice() throws {
        let saved = try (0..<2).map { _ in
            let lab = try lab("capture save $a.pcapng", "tunnel keys $esp_sa")
            return [try lab.bytes("a.pcapng"), try lab.bytes("esp_sa")]
        }
        #expect(saved[0] == saved[1])
    }

    @Test func saysItsState() throws {
        let lab = try LabInProcess()
        #expect(lab.run("capture show") == "nothing has been captured yet\n")
        #expect(lab.run("capture start") == "capturing at lan-a, internet and lan-b\n")
        lab.run("packet send icmp 10.0.0.1 -> 10.0.0.2", "tunnel open demo", "tunnel send demo x")
        let state = "3 packets", links = "  lan-a             1\n  internet          3\n"
        #expect(
            lab.run("capture show")
                == "capture running: 5 packets, 2 keys\n\(links)  lan-b             1\n", "\(state)"
        )
        #expect(lab.run("capture stop").hasPrefix("capture stopped: 5 packets, 2 keys\n"))
        #expect(
            lab.run("capture start") == """
                capturing at lan-a, internet and lan-b
                  given up: 5 packets of the capture before

                """)
        lab.run("capture stop")
        #expect(lab.run("capture start") == "capturing at lan-a, internet and lan-b\n")
        #expect(
            lab.run("capture save $a.pcapng") == "0 packets saved to $a.pcapng, no key was used\n")
    }

    @Test func saysWhatDidNotFit() throws {
        let lab = try LabInProcess()
        lab.run("capture start", "packet send icmp 10.0.0.1 -> 10.0.0.2 count 33340")
        let did = "  did not fit: 20 packets, behind the first 100000 or 67108864 bytes\n"
        #expect(lab.run("capture stop").hasSuffix(did))
        #expect(
            lab.run("capture save $a.pcapng")
                == "100000 packets saved to $a.pcapng, no key was used\n\(did)")
        var reader = try CaptureReader(try lab.bytes("a.pcapng"))
        while try reader.next() != nil {}
        #expect(reader.counts.packets == 100_000)
    }

    @Test(arguments: [
        (["capture stop"], "no packets are being captured; expected `capture start` first"),
        (["capture save $a.pcapng"], "nothing has been captured; expected `capture start` first"),
        (
            ["capture start", "capture start"],
            "packets are being captured already; expected `capture stop` first"
        ),
        (["capture start", "capture save $"], "\"$\" is a folder; expected a file"),
        (["capture start", "capture save $no/a.pcapng"], "there is no such file"),
        (["tunnel keys $no/esp_sa"], "there is no such file"),
        (["capture start", "capture save $a.pcapng without"], "expected keys"),
        (["capture start", "capture save $a.pcapng keys"], "expected without"),
        (["capture start", "capture save"], "expected FILE"),
        (["capture"], "expected start, stop, show or save"),
        (["tunnel keys"], "expected FILE"),
    ])
    func saysWhyNot(_ lines: [String], _ reason: String) throws {
        let lab = try LabInProcess()
        for line in lines.dropLast() { lab.run(line) }
        let said = lab.run(lines.last ?? "")
        #expect(said.contains("error: column ") && said.contains(reason), "\(said)")
    }

    // MARK: - Keys

    private let key = "3bd7b9fdde852ed720e574bef32ba30c2ae0ba4c1bcd169be308274cff50bd5a1e260fa0"

    @Test func hasTheKeysUnlessTheyAreLeftOut() throws {
        let lab = try lab("tunnel close demo")
        #expect(lab.run("capture save $a.pcapng") == "18 packets saved to $a.pcapng, with 2 keys\n")
        #expect(
            lab.run("capture save $b.pcapng without keys")
                == "18 packets saved to $b.pcapng, without keys\n")
        let with = String(decoding: try lab.bytes("a.pcapng"), as: UTF8.self)
        let without = String(decoding: try lab.bytes("b.pcapng"), as: UTF8.self)
        #expect(with.contains("\"0x00001002\","))
        #expect(with.contains("\"0x\(key)\",\"NULL\",\"0x\",\"32-bit\",\"0x00000000\"\n"))
        #expect(!without.contains(key) && !without.contains("0x00001002"))
        var reader = try CaptureReader(try lab.bytes("b.pcapng"))
        while try reader.next() != nil {}
        #expect(reader.counts.secrets.isEmpty && reader.counts.packets == 18)
    }

    @Test func theTableHasARowForEachDirection() throws {
        let lab = try lab()
        #expect(lab.run("tunnel keys $esp_sa") == "2 keys saved to $esp_sa\n")
        let rows = String(decoding: try lab.bytes("esp_sa"), as: UTF8.self)
            .split(separator: "\n")
        #expect(rows.count == 3 && rows.first == "# garita keys")
        #expect(
            rows[1] == "\"IPv4\",\"198.51.100.1\",\"203.0.113.1\",\"0x00001002\","
                + "\"AES-GCM with 16 octet ICV [RFC4106]\",\"0x\(key)\",\"NULL\",\"0x\"")
        #expect(rows[2].hasPrefix("\"IPv4\",\"203.0.113.1\",\"198.51.100.1\",\"0x00001001\","))
        // What was captured can be read after its tunnel has gone, until the next capture.
        lab.run("tunnel close demo")
        #expect(lab.run("tunnel keys $esp_sa") == "2 keys saved to $esp_sa\n")
        lab.run("capture stop", "capture start")
        #expect(lab.run("tunnel keys $esp_sa") == "0 keys saved to $esp_sa\n")
        #expect(try lab.bytes("esp_sa") == Array("# garita keys\n".utf8))
    }

    @Test func everySuiteHasWiresharksNameOrNone() {
        let names = ESPSuite.all.map { "\($0.name): \(ESPTable.encryption(of: $0) ?? "none")" }
        #expect(names[0] == "aes-256-gcm: AES-GCM with 16 octet ICV [RFC4106]")
        #expect(names[1] == "aes-256-gcm-12: AES-GCM with 12 octet ICV [RFC4106]")
        #expect(names[8] == "aes-128-gcm-8: AES-GCM with 8 octet ICV [RFC4106]")
        #expect(names[9] == "chacha20-poly1305: ChaCha20 with Poly1305 [RFC7634]")
        #expect(names[10] == "aes-256-gmac: none" && names.count == 13)
    }

    /// The rows of keys of any suite, as the table and the block of secrets have them.
    @Test func aRowSaysSuiteAndNumberLength() throws {
        func row(_ suite: ESPSuite, _ place: ESPTable.Place, isExtended: Bool) throws -> String {
            let key = SealingKey(
                role: .server, spi: SPI(rawValue: 0xABCD),
                parameters: SAParameters(suite: suite, isExtended: isExtended),
                material: try KeyMaterial(seed: 1, label: "a", keyLength: suite.keyLength))
            return ESPTable.withText(of: [key], .standard, in: place) { text in
                String(decoding: text.indices.map { text[$0] }, as: UTF8.self)
            }
        }
        for suite in ESPSuite.all {
            let secrets = try row(suite, .secrets, isExtended: false)
            guard let name = ESPTable.encryption(of: suite) else {
                #expect(secrets.isEmpty)
                continue
            }
            let start = "\"IPv4\",\"203.0.113.1\",\"198.51.100.1\",\"0x0000abcd\",\"\(name)\",\"0x"
            let end = "\",\"NULL\",\"0x\",\"32-bit\",\"0x00000000\"\n"
            #expect(secrets.hasPrefix(start) && secrets.hasSuffix(end))
            #expect(
                secrets.utf8.count == start.utf8.count + 2 * (suite.keyLength + 4) + end.utf8.count)
            #expect(secrets.utf8.count <= ESPTable.rowLimit)
            // Ten columns, none of them empty.
            let columns = secrets.dropLast().split(separator: ",")
            #expect(columns.count == 10 && columns.allSatisfy { $0.utf8.count > 2 })
            let extended = try row(suite, .secrets, isExtended: true)
            #expect(extended == secrets.replacingOccurrences(of: "32-bit", with: "64-bit"))
            let mark = "# garita keys\n"
            #expect(try row(suite, .file, isExtended: true) == mark + extended)
            let file = mark + columns.prefix(8).joined(separator: ",") + "\n"
            #expect(try row(suite, .file, isExtended: false) == file)
        }
    }

    @Test func aSecondKeyOfAnSPIIsNoted() throws {
        let lab = try lab(
            "tunnel key demo client "
                + "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
            "tunnel send demo x")
        #expect(
            lab.run("capture save $a.pcapng").hasSuffix(
                """
                with 3 keys
                  note: SPI 0x00001002 had several keys; Wireshark tries only the first

                """))
    }

    // MARK: - Files

    @Test(arguments: ["a.pcapng", "esp_sa"])
    func onlyTheOwnerMayReadWhatIsSaved(_ name: String) throws {
        let lab = try lab()
        let line = name == "esp_sa" ? "tunnel keys $esp_sa" : "capture save $a.pcapng"
        lab.run(line)
        #expect(try lab.permissions(name) == 0o600)
        let first = try lab.bytes(name)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644], ofItemAtPath: lab.path(name))
        #expect(!lab.run(line).contains("error"))
        #expect(try lab.permissions(name) == 0o600)
        #expect(try lab.bytes(name) == first)
    }

    /// A file is written over only if it begins with the whole mark, or is empty.
    @Test(arguments: [("capture save $x", 44), ("tunnel keys $x", 14)])
    func otherFilesAreLeftAlone(_ line: String, _ length: Int) throws {
        let lab = try lab()
        lab.run(line)
        let saved = try lab.bytes("x")
        for count in 1..<length {
            let part = Array(saved.prefix(count))
            try lab.write(part, to: "x")
            #expect(lab.run(line).contains("has something else in it"), "\(count)")
            #expect(try lab.bytes("x") == part)
        }
        for place in 0..<length {
            var other = saved
            other[place] ^= 1
            try lab.write(other, to: "x")
            #expect(lab.run(line).contains("has something else in it"), "\(place)")
            #expect(try lab.bytes("x") == other)
        }
        for good in [[], Array(saved.prefix(length)), saved + [1]] {
            try lab.write(good, to: "x")
            #expect(!lab.run(line).contains("error"))
            #expect(try lab.bytes("x") == saved)
        }
    }

    @Test func savesIntoTheWorkingFolderAndFindsItThere() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write(
            "capture start\npacket send icmp 10.0.0.1 -> 10.0.0.2\ncapture save own.pcapng\n"
                + "packet load own.pcapng\nexpect denied by default\n", to: "deep/a.lab")
        let finished = try GaritaProcess.run(["run", "deep/a.lab"], in: folder.url)
        #expect(finished.status == 0, "\(finished.errors)")
        #expect(finished.output.contains("1 packet of own.pcapng sent, as packets 2 to 2"))
        #expect(
            FileManager.default.fileExists(atPath: folder.url.appending(path: "own.pcapng").path))
    }
}
