import Events
import Firewall
import Wire

/// What is wrong inside a file that a command names.
extension Narrator {
    mutating func ruleFile(_ name: String, _ fault: RuleFileFault) {
        switch fault {
        case .notARule(let line):
            page.put("\(name):\(line): no command of a rule file; expected rule add, set add, ")
            page.put("rule default, rule order or rule disable")
        case .usage(let line, let fault, let text):
            page.put("\(name):\(line): ")
            usage(fault, in: text)
        case .rules(let line, let fault):
            page.put("\(name):\(line): ")
            rules(fault)
        case .unknownFormat:
            page.put("the format of \(name) is not known; expected `as` and its name")
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
            page.put("byte \(offset): an unknown interface; expected one that the section describes")
        case .tooManyInterfaces(let offset):
            page.put("byte \(offset): too many interfaces; expected at most ")
            page.put(CaptureReader.interfaceLimit)
        case .tooLarge(let offset):
            page.put("byte \(offset): the packet is too large; expected at most ")
            page.put("\(CapturedPacket.lengthLimit) bytes")
        }
    }
}
