import Foundation
import TestSupport
import Testing

/// Scripts are strangers: each way out of their folder that somebody thought of is tried.
@Suite struct StrangerTests {
    /// A grader's folder, and beside it the one where a script lies and is run.
    private struct House {
        let folder: TemporaryFolder
        static let secret = "the grader's secret"

        init() throws {
            folder = try TemporaryFolder()
            try folder.write(Self.secret, to: "grader/secret.rules")
            try folder.write(Self.secret, to: "grader/wire.pcapng")
            try folder.write("# garita rules\nrule add deny\n", to: "grader/reference.rules")
            try folder.write("# \(Self.secret)\nclock\n", to: "grader/other.lab")
            try folder.write(Self.secret, to: "inbox/.hidden.rules")
            try folder.write(Self.secret, to: "inbox/.hidden/a.rules")
            try folder.write("# garita rules\n", to: "inbox/saved.rules")
            try folder.write("my notes\n", to: "inbox/notes.txt")
            try folder.write("", to: "inbox/empty")
            let header = "# garita 1.0.0 transcript, seed 1, language en, commands "
            try folder.write(header + "sha256:00\n", to: "inbox/reference.transcript")
            try folder.write(header + "typed\n", to: "grader/typed.transcript")
            for (name, target) in [
                ("link.rules", "../grader/secret.rules"), ("door", "../grader"),
                ("new.rules", "../grader/new.rules"), ("typed", "../grader/typed.transcript"),
            ] {
                try FileManager.default.createSymbolicLink(
                    atPath: folder.path + "/inbox/" + name, withDestinationPath: target)
            }
            _ = try Program.run(
                URL(filePath: "/usr/bin/env"), ["mkfifo", "fifo"],
                in: folder.url.appending(path: "inbox"))
        }

        var inbox: URL { folder.url.appending(path: "inbox") }

        /// Everything that is in the house: names, what links lead to, and what files hold.
        func inventory() throws -> [String: String] {
            var found: [String: String] = [:]
            for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
                let path = folder.path + "/" + name
                let kind =
                    try FileManager.default.attributesOfItem(atPath: path)[.type]
                    as? FileAttributeType
                found[name] =
                    switch kind {
                    case .typeSymbolicLink:
                        try FileManager.default.destinationOfSymbolicLink(atPath: path)
                    case .typeRegular: try folder.text(of: name)
                    default: kind?.rawValue
                    }
            }
            return found
        }

        /// Runs a script from a file, from a pipe, or from a file that a person sources; `$` is the grader's folder.
        func run(_ script: String, _ way: Way, _ flags: [String] = []) throws -> Program.Finished {
            let text = script.replacingOccurrences(of: "$", with: folder.path + "/grader")
            if way == .piped {
                return try GaritaProcess.run(flags, input: Data(text.utf8), in: inbox)
            }
            try folder.write(text, to: "inbox/a.lab")
            return try GaritaProcess.run(
                way == .run ? ["run", "a.lab"] + flags : flags + ["-c", "source a.lab"], in: inbox)
        }
    }

    enum Way: CaseIterable {
        case run, piped, sourced
    }

    private static let before = "capture start\ntunnel open demo\n"

    private func isRefused(_ line: String, _ words: [String]) throws {
        for way in Way.allCases {
            let house = try House()
            let script = Self.before + line + "\nrule add allow port 1\n"
            if way != .piped { _ = try house.run(script, way) }
            let before = try house.inventory()
            let finished = try house.run(script, way)
            #expect(finished.status == 2, "\(line): \(way)")
            #expect(try house.inventory() == before, "\(line): \(way)")
            let place = way == .piped ? "<stdin>:3:" : "a.lab:3:"
            #expect(finished.errors.hasPrefix(place), "\(line): \(way): \(finished.errors)")
            for words in words {
                #expect(finished.errors.contains(words), "\(line): \(way): \(finished.errors)")
            }
            let said = finished.output + finished.errors
            #expect(!said.contains(House.secret), "\(line): \(way)")
            #expect(!said.contains("rule 1 added"), "\(line): \(way)")
        }
    }

    @Test(arguments: [
        "rule load $/secret.rules", "rule load ../grader/secret.rules",
        "rule load x/../../grader/secret.rules", "rule load ./../../../../../../../etc/passwd",
        "rule load $/secret.rules as nft --lenient", "rule load link.rules",
        "rule load door/secret.rules", "rule load .hidden.rules", "rule load .hidden/a.rules",
        "rule load $/none.rules", "rule load /proc/self/environ", "rule load /dev/stdin",
        "rule diff $/secret.rules", "rule diff door/reference.rules",
        "expect same-as ../grader/reference.rules", "expect same-as $/reference.rules",
        "packet load ../grader/wire.pcapng", "packet load $/wire.pcapng test",
        "packet test ../grader/wire.pcapng",
        "packet load /dev/zero", "source $/other.lab", "source ../grader/other.lab",
        "source door/other.lab", "source /etc/passwd", "source .hidden/a.rules",
    ])
    func nothingElseIsRead(_ line: String) throws {
        try isRefused(line, ["or garita --allow-read DIR"])
    }

    @Test(arguments: [
        "rule save $/new.rules", "rule save ../new.rules", "rule save x/../../new.rules",
        "rule save ../grader/reference.rules", "rule save door/new.rules", "rule save new.rules",
        "rule save link.rules", "rule save .profile", "rule save .hidden/new.rules",
        "rule save /dev/null", "rule save /tmp/new.rules as nft", "capture save ../wire.pcapng",
        "capture save $/wire.pcapng without keys", "capture save .wire", "tunnel keys ../esp_sa",
        "tunnel keys /etc/esp_sa", "tunnel keys door/esp_sa", "transcript ../.bashrc",
        "transcript .bashrc", "transcript $/typed.transcript", "transcript typed",
        "transcript door/typed.transcript", "transcript /dev/stderr",
    ])
    func nothingIsWrittenElsewhere(_ line: String) throws {
        try isRefused(line, ["or garita --allow-write DIR"])
    }

    @Test(arguments: [
        ("rule load fifo", "is a FIFO"), ("rule save fifo", "is a FIFO"),
        ("transcript fifo", "is a FIFO"), ("source fifo", "is a FIFO"),
        ("rule save notes.txt", "has something else in it"),
        ("capture save saved.rules", "has something else in it"),
        ("tunnel keys saved.rules", "has something else in it"),
        ("transcript saved.rules", "has something else in it"),
        ("transcript reference.transcript", "has something else in it"),
        ("transcript a.lab", "has something else in it"),
        ("rule save empty", "no script wrote it"), ("transcript empty", "no script wrote it"),
        ("rule save none/new.rules", "there is no such file"), ("rule save .", "is a folder"),
    ])
    func whatIsThereStays(_ line: String, _ words: String) throws {
        guard line != "transcript a.lab" else {
            // Only what lies in a file can be written over by itself.
            let house = try House()
            #expect(try house.run(line, .run).errors.contains(words))
            #expect(try house.folder.text(of: "inbox/a.lab") == line)
            return
        }
        try isRefused(line, [words])
    }

    @Test(arguments: [
        "tunnel listen far port 40233 password \"correct horse battery staple\"",
        "tunnel open far client port 40233", "tunnel open far server port 40233",
        "tunnel connect far 127.0.0.1:40234 password \"correct horse battery\" client port 40233",
    ])
    func noPortIsTaken(_ line: String) throws {
        try isRefused(line, ["or garita --allow-ports"])
        let finished = try House().run(line + "\n", .run, ["--allow-ports"])
        #expect(!finished.errors.contains("--allow-ports"))
    }

    @Test func theFlagsAllowWhatTheySay() throws {
        for way in Way.allCases {
            let house = try House()
            let script = """
                rule load $/reference.rules
                expect same-as ../grader/reference.rules
                expect same-as door/reference.rules
                rule add allow port 1
                rule save $/reference.rules
                rule save ../grader/.new.rules
                expect same-as $/reference.rules

                """
            let flags = ["--allow-read", "../grader", "--allow-read", "door", "--allow-write"]
            let finished = try house.run(script, way, flags + [house.folder.path + "/grader"])
            #expect(finished.status == 0, "\(way): \(finished.errors)")
            #expect(try house.folder.text(of: "grader/.new.rules").hasSuffix("allow port 1\n"))
            #expect(try house.folder.text(of: "grader/reference.rules").hasSuffix("port 1\n"))
            // Only for what the flag is about.
            let wrong = try house.run("rule save ../grader/x.rules\n", way, ["--allow-read", ".."])
            #expect(wrong.errors.contains("or garita --allow-write DIR"))
        }
        for name in ["none", "notes.txt"] {
            let finished = try House().run("clock\n", .run, ["--allow-read", name])
            #expect(finished.status == 2)
            #expect(finished.errors.hasPrefix("error: \"\(name)\": "))
            #expect(finished.output.isEmpty)
        }
    }

    @Test func aScriptKeepsWhatIsItsOwn() throws {
        for way in Way.allCases {
            let house = try House()
            try house.folder.write(
                "# garita rules\nrule add allow port 7\n", to: "inbox/in/a.rules")
            let script = """
                rule load in/../in/./a.rules
                rule save in/new.rules
                rule save saved.rules
                rule save saved.rules as nft
                expect same-as saved.rules
                transcript mine
                transcript off
                transcript mine
                transcript off

                """
            let finished = try house.run(script, way)
            #expect(finished.status == 0, "\(way): \(finished.errors)")
            #expect(try house.folder.text(of: "inbox/in/new.rules").hasSuffix("port 7\n"))
        }
    }

    @Test func whatAPersonTypesIsNotBounded() throws {
        let house = try House()
        let grader = house.folder.path + "/grader"
        let finished = try GaritaProcess.run(
            [
                "-c", "rule load ../grader/reference.rules", "-c", "rule diff door/reference.rules",
                "-c", "rule save \(grader)/.new.rules", "-c", "rule save empty",
                "--transcript", "../.typed",
            ], in: house.inbox)
        #expect(finished.status == 0, "\(finished.output)")
        let saved = try house.folder.text(of: "grader/.new.rules")
        #expect(saved.hasSuffix("rule add deny from any\n"))
        #expect(try house.folder.text(of: ".typed").contains("garita> rule save empty\n"))
        // Not even when a script ran before.
        try house.folder.write("clock\n", to: "inbox/a.lab")
        let after = try GaritaProcess.run(
            ["-c", "source a.lab", "-c", "rule load \(grader)/reference.rules"], in: house.inbox)
        #expect(after.status == 0, "\(after.output)")
    }

    /// Below the root of the file system lies everything.
    @Test func theRootIsNobodysFolder() throws {
        for line in ["rule load etc/passwd", "rule save tmp/x.rules", "source etc/passwd"] {
            let finished = try GaritaProcess.run(
                [], input: Data(line.utf8), in: URL(filePath: "/"))
            #expect(finished.status == 2)
            #expect(finished.errors.contains("or garita --allow-"), "\(finished.errors)")
        }
    }

    @Test func aScriptsFolderIsWhereItWasNamed() throws {
        let house = try House()
        try house.folder.write("source other.lab\nrule load secret.rules\n", to: "grader/b.lab")
        let finished = try GaritaProcess.run(["run", "door/b.lab"], in: house.inbox)
        #expect(finished.output.contains(House.secret))
        #expect(
            finished.errors.hasPrefix("door/b.lab:2:11: error: secret.rules is no file of rules"))
        try FileManager.default.createSymbolicLink(
            atPath: house.folder.path + "/inbox/b.lab", withDestinationPath: "../grader/b.lab")
        let linked = try GaritaProcess.run(["run", "b.lab"], in: house.inbox)
        #expect(linked.errors.hasPrefix("b.lab:1:8: error: \"other.lab\": there is no such file"))
    }

    /// A submission can't make a grader's checks read what it wrote in the place of what they name.
    @Test func whatAScriptWroteIsItsOwn() throws {
        let house = try House()
        try house.folder.write("rule add allow\nrule save reference.rules\n", to: "inbox/a.lab")
        try house.folder.write("expect same-as reference.rules\n", to: "grader/checks.lab")
        try house.folder.write(
            "source inbox/a.lab\nsource grader/checks.lab\nrule list\n", to: "all.lab")
        for arguments in [["run", "inbox/a.lab", "grader/checks.lab"], ["run", "all.lab"]] {
            let finished = try GaritaProcess.run(arguments, in: house.folder.url)
            #expect(finished.output.contains("1 rule saved to reference.rules"))
            #expect(finished.status == 1, "\(arguments): \(finished.errors)")
        }
    }

    @Test func quitEndsItsScriptAndNoOther() throws {
        let folder = try TemporaryFolder()
        try folder.write("clock\nquit\nnonsense\n", to: "a.lab")
        try folder.write("expect denied\n", to: "checks.lab")
        try folder.write("source a.lab\nexpect denied\n", to: "all.lab")
        for arguments in [
            ["run", "a.lab", "checks.lab"], ["run", "all.lab"], ["-c", "source all.lab"],
            ["-c", "source a.lab", "-c", "expect denied"],
        ] {
            let finished = try GaritaProcess.run(arguments, in: folder.url)
            #expect(finished.status == 1, "\(arguments): \(finished.errors)")
            #expect(finished.output.contains("0.000 ms\n"))
            #expect(finished.output.contains("expectation failed"))
        }
        let left = try GaritaProcess.run(["-c", "quit", "-c", "expect denied"], in: folder.url)
        #expect(left.status == 0)
    }
}
