import Commands

/// What was typed in a session, and where its lab has been.
struct SessionPast {
    /// What was typed and may be shown again, oldest first, in the form in which transcripts have it.
    private(set) var typedLines: [String] = []
    /// Where the lab has been; nil where nobody goes back.
    var trail: Trail?
    /// What has been asked about the next command.
    var predictions: [AskedPrediction] = []
    /// What another program's line is here that was typed last, for the person to say yes to.
    var offer: [UInt8]?
    /// How many scripts are being run, each from the one before.
    var scripts = 0
    /// How many there were when the trail began: what scripts below do is one step of it.
    private var depth = 0

    /// The most lines that `history` shows.
    private static let typedLimit = 5_000

    /// The place in the trail where the lab is; 0 where there is none.
    var here: Int { trail?.current ?? 0 }

    /// Remembers a line.
    mutating func remember(_ line: String) {
        typedLines.append(line)
        if typedLines.count > Self.typedLimit { typedLines.removeFirst() }
    }

    /// Begins a trail, unless there is one.
    mutating func begin(_ network: LabNetwork) {
        guard trail == nil else { return }
        trail = Trail(network.snapshot)
        depth = scripts
    }

    /// Notes a command that has been carried out, as its line says it.
    mutating func note(_ command: LabCommand, _ line: () -> String, _ lab: Lab) {
        guard trail != nil, scripts == depth, command.changesNetwork else { return }
        trail?.note(line(), lab.isCapturing ? nil : lab.network.snapshot)
    }

    // MARK: - Scripts

    /// Whether a line of a script leads to another place, so that it is worth while to keep them.
    static func goesBack(_ script: [UInt8]) -> Bool {
        script.split(separator: 0x0A).contains { goesBack(line: $0) }
    }

    /// Whether a line leads to another place.
    static func goesBack(line: some Collection<UInt8>) -> Bool {
        let word = line.drop { $0 == 0x20 }.prefix { $0 != 0x20 && $0 != 0x0D }
        return words.contains { word.elementsEqual($0.utf8) }
            || line.starts(with: "history tree".utf8)
    }

    private static let words = ["back", "undo", "redo", "rewind", "snapshot", "restore", "fork"]
}
