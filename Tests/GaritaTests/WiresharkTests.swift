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
        let finished = try tshark(
            "-r a.pcapng -Y esp \(decoding) -T fields "
                + fields.map { "-e \($0)" }.joined(separator: " "), lab)
        #expect(complaints(finished).isEmpty, "\(finished.errors)")
        let rows = finished.output.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).joined(separator: " ")
        }
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
