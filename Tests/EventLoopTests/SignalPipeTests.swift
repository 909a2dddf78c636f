import Platform
import Testing

@testable import EventLoop

/// Signals become bytes; they belong to the process, so that these tests run one by one.
@Suite(.serialized) struct SignalPipeTests {
    /// Lets the signals come to this thread, which may block them because it runs tests.
    private static func receiveSignals() {
        var all = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_UNBLOCK, &all, nil)
    }

    @Test func reportsEachSignalOnce() throws {
        Self.receiveSignals()
        let pipe = try SignalPipe()
        #expect(pipe.takeAll().isEmpty)
        for signal in [SIGWINCH, SIGINT, SIGINT] { raise(signal) }
        #expect(FileInput.isReady(descriptor: pipe.descriptor))
        #expect(pipe.takeAll() == [.resize, .interrupt])
        #expect(pipe.takeAll().isEmpty)
    }

    @Test func manySignalsDoNotBlock() throws {
        Self.receiveSignals()
        let pipe = try SignalPipe()
        for _ in 0..<100_000 { raise(SIGWINCH) }
        raise(SIGTERM)
        #expect(pipe.takeAll().contains(.resize))
    }

    @Test func signalsDoAgainWhatTheyDidBefore() async {
        await #expect(processExitsWith: .signal(SIGTERM)) {
            Self.receiveSignals()
            do { _ = try SignalPipe() }
            raise(SIGTERM)
        }
        await #expect(processExitsWith: .signal(SIGHUP)) {
            Self.receiveSignals()
            let pipe = try SignalPipe()
            raise(SIGHUP)
            #expect(pipe.takeAll() == [.hangUp])
            Signal.hangUp.raiseUnanswered()
        }
    }

    @Test func thereIsOneInAProcess() async {
        await #expect(processExitsWith: .failure) {
            let first = try SignalPipe()
            let second = try SignalPipe()
            _ = (first, second)
        }
    }
}
