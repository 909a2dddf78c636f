import Commands
import Fabric
import Foundation
import Network
import TestSupport
import Testing
import Tunnel
import Wire

@testable import Transcript

/// The second language is whole: what English says, Spanish says with the same values and in the same tones.
@Suite struct SpanishTests {
    /// A text in both languages.
    private struct Pair {
        let name: String
        let english: String
        let spanish: String

        /// The same without its tones, with two digits for each number.
        static func shown(_ text: String) -> String {
            text.replacing(#/<\w+:([^<>]*)>/#) { String($0.1) }
                .replacing(#/\{\w+\?[^|{}]+\|([^{}]+)\}/#) { String($0.1) }
                .replacing(#/\{\w+\|[^|{}]+\|([^{}]+)\}/#) { "00 \($0.1)" }
        }
    }

    private static func pairs<Spoken: Phrase>(_ type: Spoken.Type) -> [Pair] {
        type.allCases.map {
            Pair(name: "\(type).\($0)", english: $0.english, spanish: $0.spanish)
        }
    }

    private static let phrases: [Pair] =
        pairs(AttackPhrase.self) + pairs(CapturePhrase.self) + pairs(ConnectionPhrase.self)
        + pairs(EvidencePhrase.self) + pairs(ExercisePhrase.self) + pairs(GradingPhrase.self)
        + pairs(HostPhrase.self) + pairs(LabPhrase.self) + pairs(LayerPhrase.self)
        + pairs(ListPhrase.self) + pairs(MessagePhrase.self) + pairs(MisusePhrase.self)
        + pairs(NATPhrase.self) + pairs(NetPhrase.self) + pairs(NetworkPhrase.self)
        + pairs(PacketPhrase.self) + pairs(PathPhrase.self) + pairs(PracticePhrase.self)
        + pairs(ProofPhrase.self) + pairs(RulePhrase.self) + pairs(TunnelPhrase.self)
        + pairs(StepPhrase.self) + pairs(WindowPhrase.self) + pairs(UsagePhrase.self)
        + pairs(VerdictPhrase.self) + pairs(WatchPhrase.self)

    private static func pairs<Said: Worded & CaseIterable>(statements type: Said.Type) -> [Pair] {
        type.allCases.map {
            Pair(name: "\(type).\($0)", english: $0.english, spanish: $0.spanish)
        }
    }

    private static let statements: [Pair] =
        pairs(statements: DropReason.self) + pairs(statements: CommandName.self)
        + pairs(statements: ArgumentName.self) + pairs(statements: TextFault.self)
        + pairs(statements: ValueFault.self) + pairs(statements: TunnelRole.self)
        + pairs(statements: LineRemark.self) + pairs(statements: ProgramText.self)

    /// What is the same in both languages: names of the field, and text that a command takes.
    private static let same: Set = [
        "AttackPhrase.fieldSPI", "AttackPhrase.fieldIV", "AttackPhrase.fieldICV",
        "AttackPhrase.reason", "AttackPhrase.counter", "CapturePhrase.bytes",
        "ExercisePhrase.finding", "GradingPhrase.earned", "GradingPhrase.name",
        "HostPhrase.because", "HostPhrase.record", "LabPhrase.vote", "LayerPhrase.title",
        "LayerPhrase.fault", "LayerPhrase.moreBytes", "MessagePhrase.iv", "MessagePhrase.icv",
        "MessagePhrase.length", "MisusePhrase.ciphertextDifference",
        "MisusePhrase.textDifference", "MisusePhrase.found", "MisusePhrase.length",
        "NATPhrase.hairpinning", "NATPhrase.meaning", "NetPhrase.busDelay", "NetPhrase.busMTU",
        "PathPhrase.send", "PracticePhrase.hint", "ProofPhrase.foundWhy", "ProofPhrase.test",
        "ProofPhrase.testOfList", "RulePhrase.bytes", "TunnelPhrase.gcm", "TunnelPhrase.chaCha",
        "TunnelPhrase.outcome", "TunnelPhrase.bypass", "UsagePhrase.conflict",
        "UsagePhrase.argumentShort", "UsagePhrase.usage", "UsagePhrase.error",
        "StepPhrase.beforeAfter", "StepPhrase.change", "VerdictPhrase.field", "WatchPhrase.bytes",
        "WatchPhrase.ends", "WatchPhrase.wayTitle",
        "AttackPhrase.refused", "HostPhrase.status", "NetworkPhrase.changed",
        "HostPhrase.otherCode", "PacketPhrase.dropped",
        "ConnectionPhrase.received", "WatchPhrase.keepalives", "WatchPhrase.sealed",
    ]

    @Test func everyPhraseHasTheSameValuesAndTones() {
        #expect(Self.phrases.count == PhraseTests.texts.count)
        for pair in Self.phrases {
            let slots = { (text: String) in Set(text.matches(of: #/\{(\w+)/#).map { $0.1 }) }
            #expect(slots(pair.english) == slots(pair.spanish), "\(pair.name): \(pair.spanish)")
            let tones = { (text: String) in text.matches(of: #/<(\w+):/#).map { $0.1 }.sorted() }
            #expect(tones(pair.english) == tones(pair.spanish), "\(pair.name): \(pair.spanish)")
            for isBlank in [{ $0.hasPrefix(" ") }, { (text: String) in text.hasSuffix(" ") }] {
                #expect(isBlank(pair.english) == isBlank(pair.spanish), "\(pair.name)")
            }
            let rest = Pair.shown(pair.spanish).replacing(#/\{\w+\}| -> /#, with: "")
            #expect(!rest.contains { "{}<>|".contains($0) }, "\(pair.name): \(pair.spanish)")
        }
    }

    @Test func noTextIsLeftInEnglish() {
        var found: Set<String> = []
        for pair in Self.phrases + Self.statements where pair.english == pair.spanish {
            // What has no word in it has nothing to be said otherwise.
            guard pair.english.contains(where: \.isLetter) else { continue }
            found.insert(pair.name)
            let isExempt = Self.same.contains(pair.name) || !pair.name.contains("Phrase")
            #expect(isExempt, "\(pair.name): \(pair.english)")
        }
        #expect(found.count { !$0.contains("Phrase") } < 6, "\(found)")
    }

    /// What stands in a row of a small screen in English does so in Spanish.
    @Test func whatFitsAScreenStillDoes() {
        var wide = 0
        for pair in Self.phrases {
            guard Pair.shown(pair.english).count <= 80 else {
                wide += 1
                continue
            }
            #expect(Pair.shown(pair.spanish).count <= 80, "\(pair.name): \(pair.spanish)")
        }
        #expect(wide > 20)
        for pair in Self.statements where pair.name.hasPrefix("CommandName") {
            #expect(pair.spanish.count <= 96, "\(pair.name): \(pair.spanish)")
        }
    }

    @Test func everyCommandIsExplainedAsMuch() {
        var explained = 0
        for name in CommandName.allCases {
            let (english, spanish) = (name.details(in: .english), name.details(in: .spanish))
            #expect(english.isEmpty == spanish.isEmpty, "\(name)")
            explained += english.isEmpty ? 0 : 1
            for line in spanish { #expect(line.count <= 120, "\(name): \(line)") }
        }
        #expect(explained > 50)
        for word in WordUse.allCases {
            #expect((word.text(in: .english) == nil) == (word.text(in: .spanish) == nil))
        }
    }

    // MARK: - The program

    @Test func aScriptSaysItsLanguageInItsFirstCommand() throws {
        let script = "# Uno\nlang es\nrule add deny port 23\npacket send 10.0.0.1 -> 10.1.0.1:23\n"
        let lines = try GaritaProcess.run([], input: Data(script.utf8)).output
            .split(separator: "\n").map(String.init)
        #expect(lines[0].contains("transcripción, semilla 1, idioma es, comandos sha256:"))
        #expect(lines.contains("idioma: español (es), de en y es"))
        #expect(lines.contains("regla 1 agregada: deny port 23"))
        #expect(lines.contains("  gw-a    DENEGADO por la regla 1: deny port 23"))
    }

    @Test func aFlagSaysItForEverything() throws {
        let run = try GaritaProcess.run(
            ["--lang", "es", "-c", "rule add alow port 23", "-c", "help use"])
        #expect(
            run.errors.isEmpty
                && run.output.hasPrefix("error: columna 10: \"alow\" no puede ir aquí"))
        let help = try GaritaProcess.run(["--lang", "es", "-c", "help use"])
        #expect(help.output.contains("\n  decir de qué gateway son las reglas"))
        let flags = try GaritaProcess.run(["run", "--lang=es", "--help"])
        #expect(flags.output.contains("Ejecutar scripts uno tras otro"))
        let other = try GaritaProcess.run(["--lang", "fr", "-c", "clock"])
        #expect(other.status == 2)
        #expect(other.errors.contains("--lang"))
    }

    @Test func aTranscriptDoesNotDependOnTheLocale() throws {
        let spanish = try GaritaProcess.run(
            [], input: Data("clock\nclok\n".utf8), environment: ["LANG": "es_MX.UTF-8"])
        #expect(spanish.output.contains("language en"))
        #expect(spanish.output.contains("can't stand here"))
    }

    @Test func theLanguageCanChangeOnTheWay() throws {
        let script =
            "lang\nlang es\nexpect error rule delete 1\nlang en\nexpect error rule delete 1\n"
        let lines = try GaritaProcess.run([], input: Data(script.utf8)).output
            .split(separator: "\n").map(String.init)
        #expect(lines[0].contains("language en"))
        #expect(lines.contains("language: English (en), of en and es"))
        #expect(
            lines.contains {
                $0.hasSuffix("no hay ninguna regla 1; se esperaba que antes se agregara una")
            })
        #expect(lines.contains("como se esperaba") && lines.contains("as expected"))
        #expect(try GaritaProcess.run(["-c", "lang fr"]).status == 2)
    }

    @Test func aReplayInAnotherLanguageSaysSo() throws {
        let folder = try TemporaryFolder()
        let write = { (name: String, script: String) in
            let output = try GaritaProcess.run([], input: Data(script.utf8)).output
            try Data(output.utf8).write(to: folder.url.appending(path: name))
        }
        try write("one", "rule add allow port 22\npacket send 10.0.0.1 -> 10.1.0.1:22\n")
        try write("uno", "lang es\nrule add allow port 22\npacket send 10.0.0.1 -> 10.1.0.1:22\n")
        let checked = try GaritaProcess.run(["check", "one", "uno"], in: folder.url)
        #expect(checked.status == 0)
        #expect(!checked.output.contains("language"))
        let asked = try GaritaProcess.run(["check", "--lang", "es", "one", "uno"], in: folder.url)
        #expect(asked.status == 0)
        #expect(
            asked.output.hasPrefix(
                "one: en el idioma en; sus comandos se ejecutan otra vez en ese, y no en es\none: auténtica"
            ))
        #expect(asked.output.contains("\nuno: auténtica"))
        let both = try GaritaProcess.run(["diff", "one", "uno"], in: folder.url)
        #expect(
            both.output
                == """
                one is in the language en, uno in es: lines are not compared
                only in uno, line 2: lang es

                """)
        #expect(both.status == 1)
        try write("two", "rule add allow port 22\npacket send 10.0.0.1 -> 10.1.0.1:23\n")
        #expect(
            try GaritaProcess.run(["diff", "two", "uno"], in: folder.url).output
                .contains("only in uno, line 2: lang es"))
    }

    @Test(arguments: [
        ("ayuda", "help"), ("salir", "quit"), ("reglas", "rule list"), ("idioma", "lang es"),
        ("regla agregar permitir desde 10.0.0.5", "rule add allow from 10.0.0.5"),
        ("regla listar", "rule list"), ("túneles", "tunnel list"),
    ])
    func spanishWordsAreAnswered(_ typed: String, _ meant: String) throws {
        for (language, asks) in [("en", "did you mean"), ("es", "quisiste decir")] {
            let run = try GaritaProcess.run(["--lang", language, "-c", typed])
            #expect(run.output.contains(asks) && run.output.contains(meant), "\(run.output)")
        }
    }

    @Test func gradesAreSaidInSpanish() throws {
        let exercise = GaritaProcess.root.appending(path: "labs/exercises/first-gate").path
        let run = try GaritaProcess.run(
            ["grade", "--lang", "es", exercise, "\(exercise)/solution.lab"])
        #expect(run.output.contains("solution.lab: 10 de 10 puntos"))
        #expect(run.output.contains("  pasa  "))
    }
}
