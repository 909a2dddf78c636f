import TestSupport
import Testing

/// What the lab says of links that lose, delay, reorder and duplicate.
@Suite struct BurstTests {
    private static let send = "packet send udp 10.0.0.7:5353 -> 10.1.0.9:53"

    private func output(_ lines: String...) throws -> [String] {
        let script = (["rule default allow"] + lines).joined(separator: "\n") + "\n"
        let finished = try GaritaProcess.script(script, ["--keep-going"])
        return finished.output.split(separator: "\n").map(String.init)
    }

    @Test func aBurstThatNothingHappensToSaysNoMoreThanBefore() throws {
        let lines = try output("\(Self.send) count 50", "\(Self.send) count 50 every 1ms", "clock")
        #expect(lines.contains("packets 1 to 50: 50 delivered"))
        #expect(lines.contains("packets 51 to 100: 50 delivered"))
        // 50 times 22 ms, then 49 times 1 ms and the last one's 22.
        #expect(lines.last == "1171.000 ms")
    }

    @Test func aBurstSaysWhatLinksDid() throws {
        let lines = try output(
            "tunnel open demo", "link loss 10%", "link duplicate 10%", "link reorder 20% by 100ms",
            "\(Self.send) via demo count 300 every 1ms", "expect delivered", "counters")
        let burst = try #require(lines.first { $0.hasPrefix("packets 1 to ") })
        for word in ["delivered", "lost-on-link", "replayed", "too-old", "copied", "reordered"] {
            #expect(burst.contains(" \(word)"), "\(burst)")
        }
        let ended = try ["delivered", "lost-on-link", "replayed", "too-old"].map {
            try number(before: $0, in: burst)
        }
        .reduce(
            0, +)
        #expect(try ended == 300 + number(before: "copied", in: burst))
        #expect(lines.contains("under way                       0"))
        #expect(
            lines.contains {
                $0.hasPrefix("lost-on-link ") && $0.hasSuffix("the link lost it on the way")
            })
    }

    /// What is too old was overtaken, too; what was tolerated was overtaken by fewer.
    @Test func countsWhatIsTooOldAmongTheReordered() throws {
        let lines = try output(
            "tunnel open demo", "link reorder 20% by 100ms",
            "\(Self.send) via demo count 300 every 1ms")
        let burst = try #require(lines.last)
        let tooOld = try number(before: "too-old", in: burst)
        let reordered = try number(before: "reordered", in: burst)
        #expect(tooOld > 20 && reordered > tooOld && reordered < 90)
        #expect(try number(before: "delivered", in: burst) == 300 - tooOld)
    }

    private func number(before word: String, in summary: String) throws -> Int {
        let words = summary.split { " ,:;".contains($0) }
        let index = try #require(words.firstIndex { $0 == word })
        return try #require(Int(words[index - 1]))
    }

    @Test func aPacketThatIsCopiedIsShownWithItsCopy() throws {
        let lines = try output(
            "tunnel open demo", "link duplicate 100%", "\(Self.send) via demo", "packet list",
            "packet trace 2")
        let shown = [
            "packet 1, 28 bytes: udp 10.0.0.7:5353 -> 10.1.0.9:53 via demo",
            "  gw-a    allowed by default: no rule matches",
            "  gw-a    sealed for demo: 28 bytes become 64 bytes of ESP",
            "  gw-a    copied on internet: packet 2",
            "  gw-b    ICV right, sequence number 1 is new: decrypted",
            "  site-b  delivered after 22.000 ms",
            "packet 2, 28 bytes: udp 10.0.0.7:5353 -> 10.1.0.9:53 ttl 63 via demo",
            "  gw-a    a copy of packet 1",
            "  gw-b    dropped: replayed, this sequence number was received before "
                + "(RFC 4303 section 3.4.3)",
            "garita> packet list",
            "    1  delivered               udp 10.0.0.7:5353 -> 10.1.0.9:53 via demo",
            "    2  replayed                udp 10.0.0.7:5353 -> 10.1.0.9:53 ttl 63 via demo"
                + "  # copy of packet 1",
        ]
        let start = try #require(lines.firstIndex(of: shown[0]))
        #expect(Array(lines[start..<start + shown.count]) == shown)
        #expect(lines.contains("      1.000 ms  gw-a    in the same ESP packet, 64 bytes"))
    }

    @Test func aLostMessageSaysWhere() throws {
        let lines = try output(
            "tunnel open demo", "link loss 100%", "tunnel send demo hola",
            "expect refused because lost-on-link")
        #expect(
            lines.suffix(5) == [
                "  wire    link        dropped on internet: lost-on-link, "
                    + "the link lost it on the way (RFC 7680 section 2.4)",
                "  wire    message     nothing is delivered",
                "  client  no reply    within 1000.000 ms: internet lost it",
                "garita> expect refused because lost-on-link", "as expected",
            ])
        #expect(!lines.contains { $0.contains("loopback socket") })
    }

    /// Of many old pairs the newest are named.
    @Test func namesTheNewestOfTheOldAssociations() throws {
        let lines = try output(
            "tunnel open demo soft 1packets", "\(Self.send) via demo count 6 every 1ms",
            "tunnel show demo")
        let old =
            "    still receives on SPI 0x00001041, 0x00001031, 0x00001021, 0x00001011 and 1 older"
        #expect(lines.contains(old + ", for what is under way"))
    }

    @Test func aMessageThatWasNeverSentSaysWho() throws {
        let lines = try output(
            "tunnel open demo hard 1packets", "tunnel send demo uno", "tunnel send demo dos")
        #expect(
            lines.last
                == "  client  no reply    within 1000.000 ms: the client sent nothing, sa-expired")
        #expect(!lines.contains { $0.contains("in silence") })
    }

    @Test func aLateReplyIsNone() throws {
        let lines = try output(
            "tunnel open demo", "link delay 600ms", "tunnel send demo hola", "expect reply hola")
        #expect(lines.contains("  client  no reply    within 1000.000 ms: it came later"))
        #expect(lines.last == "expectation failed: expected reply \"hola\", got delivered")
    }

    @Test func anEndThatSealsNothingIsNotTakenForTheOtherOne() throws {
        for end in ["client", "server"] {
            let finished = try GaritaProcess.script(
                "tunnel open last \(end) sequence 4294967295\ntunnel send last \"hola\"\n"
                    + "expect refused because sequence-exhausted\n")
            #expect(finished.status == 0)
            #expect(
                finished.output.contains(
                    "no reply    within 1000.000 ms: the \(end) sent nothing, "
                        + "sequence-exhausted\n"))
            #expect(!finished.output.contains("in silence"))
        }
    }

    @Test func linksAreListedAsTheyAreTyped() throws {
        let lines = try output(
            "link clear", "link loss 0.25%", "link delay 2s jitter 20ms", "link reorder 25%",
            "link duplicate 5% on lan-b", "link list", "link clear internet", "link loss 1% on wan")
        #expect(lines[4] == "no link did anything to packets")
        let start = try #require(lines.firstIndex(of: "garita> link list"))
        #expect(
            Array(lines[start + 1...start + 5]) == [
                "lan-a     site-a to gw-a  1.000 ms  does nothing to packets",
                "internet  gw-a to gw-b    20.000 ms  loss 0.25%, delay 2000ms jitter 20ms, "
                    + "reorder 25% by 5ms",
                "lan-b     gw-b to site-b  1.000 ms  duplicate 5%", "garita> link clear internet",
                "internet does nothing to packets any longer",
            ])
        #expect(
            lines.last
                == "error: column 17: there is no link wan; expected lan-a or internet or lan-b")
    }

    @Test func seedsDecideAndTwentyRunsAreEqual() throws {
        let script = """
            rule default allow
            tunnel open demo
            link loss 20%
            link delay 30ms jitter 30ms
            link duplicate 20%
            \(Self.send) via demo count 200 every 1ms
            packet list
            seed 7
            \(Self.send) count 20 every 1ms
            packet list

            """
        let first = try GaritaProcess.script(script).output
        #expect(first.contains("lost-on-link") && first.contains("replayed"))
        for _ in 1..<20 { #expect(try GaritaProcess.script(script).output == first) }
        #expect(try GaritaProcess.script(script, ["--seed", "2"]).output != first)
    }
}
