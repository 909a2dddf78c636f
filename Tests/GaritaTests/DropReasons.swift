import Transcript
import Wire

/// The table of reasons, as the documentation has to show it.
enum DropReasons {
    static var all: [(name: String, explanation: String, source: String)] {
        DropReason.allCases.map { ($0.rawValue, $0.english, $0.source) }
    }
}
