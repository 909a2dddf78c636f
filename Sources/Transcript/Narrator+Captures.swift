import Captures
import Events
import Firewall
import Wire

extension Narrator {
    /// The verdict of each packet of a capture, and how many each rule decided.
    mutating func tell(_ test: CaptureTest) {
        for line in test.lines {
            page.put(line.number, width: 6)
            page.put("  ")
            switch line.answer {
            case .judged(let fields, let verdict):
                put(verdict)
                put(fields)
            case .missing(let miss):
                page.put("not judged", width: Self.verdictWidth)
                page.put(Self.explanation(of: miss))
            }
            page.endLine()
        }
        page.line("rule  packets     bytes")
        for (index, count) in test.hits.enumerated() where count.packets > 0 {
            page.put(index + 1, width: 4)
            put(count)
        }
        page.put(" any")
        put(test.byDefault)
        if test.unjudged > 0 {
            put(test.unjudged, "packet")
            page.line(" not judged")
        }
        if test.repeated > 0 {
            put(test.repeated, "packet")
            page.line(" not judged again: \(Self.explanation(of: .repeated))")
        }
    }

    /// Why a packet of a capture is neither sent nor judged.
    static func explanation(of miss: CaptureMiss) -> String {
        switch miss {
        case .notIP(let reason): "no IP packet, \(reason.rawValue)"
        case .malformed(let fault): fault.rawValue
        case .cut: "cut off by the capture"
        case .fragment: "a later fragment"
        case .repeated: "seen at another interface before"
        }
    }

    private mutating func put(_ count: CaptureTest.Count) {
        page.put(count.packets, width: 9)
        page.put(count.bytes, width: 10)
        page.endLine()
    }

    private mutating func put(_ verdict: Verdict) {
        let word = Self.participle(of: verdict.action)
        page.put(word, verdict.action == .allow ? .good : .bad)
        let decider =
            switch verdict.decider {
            case .rule(let number): ", rule \(number)"
            case .byDefault: ", default"
            }
        page.put(decider, width: Self.verdictWidth - word.utf8.count)
    }

    /// The width of a verdict and its rule.
    private static let verdictWidth = 20
}
