import ArgumentParser
import Commands
import EventLoop
import Events
import Handouts
import Session
import Transcript

/// `garita record LAB FILE`: a lab as a recording that players of asciinema show.
struct RecordTool: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record", abstract: ProgramText.record.text)

    @OptionGroup var spoken: LanguageFlag

    @Argument(help: ArgumentHelp(ProgramText.handedLab.text))
    var lab: String

    @Argument(help: ArgumentHelp(ProgramText.castFile.text))
    var file: String

    @Flag(name: .customLong("v2"), help: ArgumentHelp(ProgramText.castVersion.text))
    var isOld = false

    @Option(help: ArgumentHelp(ProgramText.seed.text))
    var seed: UInt64?

    mutating func run() throws {
        let (lab, file, seed, version) = (lab, file, seed, isOld ? Cast.Version.two : .three)
        try Handout.run { (handout) throws(SessionFault) in
            let recording = try handout.recording(of: lab, seed: seed, keepsBytes: false)
            let part = LabPage.Part(recording, name: Handout.name(of: lab))
            let bytes = Cast.bytes(of: recording, title: part.title, version)
            try Handout.write(bytes, to: file, over: Cast.mark)
        }
    }
}

/// `garita page LAB FILE`: a lab as a page for a browser, a phone, a printer.
struct PageTool: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "page", abstract: ProgramText.page.text)

    @OptionGroup var spoken: LanguageFlag

    @Argument(help: ArgumentHelp(ProgramText.handedLab.text))
    var lab: String

    @Argument(help: ArgumentHelp(ProgramText.pageFile.text))
    var file: String

    @Option(
        name: .customLong("also"),
        help: ArgumentHelp(ProgramText.otherLanguage.text, valueName: "lab"))
    var others: [String] = []

    @Option(help: ArgumentHelp(ProgramText.seed.text))
    var seed: UInt64?

    mutating func run() throws {
        let (labs, file, seed) = ([lab] + others, file, seed)
        try Handout.run { (handout) throws(SessionFault) in
            var parts: [LabPage.Part] = []
            for lab in labs {
                let recording = try handout.recording(of: lab, seed: seed, keepsBytes: true)
                parts.append(LabPage.Part(recording, name: Handout.name(of: lab)))
            }
            try Handout.write(LabPage.bytes(of: parts), to: file, over: LabPage.mark)
        }
    }
}

/// `garita course ...`: all labs of a folder.
struct CourseTool: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "course", abstract: ProgramText.course.text, subcommands: [CourseBuild.self]
    )
}

/// `garita course build FOLDER`: the labs as pages, and one that lists them.
struct CourseBuild: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build", abstract: ProgramText.courseBuild.text)

    @OptionGroup var spoken: LanguageFlag

    @Argument(help: ArgumentHelp(ProgramText.courseFolder.text))
    var folder: String

    @Option(help: ArgumentHelp(ProgramText.labsFolder.text, valueName: "dir"))
    var labs = "labs"

    mutating func run() throws {
        let (folder, labs) = (folder, labs)
        try Handout.run { (handout) throws(SessionFault) in
            let names = try Handout.labs(in: labs)
            guard !names.isEmpty else { throw .script(labs, .noLabs) }
            var entries: [CoursePage.Entry] = []
            for name in names {
                let parts = try handout.parts(of: name, in: labs)
                entries.append(
                    CoursePage.Entry(file: Handout.name(of: name) + ".html", parts: parts))
            }
            do throws(SystemFault) {
                try Host.makeFolder(path: folder, mode: 0o755)
            } catch {
                throw .script(folder, .system(error))
            }
            // Nothing is written before every lab has run.
            for (place, entry) in entries.enumerated() {
                var around = LabPage.Neighbours(index: Handout.index)
                if place > 0 {
                    around.before = (entries[place - 1].file, entries[place - 1].title)
                }
                if place + 1 < entries.count {
                    around.after = (entries[place + 1].file, entries[place + 1].title)
                }
                try Handout.write(
                    LabPage.bytes(of: entry.parts, around), to: "\(folder)/\(entry.file)",
                    over: LabPage.mark)
            }
            let index = CoursePage.bytes(
                of: entries, version: Session.version,
                in: entries.first?.parts.first?.recording.language ?? .english)
            try Handout.write(index, to: "\(folder)/\(Handout.index)", over: LabPage.mark)
        }
    }
}
