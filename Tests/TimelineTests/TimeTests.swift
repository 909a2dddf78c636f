import Testing

@testable import Timeline

/// Instants and lengths of virtual time.
@Suite struct TimeTests {
    @Test(arguments: [
        (0, "0.000 ms"), (999, "0.000 ms"), (1_000, "0.001 ms"), (999_999, "0.999 ms"),
        (22_000_000, "22.000 ms"), (1_234_567_890, "1234.567 ms"),
        (UInt64.max, "18446744073709.551 ms"),
    ])
    func printsMilliseconds(_ nanoseconds: UInt64, text: String) {
        #expect(Duration(nanoseconds: nanoseconds).description == text)
        #expect(Instant(nanoseconds: nanoseconds).description == text)
        var bytes = Array("at ".utf8)
        Instant(nanoseconds: nanoseconds).write(to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "at " + text)
    }

    @Test func unitsAgree() {
        #expect(Duration.seconds(2) == .milliseconds(2_000))
        #expect(Duration.milliseconds(3) == .microseconds(3_000))
        #expect(Duration.microseconds(4) == Duration(nanoseconds: 4_000))
    }

    @Test func nothingRunsOverTheEnd() {
        #expect(Duration.seconds(.max) == .longest)
        #expect(Duration.milliseconds(.max) == .longest)
        #expect(Duration.microseconds(.max) == .longest)
        #expect(Duration.longest + .microseconds(1) == .longest)
        #expect(Instant.last + .seconds(1) == .last)
        #expect(Instant.start + .longest == .last)
    }

    @Test func differencesAreNeverNegative() {
        let early = Instant.start + .seconds(1)
        let late = early + .milliseconds(250)
        #expect(late - early == .milliseconds(250))
        #expect(early - late == .zero)
        #expect(early < late)
        #expect(!(early < early))
    }
}
