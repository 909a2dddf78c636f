import Cipher
import Commands
import EventLoop
import Events
import Fabric
import Handouts
import Session
import Terminal
import Transcript

/// Makes a lab from the flags, feeds it, and ends with the right exit status.
struct Runner {
    let flags: Flags

    init(_ flags: Flags) {
        self.flags = flags
    }

    /// The seed of a script that names none.
    static let scriptSeed: UInt64 = 1

    /// Replays files, each read before the first command runs.
    func run(scripts names: [String]) throws(ExitStatus) {
        try reporting { () throws(SessionFault) in
            var scripts: [Script] = []
            for name in names { scripts.append(try Script(path: name)) }
            return try run(scripts)
        }
    }

    /// Runs what comes on the standard input.
    func runInput() throws(ExitStatus) {
        try reporting { () throws(SessionFault) in
            try run([try Script(descriptor: Console.input, name: "<stdin>")])
        }
    }

    private func run(_ scripts: [Script]) throws(SessionFault) -> ExitStatus {
        let lab = try makeLab()
        let seed = flags.seed ?? Self.scriptSeed
        lab.fabric.seed(seed)
        var options = Session.Options()
        options.keepsGoing = flags.keepGoing
        options.isWatched = Host.isTerminal(Console.output)
        options.hasFineColours = Console.hasFineColours
        let session = Session(
            lab: lab, output: try Self.output(to: Console.output),
            errors: try Self.output(to: Console.errors), options: options, reader: reader)
        let interrupts = try Self.interrupts(lab)
        // A lab that begins in a language has its transcript begin in that.
        session.speak(Console.askedLanguage ?? scripts.first?.language ?? .english)
        let header = TranscriptHeader(
            version: Session.version, seed: seed,
            commands: .script(digest: Self.digest(of: scripts)))
        if scripts.contains(where: { Self.asksForPage($0.bytes) }) {
            session.keep(on: TypedPage(header))
        }
        session.begin(header)
        try begin(session, header)
        for script in scripts {
            guard case .goOn = try session.run(script) else { break }
        }
        try session.finish()
        // What a process that ends holds, the system takes back at once; to free it here would take long.
        return withExtendedLifetime(lab) {
            if interrupts.isInterrupted { Signal.interrupt.raiseUnanswered() }
            return Self.status(session.tally)
        }
    }

    /// Whether a line of a text is `transcript html`, so that it is worth while to keep what is said.
    private static func asksForPage(_ text: [UInt8]) -> Bool {
        text.split(separator: 0x0A).contains { TypedPage.isAsked(in: $0) }
    }

    /// What `cat FILE... | sha256sum` prints.
    private static func digest(of scripts: [Script]) -> [UInt8] {
        var bytes = scripts.first?.bytes ?? []
        for script in scripts.dropFirst() { bytes += script.bytes }
        return Digest.sha256(bytes.span)
    }

    /// Runs single commands and prints only what they say.
    func run(commands: [String]) throws(ExitStatus) {
        try reporting { () throws(SessionFault) in
            let session = try makeSession(
                seed: flags.seed, isLineShown: false,
                hasPage: commands.contains { TypedPage.isAsked(in: $0.utf8) })
            let interrupts = try Self.interrupts(session.lab)
            for command in commands {
                let flow = try session.run(Array(command.utf8))
                if interrupts.isInterrupted { break }
                if case .goOn = flow { continue }
                if case .refused = flow, flags.keepGoing { continue }
                break
            }
            try session.finish()
            return withExtendedLifetime(session.lab) {
                if interrupts.isInterrupted { Signal.interrupt.raiseUnanswered() }
                return Self.status(session.tally)
            }
        }
    }

    /// Reads lines from the terminal until the person leaves.
    func runPrompt() throws(ExitStatus) {
        try reporting { () throws(SessionFault) in
            let session = try makeSession(seed: flags.seed, in: Console.promptLanguage)
            let signal = try PromptLoop(session: session).run()
            try session.finish()
            return withExtendedLifetime(session.lab) {
                signal?.raiseUnanswered()
                return .well
            }
        }
    }

    /// A lab whose scripts may reach what the flags say.
    private func makeLab() throws(SessionFault) -> Lab {
        let lab = Lab()
        try lab.allow(
            reading: flags.readable, writing: flags.writable,
            fixedPorts: flags.areFixedPortsAllowed)
        return lab
    }

    /// A session whose commands are already on the screen.
    private func makeSession(
        seed: UInt64?, isLineShown: Bool = true, hasPage: Bool = true,
        in language: SpokenLanguage = Console.language
    ) throws(SessionFault) -> Session {
        let lab = try makeLab()
        if let seed { lab.fabric.seed(seed) }
        var options = Session.Options()
        options.echoes = flags.isJSON
        options.isLineShown = isLineShown
        options.keepsGoing = flags.keepGoing
        options.isWatched = Host.isTerminal(Console.output)
        options.hasFineColours = Console.hasFineColours
        let session = Session(
            lab: lab, output: try Self.output(to: Console.output),
            errors: try Self.output(to: Console.errors), options: options, reader: reader)
        session.speak(language)
        let header = TranscriptHeader(version: Session.version, seed: seed, commands: .typed)
        if hasPage { session.keep(on: TypedPage(header)) }
        if flags.isJSON { session.begin(header) }
        try begin(session, header)
        return session
    }

    /// Who writes the session down, where it is not to be text.
    private var reader: EventLines? { flags.isJSON ? EventLines() : nil }

    private func begin(_ session: Session, _ header: TranscriptHeader) throws(SessionFault) {
        guard let file = flags.transcript else { return }
        try session.openTranscript(path: file, header: header)
    }

    /// Lets control-C end what a lab does.
    private static func interrupts(_ lab: Lab) throws(SessionFault) -> Interrupts {
        do {
            let interrupts = try Interrupts()
            lab.stop { interrupts.isInterrupted }
            return interrupts
        } catch {
            throw .output(error)
        }
    }

    static func output(to descriptor: Int32) throws(SessionFault) -> TextOutput {
        do {
            return try Console.output(to: descriptor)
        } catch {
            throw .output(error)
        }
    }

    private static func status(_ tally: Session.Tally) -> ExitStatus {
        if tally.refused > 0 { return .wrong }
        return tally.failed > 0 ? .failed : .well
    }

    /// Runs something, says what ended it, and leaves with the exit status.
    func reporting(_ body: () throws(SessionFault) -> ExitStatus) throws(ExitStatus) {
        let status: ExitStatus
        do {
            status = try body()
        } catch {
            if var writer = Self.writer(of: error) {
                // Nobody is left to be told if this fails too.
                try? writer.page.drain { bytes throws(SystemFault) in
                    var file = try FileOutput(descriptor: Console.errors)
                    try file.write(bytes)
                    try file.close()
                }
            }
            throw .wrong
        }
        guard status == .well else { throw status }
    }

    /// What is said about a fault; nothing when the reader of the output has gone.
    private static func writer(of fault: SessionFault) -> TranscriptWriter? {
        var writer = TranscriptWriter(
            Console.appearance(of: Console.errors), in: Console.language, as: Console.layout)
        switch fault {
        case .output(let fault):
            if fault.cause == .brokenPipe { return nil }
            writer.write(output: fault)
        case .transcript(let name, let fault): writer.write(file: name, .system(fault))
        case .script(let name, let problem): writer.write(file: name, problem)
        case .unfit: return nil
        }
        return writer
    }
}
