import Captures
import Commands
import Events
import Transcript

/// What a file begins with that the lab saved, and may therefore write over.
struct FileMark {
    /// How many bytes have to be looked at.
    let length: Int
    /// What is wrong with a file that begins otherwise.
    let problem: FileProblem
    /// Whether the beginning of a file is the lab's.
    let isLabs: ([UInt8]) -> Bool

    /// A mark of `length` bytes; a file without it has the problem `otherwise`.
    init(length: Int, otherwise problem: FileProblem, isLabs: @escaping ([UInt8]) -> Bool) {
        self.length = length
        self.problem = problem
        self.isLabs = isLabs
    }

    /// Files that begin with the bytes of `mark`.
    init(_ mark: [UInt8], otherwise problem: FileProblem) {
        self.init(length: mark.count, otherwise: problem) { $0 == mark }
    }

    /// What a transcript begins with: the mark of other files, too, but behind it the version's first digit.
    static var transcript: FileMark {
        let mark = Array(TranscriptHeader.mark.utf8)
        return FileMark(length: mark.count + 1, otherwise: .notATranscript) { start in
            start.starts(with: mark) && (0x30...0x39).contains(start.last ?? 0)
        }
    }

    /// What a transcript begins with that a command began: that of a whole script names its digest.
    static var typedTranscript: FileMark {
        let transcript = transcript
        return FileMark(length: 128, otherwise: .notATranscript) { start in
            let line = start.prefix { $0 != 0x0A }
            return line.count < start.count && !line.contains(0x3A)
                && transcript.isLabs(Array(line.prefix(transcript.length)))
        }
    }

    /// What a capture begins with.
    static var savedCapture: FileMark {
        FileMark(CaptureFile.mark, otherwise: .notSavedCapture)
    }

    /// What a table of keys begins with.
    static var savedKeys: FileMark { FileMark(ESPTable.mark, otherwise: .notSavedKeys) }

    /// What a file of a network begins with.
    static var savedNetwork: FileMark { FileMark(NetFile.mark, otherwise: .notSavedNetwork) }

    /// What a page for browsers begins with.
    static var handedOut: FileMark {
        FileMark(Array(TranscriptHeader.pageMark.utf8), otherwise: .notHandedOut)
    }

    /// What the first line of a saved answer is.
    static let answer = Array("# garita answer\n".utf8)

    /// What a saved answer begins with.
    static var savedAnswer: FileMark { FileMark(answer, otherwise: .notSavedAnswer) }

    /// What a file of rules begins with.
    static var savedRules: FileMark {
        FileMark(length: RuleFile.markLength, otherwise: .notSavedRules, isLabs: RuleFile.isMarked)
    }
}
