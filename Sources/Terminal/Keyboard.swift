internal import EventLoop

/// Where keys come from, and which of them wait.
struct Keyboard {
    /// The descriptor that they are read from.
    let descriptor: Int32
    /// The terminal's own settings, which it gets back.
    let original: TerminalMode
    /// What is known of the terminal's answer about its background.
    var answer = BackgroundQuestion.unwanted
    /// The characters that have come.
    var queue = KeyQueue()
    /// Where the key that is being acted upon came from.
    var lastOrigin = KeyQueue.Origin.typed
    /// Whether a marked paste is being read, of which nothing is shown yet.
    var isPasting = false

    /// The keyboard of the terminal that a descriptor leads to; nil if it leads to none.
    init?(_ descriptor: Int32) {
        guard let original = TerminalMode(of: descriptor) else { return nil }
        self.descriptor = descriptor
        self.original = original
    }

    /// Gives the terminal its own settings.
    func yield() { original.apply(to: descriptor) }

    /// Whether something can be read at once.
    var isReady: Bool { FileInput.isReady(descriptor: descriptor) }
}

/// The signals that have come and were not answered yet.
struct WaitingSignals {
    private let pipe: SignalPipe
    private(set) var all: Set<Signal> = []

    /// Starts to answer signals.
    ///
    /// - Throws: `SystemFault` if there is no pipe to be had.
    init() throws(SystemFault) {
        pipe = try SignalPipe()
    }

    /// The descriptor that becomes readable when a signal came.
    var descriptor: Int32 { pipe.descriptor }

    /// Adds those that came since.
    mutating func collect() { all.formUnion(pipe.takeAll()) }

    /// Forgets one.
    mutating func remove(_ signal: Signal) { all.remove(signal) }

    /// Takes all of them, to be answered.
    mutating func take() -> Set<Signal> {
        defer { all = [] }
        return all
    }
}
