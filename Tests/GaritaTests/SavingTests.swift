import Foundation
import TestSupport
import Testing

/// What stays of files when saving goes wrong.
@Suite struct SavingTests {
    private static let lesson = """
        rule default allow
        capture start
        packet send 10.0.0.1 -> 10.0.0.2:80 count 100
        capture save a.pcapng

        """

    /// A file may have two blocks and no more: what a full disk does, too.
    @Test func aCaptureIsSavedWholeOrNotAtAll() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("capture start\ncapture save a.pcapng\n", to: "small.lab")
        _ = try folder.write(Self.lesson, to: "large.lab")
        let finished = try GaritaProcess.shell(
            """
            trap '' XFSZ; ulimit -f 2
            garita run small.lab >small.out && cksum a.pcapng >before
            garita run large.lab | tail -1; cksum a.pcapng | cmp - before && ls
            """, in: folder.url)
        #expect(
            finished.output.hasPrefix(
                "error: column 14: \"a.pcapng\": there is no space left on the device; "
                    + "expected another file\n"))
        #expect(finished.output.hasSuffix("a.pcapng\nbefore\nlarge.lab\nsmall.lab\nsmall.out\n"))
    }

    @Test func nothingIsSavedOverTheTranscriptThatIsBeingWritten() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write(
            "transcript t\ncapture start\ncapture save t\nclock\ntranscript off\n", to: "a.lab")
        let finished = try GaritaProcess.run(
            ["run", "--keep-going", "a.lab"], in: folder.url)
        #expect(finished.status == 2)
        #expect(finished.output.contains("\"t\" has something else in it, which would be lost"))
        #expect(try folder.text(of: "t").contains("garita> clock\n0.000 ms\n"))
    }

    @Test func aSeriesOfDummiesSaysThatItWasInterrupted() throws {
        let lab = try LabInProcess()
        lab.run("tunnel open demo")
        lab.interrupt()
        #expect(
            lab.run("tunnel dummy demo count 3").hasPrefix(
                "1 dummy packet through demo, 68 bytes\n  ended after 1 of 3\n"))
    }
}
