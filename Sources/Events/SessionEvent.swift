package import Commands
package import Fabric
package import Grammar
package import Firewall
package import Network
package import Timeline
import Wire

/// What can happen to the lab itself.
package enum SessionEvent: Event {
    /// Keys are made from this seed from now on.
    case seeded(UInt64)
    /// The time was asked for.
    case clock(Instant)
    /// Virtual time has passed.
    case waited(Duration, until: Instant)
    /// Commands are about this gateway: from now on, or as before.
    case gateway(GatewayName, RuleChain, of: [String], isChanged: Bool)
    /// The counters were asked for.
    case counters(PacketCounters)
    /// Help was asked for: these rows of the table, briefly or whole.
    case help([HelpRow], isBrief: Bool)
    /// The lines typed before were asked for, oldest first.
    case history([String])
    /// One is at another place of the way that the lab has taken.
    case moved(TrailMove)
    /// The place where one is has this name.
    case kept(String, TrailState)
    /// A branch of this name begins at the place where one is; what was left goes on under another name, if it has one.
    case forked(String, from: String?, TrailState)
    /// The way was asked for.
    case trail([TrailRow])
    /// What a lesson tells in front of its next step, or behind the last: paragraphs.
    case narration([String], isEnd: Bool)
    /// The steps of a lesson were asked for.
    case lesson([LessonRow])
    /// People are asked what the next command will do.
    case asked(String, choices: [String])
    /// Now is the time to answer.
    case mayAnswer
    /// Somebody has said it: the number of a choice, from 1.
    case said(Int, String)
    /// A class has voted: how many said what, the first time and the second.
    case voted([String], first: [Int], second: [Int]?)
    /// The command has run.
    case predicted(PredictionResult)
    /// This language is spoken.
    case language(SpokenLanguage)
    /// These colours were chosen; nil: nobody has chosen any.
    case theme(ColourTheme?)
    /// What a word of the subject means was asked for, and about one rule perhaps.
    case explained(Term, rule: ListedRule?)
    /// The words that can be explained were asked for.
    case terms([Term])
    /// So many lines of an answer were left.
    case linesCounted(Int)
    /// So many lines of an answer went to a file.
    case linesSaved(Int, String)
    /// No line of an answer has this text.
    case noLine([UInt8])
    /// What has been typed so far is a page in a file.
    case pageSaved(String)
    /// What follows goes to a file.
    case transcriptStarted(String)
    /// Nothing goes to the file any longer.
    case transcriptStopped
    /// What was said or done before is not all: the command was ended.
    case ended(Budget.End)
    /// The person interrupted a script before this line of it.
    case interrupted(file: String, line: Int)

    var row: Row {
        switch self {
        case .seeded(let seed): ["seed": seed]
        case .clock(let instant): ["now": instant]
        case .waited(let duration, let instant): ["passed": duration, "now": instant]
        case .gateway(let gateway, let list, let names, let isChanged):
            ["gateway": gateway, "list": list, "gateways": names, "changed": isChanged]
        case .counters(let counters): counters.row
        case .help(let rows, let isBrief): ["commands": rows, "brief": isBrief]
        case .history(let lines): ["lines": lines]
        case .moved(let move): move.row
        case .kept(let name, let state): ["name": name, "state": state]
        case .forked(let name, let left, let state):
            ["name": name, "from": left, "state": state]
        case .trail(let rows): ["places": rows]
        case .narration(let paragraphs, let isEnd): ["text": paragraphs, "end": isEnd]
        case .lesson(let rows): ["steps": rows]
        case .asked(let question, let choices): ["question": question, "choices": choices]
        case .mayAnswer: [:]
        case .said(let number, let text): ["number": number, "text": text]
        case .voted(let choices, let first, let second):
            ["choices": choices, "first": first, "second": second]
        case .predicted(let result): result.row
        case .language(let language): ["language": language.rawValue]
        case .theme(let theme): ["theme": theme?.rawValue]
        case .explained(let term, let rule):
            [
                "term": term, "look": term.place.look, "lab": term.place.lab,
                "rfc": term.place.reference?.rfc, "section": term.place.reference?.section,
                "rule": rule,
            ]
        case .terms(let terms): ["terms": terms]
        case .linesCounted(let count): ["lines": count.in(.lines)]
        case .linesSaved(let count, let file): ["lines": count.in(.lines), "file": file]
        case .noLine(let text): ["text": text]
        case .pageSaved(let file): ["file": file]
        case .transcriptStarted(let file): ["file": file]
        case .transcriptStopped: [:]
        case .ended(let end): ["reason": end]
        case .interrupted(let file, let line): ["file": file, "line": line]
        }
    }
}

/// What came of a question about a command, which has run as its author said.
package struct PredictionResult: RowValue {
    /// The number of the right answer, from 1.
    package let answer: Int
    /// Its text.
    package let text: String
    /// What somebody said: a number, and its text.
    package var said: (number: Int, text: String)?
    /// What a class said, the first time and the second.
    package var votes: (first: [Int], second: [Int])?

    /// A result; nobody has said anything yet.
    package init(answer: Int, text: String) {
        self.answer = answer
        self.text = text
    }

    package var row: Row {
        [
            "answer": answer, "text": text, "said": said?.number, "first": votes?.first,
            "second": votes?.second,
        ]
    }
}

extension Term: CellValue { package var cell: Cell { rawValue.cell } }

extension CommandName: CellValue { package var cell: Cell { rawValue.cell } }

/// What the grammar knows of one command that help was asked about.
package struct HelpRow: RowValue {
    /// The command.
    package let command: CommandName
    /// How it is written.
    package let usage: String
    /// Lines to try.
    package let examples: [String]

    /// One command and its row of the language.
    package init(_ command: CommandName, _ row: CommandRow<LabCommand>) {
        self.command = command
        usage = row.usage
        examples = row.examples
    }

    package var row: Row { ["command": command, "usage": usage, "examples": examples] }
}

extension PacketCounters: RowValue {
    /// Its columns; one for each reason of a drop.
    package var row: Row {
        var row: Row = [
            "made": made.in(.packets), "delivered": delivered.in(.packets),
            "departed": departed.in(.packets), "under-way": underway.in(.packets),
            "strangers": strangers.in(.datagrams), "attacks": attacks.in(.datagrams),
        ]
        for reason in DropReason.allCases {
            row.add(reason.rawValue, dropped(reason).in(.packets))
        }
        return row
    }
}
