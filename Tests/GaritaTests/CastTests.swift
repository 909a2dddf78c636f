import Foundation
import TestSupport
import Testing

/// `garita record`: a lab as an asciicast.
@Suite struct CastTests {
    private static let lab = """
        # A gate
        rule add allow port 22
        packet send 10.0.0.5 -> 192.168.1.1:22
        wait 2s
        expect delivered

        """

    /// A cast's header and its events.
    private struct Cast {
        let header: [String: Any]
        let events: [(time: Double, code: String, data: String)]

        init(_ text: String) throws {
            let values = try text.split(separator: "\n").map {
                try JSONSerialization.jsonObject(with: Data($0.utf8))
            }
            header = try #require(values.first as? [String: Any])
            events = try values.dropFirst().map { value in
                let event = try #require(value as? [Any])
                try #require(event.count == 3)
                return (
                    try #require(event[0] as? Double), try #require(event[1] as? String),
                    try #require(event[2] as? String)
                )
            }
        }

        /// What a terminal is sent.
        var output: String { events.filter { $0.code == "o" }.map(\.data).joined() }
    }

    private static func record(_ flags: [String] = []) throws -> Cast {
        let folder = try TemporaryFolder()
        _ = try folder.write(lab, to: "x.lab")
        let run = try GaritaProcess.run(["record", "x.lab", "x.cast"] + flags, in: folder.url)
        #expect(run.status == 0, "\(run.errors)")
        return try Cast(try folder.text(of: "x.cast"))
    }

    /// The members and codes are those of version 3: https://docs.asciinema.org/manual/asciicast/v3/.
    @Test func versionThreeHasTimesBetweenEvents() throws {
        let cast = try Self.record()
        #expect(cast.header["version"] as? Int == 3)
        let terminal = try #require(cast.header["term"] as? [String: Any])
        #expect(terminal["cols"] as? Int == 100 && terminal["rows"] as? Int == 30)
        #expect(Set(cast.header.keys) == ["version", "term", "idle_time_limit", "title"])
        #expect(cast.header["title"] as? String == "A gate")
        #expect(Set(cast.events.map(\.code)) == ["o", "m", "x"])
        #expect(cast.events.allSatisfy { $0.time >= 0 })
        #expect(cast.events.last?.code == "x" && cast.events.last?.data == "0")
        // 22 ms of the packet's way, and the 2 s that the lab waits, are there.
        #expect(cast.events.contains { $0.time >= 2 && $0.time < 4 })
        #expect(
            cast.events.filter { $0.code == "m" }.map(\.data) == [
                "rule add allow port 22", "packet send 10.0.0.5 -> 192.168.1.1:22", "wait 2s",
                "expect delivered",
            ])
    }

    @Test func versionTwoHasTimesFromTheBeginning() throws {
        let (two, three) = (try Self.record(["--v2"]), try Self.record())
        #expect(two.header["version"] as? Int == 2)
        #expect(two.header["width"] as? Int == 100 && two.header["height"] as? Int == 30)
        #expect(zip(two.events, two.events.dropFirst()).allSatisfy { $0.time <= $1.time })
        #expect(Set(two.events.map(\.code)) == ["o", "m"])
        #expect(two.output == three.output)
        let sum = three.events.dropLast().reduce(0) { $0 + $1.time }
        #expect(abs(sum - (two.events.last?.time ?? 0)) < 0.001)
    }

    /// Keys are typed one by one, and the screen shows the transcript in the end.
    @Test func theScreenShowsTheTranscript() throws {
        let cast = try Self.record()
        #expect(cast.events.count { $0.code == "o" && $0.data.count == 1 } > 40)
        let shown = cast.output.replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
        #expect(shown.hasSuffix("\r\n"))
        let folder = try TemporaryFolder()
        _ = try folder.write(Self.lab, to: "x.lab")
        let run = try GaritaProcess.run(["run", "x.lab"], in: folder.url)
        #expect(shown.replacingOccurrences(of: "\r\n", with: "\n") == run.output)
    }

    @Test func everyLabIsTheSameTwice() throws {
        let folder = try GaritaProcess.folderWithLabs()
        for lab in ["09-tamper-and-replay", "14-ping-and-traceroute", "22-what-if"] {
            for name in ["a.cast", "b.cast"] {
                let run = try GaritaProcess.run(
                    ["record", "labs/\(lab).lab", name], in: folder.url)
                #expect(run.status == 0, "\(lab): \(run.errors)")
            }
            #expect(try folder.text(of: "a.cast") == (try folder.text(of: "b.cast")), "\(lab)")
            _ = try Cast(try folder.text(of: "a.cast"))
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.sorted() == ["a.cast", "b.cast", "labs"])
    }

    @Test func ofATranscriptTheCommandsRunAgain() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write(Self.lab, to: "x.lab")
        _ = try GaritaProcess.run(["run", "x.lab", "--transcript", "t.txt"], in: folder.url)
        let run = try GaritaProcess.run(["record", "t.txt", "t.cast"], in: folder.url)
        #expect(run.status == 0, "\(run.errors)")
        let cast = try Cast(try folder.text(of: "t.cast"))
        #expect(cast.events.count { $0.code == "m" } == 4)
    }

    @Test func aFullDiskLeavesNoHalfFile() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write(Self.lab, to: "x.lab")
        let full = try GaritaProcess.run(["record", "x.lab", "/dev/full"], in: folder.url)
        #expect(full.status == 2)
        #expect(
            full.errors
                == "error: \"/dev/full\": there is no space left on the device; expected another file\n"
        )
        _ = try folder.write("x\n", to: "notes.cast")
        let other = try GaritaProcess.run(["record", "x.lab", "notes.cast"], in: folder.url)
        #expect(other.status == 2 && other.errors.contains("has something else in it"))
        #expect(try folder.text(of: "notes.cast") == "x\n")
        // A limit on the size of files ends the writing in its middle.
        let limited = try GaritaProcess.shell(
            "trap '' XFSZ; ulimit -f 1; garita record x.lab y.cast", in: folder.url)
        #expect(limited.status == 2, "\(limited.errors)")
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/y.cast"))
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/y.cast.part"))
    }
}
