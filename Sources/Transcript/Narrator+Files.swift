import Commands
import Dialects
import Events
import Firewall
import Grammar
import Wire

/// What is wrong inside a file that a command names.
extension Narrator {
    mutating func ruleFile(_ name: String, _ fault: RuleFileFault) {
        switch fault {
        case .notARule(let line):
            page.put("\(name):\(line): no command of a rule file; expected rule add, set add, ")
            page.put("rule default, rule order or rule disable")
        case .usage(let line, let fault, let text):
            let column = CommandLine.column(ofByte: fault.range.lowerBound, in: text)
            page.put("\(name):\(line):\(column): ")
            usage(fault, in: text)
        case .rules(let line, let fault):
            page.put("\(name):\(line): ")
            rules(fault)
        case .unknownFormat:
            page.put(
                "\(name) is no file of rules that is known; expected one, or `as` and its format")
        case .foreign(let fault):
            page.put("\(name):\(fault.line):\(fault.range.lowerBound + 1): ")
            page.put(Self.sentence(for: fault.problem))
        case .unwritable(let number, let problem):
            page.put(number == 0 ? "the list" : "rule \(number)")
            page.put(" can't be written: \(Self.sentence(for: problem))")
        }
    }

    mutating func capture(_ name: String, _ fault: CaptureFault) {
        page.put("\(name): ")
        switch fault {
        case .notACapture: page.put("it is no capture; expected pcap or pcapng")
        case .unsupportedVersion(let offset):
            page.put("byte \(offset): the version is not known; expected pcap 2.4 or pcapng 1.0")
        case .badByteOrder(let offset):
            page.put("byte \(offset): no byte-order magic; expected 1a2b3c4d")
        case .truncated(let offset):
            page.put("byte \(offset): the file ends inside; expected a whole block")
        case .badLength(let offset):
            page.put("byte \(offset): the length makes no sense; expected that of the block")
        case .badOption(let offset):
            page.put("byte \(offset): the option makes no sense; expected one inside its block")
        case .unknownInterface(let offset):
            page.put(
                "byte \(offset): an unknown interface; expected one that the section describes")
        case .tooManyInterfaces(let offset):
            page.put("byte \(offset): too many interfaces; expected at most ")
            page.put(CaptureReader.interfaceLimit)
        case .tooLarge(let offset):
            page.put("byte \(offset): the packet is too large; expected at most ")
            page.put("\(CapturedPacket.lengthLimit) bytes")
        }
    }

    /// A line of another firewall's file that was left out.
    mutating func put(skipped fault: ForeignFault, in file: String) {
        page.put("  skipped \(file):\(fault.line):\(fault.range.lowerBound + 1): ")
        page.line(Self.sentence(for: fault.problem))
    }

    /// Why something of another firewall's file can't be carried over, and what was expected.
    private static func sentence(for problem: ForeignProblem) -> String {
        switch problem {
        case .lineTooLong(let limit): "the line is too long; expected at most \(limit) bytes"
        case .noList: "the file has no list about forwarded packets; expected one"
        case .secondList: "a second list about forwarded packets; expected one for each family"
        case .unterminatedBlock: "the block that begins here has no end; expected its end"
        case .unterminatedQuote: "the quote is not closed; expected its end on this line"
        case .tooManyRules(let limit): "there are too many rules; expected at most \(limit)"
        case .tooManySets(let limit): "there are too many sets; expected at most \(limit)"
        case .unknownWord: "the word means nothing here; expected one of the format"
        case .missingWord: "the line ends here; expected another word"
        case .badValue(let fault): "the value \(sentence(for: Complaint(rawValue: fault.rawValue)))"
        case .badName: "a name like this can't be kept; expected letters, digits, - and _"
        case .wildcardIsNoPrefix: "the wildcard mask is no prefix; expected zeros and then ones"
        case .undefined: "nothing of this name is defined; expected it further up"
        case .defined: "the name is defined already; expected another"
        case .tooManyMembers(let limit): "the list is too long; expected at most \(limit) members"
        case .tooManyCombinations(let limit):
            "the line would become too many rules; expected at most \(limit)"
        case .neverMatches: "no packet could match this; expected one that can"
        default: carryingSentence(for: problem)
        }
    }

    /// The problems of carrying a meaning from one language to the other.
    private static func carryingSentence(for problem: ForeignProblem) -> String {
        switch problem {
        case .unsupportedMatch: "rules here can't ask about this; expected a match that they have"
        case .unsupportedTarget: "rules here can't do this; expected allow, deny, reject or log"
        case .otherTable: "this table may change packets before they are filtered; expected filter"
        case .otherTraffic: "this is not about forwarded packets"
        case .unsupportedJump: "this jump can't be written out as one list; expected a simpler one"
        case .jumpTooDeep(let limit):
            "jumps lead too deep, or in a circle; expected at most \(limit)"
        case .limitBeforeMatch:
            "a limit before other matches counts other packets; expected it last"
        case .limitIsShared: "the limit would be split among several lines; expected one line"
        case .limitPerSource: "ufw's limit counts each source by itself; expected a plain rule"
        case .readingOrder(let order):
            "the format has no \(order.rawValue); expected rule order first-match"
        case .unwritableAction(let action):
            "the format has no \(action.rawValue) there; expected another action"
        case .unwritableField(let field):
            "the format can't ask about this \(name(of: field)); expected another"
        default: "it can't be carried over (\(problem.name))"
        }
    }
}
