import Captures
import Foundation
import TestSupport
import Testing
import Transcript
import Wire

/// What Wireshark's `tshark` makes of a saved capture and a saved table of keys.
@Suite(.enabled(if: Tshark.path != nil, "tshark is not installed"))
struct WiresharkTests {
    /// Runs tshark with a private folder of settings, `cfg`, in the lab's folder.
    private func tshark(_ arguments: String, _ lab: LabInProcess) throws -> Program.Finished {
        let program = try #require(Tshark.path)
        return try GaritaProcess.shell(
            "WIRESHARK_CONFIG_DIR=\(lab.path("cfg")) LC_ALL=C.UTF-8 TZ=UTC \(program) -n \(arguments)",
            in: URL(filePath: lab.path("")))
    }

    private func lab() throws -> LabInProcess {
        let lab = try LabInProcess()
        for line in CaptureTests.lesson { lab.run(line) }
        try FileManager.default.createDirectory(
            atPath: lab.path("cfg"), withIntermediateDirectories: true)
        lab.run(
            "tunnel keys $cfg/esp_sa", "capture save $a.pcapng",
            "capture save $b.pcapng without keys")
        return lab
    }

    /// Complaints, apart from the one about being root.
    private func complaints(_ finished: Program.Finished) -> [Substring] {
        finished.errors.split(separator: "\n").filter { !$0.hasPrefix("Running as user") }
    }

    private let decoding =
        "-o esp.enable_encryption_decode:TRUE -o esp.enable_authentication_check:TRUE"

    /// Fields of each ESP packet of the capture, as tshark decrypts it, with blanks between them.
    private func espRows(of fields: [String], _ lab: LabInProcess) throws -> [String] {
        let finished = try tshark(
            "-r a.pcapng -Y esp \(decoding) -T fields "
                + fields.map { "-e \($0)" }.joined(separator: " "), lab)
        #expect(complaints(finished).isEmpty, "\(finished.errors)")
        return finished.output.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).joined(separator: " ")
        }
    }

    @Test(arguments: ["a.pcapng", "b.pcapng"])
    func opensACaptureWithoutAComplaint(_ name: String) throws {
        let lab = try lab()
        let finished = try tshark("-r \(name)", lab)
        #expect(finished.status == 0)
        #expect(complaints(finished).isEmpty, "\(finished.errors)")
        #expect(finished.output.split(separator: "\n").count == 18)
        #expect(!finished.output.contains("alformed"))
    }

    @Test func decryptsEveryPacketWithTheTable() throws {
        let lab = try lab()
        let fields = [
            "frame.interface_name", "frame.packet_id", "frame.packet_flags_direction",
            "frame.time_epoch", "esp.icv_good", "esp.sequence", "ip.src", "ipv6.dst",
            "udp.dstport", "data.data", "echo.data",
        ]
        let rows = try espRows(of: fields, lab)
        #expect(
            rows == [
                "internet 5 0x00000002 0.026000000 1 1 198.51.100.1,10.0.0.5  4500,443 686f6c61 ",
                "internet 6 0x00000002 0.048000000 1 2 198.51.100.1 2001:db8::9 4500  ",
                "internet 7 0x00000002 0.069000000 1 3 198.51.100.1,10.8.0.1  4500,7  686f6c61",
                "internet 8 0x00000001 0.089000000 1 1 203.0.113.1,10.8.0.2  4500,49158  686f6c61",
            ])
    }

    /// A table of every suite is read without a complaint, apart from ChaCha20, which tshark 4.0 lacks.
    @Test func knowsTheNamesOfTheSuites() throws {
        let lab = try lab()
        var table = String(decoding: try lab.bytes("cfg/esp_sa"), as: UTF8.self)
        for suite in ESPSuite.all where suite.transform == .aesGCM {
            let name = try #require(ESPTable.encryption(of: suite))
            let key = String(repeating: "5a", count: suite.keyLength + ESPSuite.saltLength)
            table += "\"IPv4\",\"192.0.2.1\",\"192.0.2.2\",\"0x00000123\",\"\(name)\",\"0x\(key)\""
            table += ",\"NULL\",\"\"\n"
        }
        try lab.write(Array(table.utf8), to: "cfg/esp_sa")
        let finished = try tshark("-r a.pcapng -Y 'esp.icv_good == 1' \(decoding)", lab)
        #expect(complaints(finished).isEmpty, "\(finished.errors)")
        #expect(finished.output.split(separator: "\n").count == 4)
    }

    /// What seals differently: every length of key and ICV, both modes, padding, other families, a rekeying.
    @Test func decryptsEverySuiteAndModeAndAssociation() throws {
        let lab = try LabInProcess()
        try FileManager.default.createDirectory(
            atPath: lab.path("cfg"), withIntermediateDirectories: true)
        lab.run("capture start")
        var expected = 0
        for (place, suite) in ESPSuite.all.filter({ $0.transform == .aesGCM }).enumerated() {
            let mode = place.isMultiple(of: 2) ? "tunnel" : "transport"
            let name = "t\(place)"
            lab.run(
                "tunnel open \(name) mode \(mode) suite \(suite.name) pad \(place * 40 + 2)",
                "tunnel send \(name) \"hola\"",
                "packet send udp 10.0.0.5:4000 -> 192.168.1.1:443 data \"hola\" via \(name)",
                "packet send udp [2001:db8::7]:4000 -> [2001:db8::9]:443 data \"hola\" via \(name)",
                "tunnel rekey \(name)", "tunnel send \(name) \"hola\"", "wait 6s")
            if place == 0 { lab.run("tunnel close \(name)") }
            expected += 6
        }
        lab.run("tunnel keys $cfg/esp_sa", "capture save $a.pcapng")
        for (filter, count) in [
            ("esp", expected), ("esp.icv_good == 1", expected), ("esp.icv_bad == 1", 0),
            ("esp && (data.data contains \"hola\" || echo.data contains \"hola\")", expected),
        ] {
            let finished = try tshark("-r a.pcapng -Y '\(filter)' \(decoding)", lab)
            #expect(complaints(finished).isEmpty, "\(finished.errors)")
            #expect(finished.output.split(separator: "\n").count == count, "\(filter)")
        }
    }

    /// Wireshark 4.0 complains about the columns on extended sequence numbers, and reads the others.
    @Test func decryptsWithExtendedSequenceNumbers() throws {
        let lab = try LabInProcess()
        try FileManager.default.createDirectory(
            atPath: lab.path("cfg"), withIntermediateDirectories: true)
        lab.run(
            "capture start", "tunnel open demo esn", "tunnel send demo \"hola\"",
            "tunnel keys $cfg/esp_sa", "capture save $a.pcapng")
        let finished = try tshark(
            "-r a.pcapng -Y 'esp && echo.data contains \"hola\"' \(decoding)", lab)
        #expect(finished.output.split(separator: "\n").count == 2)
    }

    /// Field by field: first those of the outer header, behind a comma those of the packet that tshark decrypts.
    @Test func seesTheOuterHeaderAndTheOneInside() throws {
        let lab = try LabInProcess()
        try FileManager.default.createDirectory(
            atPath: lab.path("cfg"), withIntermediateDirectories: true)
        let packet = "packet send udp 10.0.0.5:4000 -> 192.168.1.1:443 data \"hola\" ttl 9 dscp ef"
        let six = "packet send udp [2001:db8::7]:4000 -> [2001:db8::9]:443 ttl 9 dscp ef ecn ect0"
        lab.run(
            "capture start", "tunnel open t", "tunnel open s df set", "tunnel open c df clear",
            "tunnel open h mode transport", "\(packet) ecn ect0 via t",
            "\(packet) df clear via t", "\(packet) df clear via s", "\(packet) via c",
            "\(six) via t", "\(packet) ecn ect1 df clear via h", "\(six) via h", "link mark 100%",
            "\(packet) ecn ect1 via t", "\(packet) ecn ect1 via h", "tunnel keys $cfg/esp_sa",
            "capture save $a.pcapng")
        let fields = [
            "ip.dsfield.dscp", "ip.dsfield.ecn", "ip.flags.df", "ip.ttl", "ip.id",
            "ipv6.tclass.dscp", "ipv6.tclass.ecn", "ipv6.hlim", "udp.dstport", "esp.icv_good",
        ]
        let rows = try espRows(of: fields, lab)
        #expect(
            rows == [
                "46,46 2,2 1,1 64,8 0x0000,0x0001    4500,443 1",
                "46,46 0,0 0,0 64,8 0x0005,0x0002    4500,443 1",
                "46,46 0,0 1,0 64,8 0x0000,0x0003    4500,443 1",
                "46,46 0,0 0,1 64,8 0x000b,0x0004    4500,443 1",
                "46 2 1 64 0x0000 46 2 8 4500,443 1",
                "46 1 0 8 0x0006    4500,443 1",
                "     46 2 8 4500,443 1",
                "46,46 3,1 1,1 64,8 0x0000,0x0008    4500,443 1",
                "46 3 1 8 0x0009    4500,443 1",
            ])
        let out = try tshark(
            "-r a.pcapng -Y 'frame.interface_name == \"lan-b\" && ip.dsfield.ecn == 3'", lab)
        #expect(out.output.split(separator: "\n").count == 2, "what was marked outside comes out")
        let odd = try tshark(
            "-r a.pcapng -o ip.check_checksum:TRUE -o udp.check_checksum:TRUE \(decoding) "
                + "-Y 'ip.checksum_bad.expert || udp.checksum.bad || _ws.malformed'", lab)
        #expect(odd.output.isEmpty, "\(odd.output)")
    }

    /// ESP stands behind hop-by-hop options and IPv4 options, which only packets of a capture have.
    @Test func readsWhatTransportModeLeavesInFront() throws {
        let lab = try LabInProcess()
        try FileManager.default.createDirectory(
            atPath: lab.path("cfg"), withIntermediateDirectories: true)
        try lab.write(Self.optionsCapture, to: "x.pcap")
        lab.run(
            "capture start",
            "tunnel open h mode transport",
            "policy add protect h from 10.0.0.0/24 to 192.168.1.0/24",
            "policy add protect h from 2001:db8::7 to 2001:db8::9", "packet load $x.pcap",
            "tunnel keys $cfg/esp_sa", "capture save $a.pcapng")
        let fields = [
            "ip.opt.type", "ip.ttl", "ip.id", "ipv6.hopopts.nxt", "ipv6.flow", "ipv6.hlim",
            "esp.icv_good", "udp.dstport", "data.data",
        ]
        let rows = try espRows(of: fields, lab)
        #expect(
            rows == [
                "148 2 0x1234    1 4500,443 686f6c61",
                "   17 0x0abcde 2 1 4500,443 686f6c61",
            ])
    }

    /// Two packets of UDP, with a router alert among the options of the one and the hop-by-hop options of the other
    /// (RFC 2113, RFC 2711), as raw IP in a pcap file.
    private static let optionsCapture: [UInt8] = {
        func udp(_ pseudoHeader: [UInt8]) -> [UInt8] {
            var bytes: [UInt8] = [0x0F, 0xA0, 1, 0xBB, 0, 12, 0, 0] + Array("hola".utf8)
            var checksum = Checksum()
            checksum.add((pseudoHeader + bytes).span)
            let sum = checksum.finish()
            (bytes[6], bytes[7]) = (UInt8(sum >> 8), UInt8(truncatingIfNeeded: sum))
            return bytes
        }
        let ends4: [UInt8] = [10, 0, 0, 5, 192, 168, 1, 1]
        var four: [UInt8] = [0x46, 0, 0, 36, 0x12, 0x34, 0, 0, 3, 17, 0, 0]
        four += ends4
        four += [148, 4, 0, 0]
        IPv4Header.fillChecksum(of: 0..<24, in: &four)
        four += udp(ends4 + [0, 17, 0, 12])
        let net: [UInt8] = [0x20, 1, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11)
        var ends6: [UInt8] = net
        ends6 += [7]
        ends6 += net
        ends6 += [9]
        var six: [UInt8] = [0x60, 0x0A, 0xBC, 0xDE, 0, 20, 0, 3]
        six += ends6
        six += [17, 0, 5, 2, 0, 0, 1, 0]
        six += udp(ends6 + [0, 0, 0, 12, 0, 0, 0, 17])
        let eight = [UInt8](repeating: 0, count: 8)
        var file: [UInt8] = [0xA1, 0xB2, 0xC3, 0xD4, 0, 2, 0, 4]
        file += eight
        file += [0, 0, 0xFF, 0xFF, 0, 0, 0, 101]
        for packet in [four, six] {
            let length: [UInt8] = [0, 0, 0, UInt8(packet.count)]
            file += eight
            file += length
            file += length
            file += packet
        }
        return file
    }()

    @Test func decryptsNothingWithoutTheTable() throws {
        let lab = try lab()
        try FileManager.default.removeItem(atPath: lab.path("cfg/esp_sa"))
        let finished = try tshark("-r b.pcapng -Y 'esp && tcp' \(decoding)", lab)
        #expect(complaints(finished).isEmpty && finished.output.isEmpty)
    }

    @Test func showsCommentsAndTheWayOfOnePacket() throws {
        let lab = try lab()
        let finished = try tshark(
            "-r a.pcapng -Y 'frame.packet_id == 1' -T fields -e frame.interface_name -e frame.comment",
            lab)
        let comment = "packet 1: allowed by rule 1: allow port 443 name \"web\""
        #expect(
            finished.output == "lan-a\t\(comment)\ninternet\t\(comment)\nlan-b\t\(comment)\n")
    }

    @Test func findsNothingWrongWithWhatIsInClear() throws {
        let lab = try lab()
        let finished = try tshark(
            "-r a.pcapng -o ip.check_checksum:TRUE -o tcp.check_checksum:TRUE "
                + "-o udp.check_checksum:TRUE \(decoding) "
                + "-Y 'ip.checksum_bad.expert || tcp.checksum_bad.expert || udp.checksum.bad "
                + "|| _ws.malformed || esp.icv_bad == 1'", lab)
        #expect(complaints(finished).isEmpty, "\(finished.errors)")
        #expect(finished.output.isEmpty, "\(finished.output)")
    }
}

/// Where the machine has tshark; nil where it has none.
enum Tshark {
    static let path = ["/usr/bin/tshark", "/usr/local/bin/tshark"]
        .first(where: FileManager.default.isExecutableFile)
}
