import EventLoop
import Events
import Session

/// Checks a file whenever it is saved, and listens to single keys meanwhile.
struct PracticeWatch {
    private let folder: PracticeFolder
    private let file: String

    init(_ folder: PracticeFolder, file: String) {
        self.folder = folder
        self.file = file
    }

    /// How long a saved file may wait, in milliseconds: well within what a person takes for at once.
    private static let moment: Int32 = 10

    /// Goes on until the person leaves.
    func run() throws(GradingFault) -> ExitStatus {
        let signals: SignalPipe
        do {
            signals = try SignalPipe([.interrupt, .terminate, .hangUp])
        } catch {
            throw .output(.output(error))
        }
        let mode = TerminalMode(of: Console.input)
        mode?.unseen.apply(to: Console.input)
        defer { mode?.apply(to: Console.input) }
        let keyboard = mode == nil ? -1 : Console.input
        var place = folder.firstOpen
        while let next = try work(at: place, keyboard, signals) { place = next }
        return .well
    }

    /// Works at an exercise; the place of the next one, or nil when the person leaves.
    private func work(
        at place: Int, _ keyboard: Int32, _ signals: SignalPipe
    ) throws(GradingFault) -> Int? {
        let desk = try PracticeDesk(folder, place, echoes: false)
        try desk.open()
        try desk.say(.watching(file: file))
        var watch = FileWatch(path: file)
        while !signals.hasNews {
            if watch.hasChanged() { try check(desk) }
            let key: UInt8?
            do {
                key = try FileWatch.key(
                    keyboard: keyboard, wake: signals.descriptor, milliseconds: Self.moment)
            } catch {
                throw .output(.output(error))
            }
            switch key {
            case UInt8(ascii: "h"): try desk.hint(text)
            case UInt8(ascii: "l"): try desk.list()
            case UInt8(ascii: "n"):
                if place + 1 < folder.paths.count { return place + 1 }
                try desk.say(.noExercise(nil, known: []))
            case UInt8(ascii: "q"), 0, 4: return nil
            default: continue
            }
            desk.keep()
        }
        return nil
    }

    /// What is in the file; nil while it is not there.
    private var text: [UInt8]? { try? FileInput.readAll(path: file, limit: Exercise.sizeLimit) }

    private func check(_ desk: PracticeDesk) throws(GradingFault) {
        guard let text else { return try desk.say(.unread(file: file)) }
        try desk.check(text)
        desk.keep()
    }
}
