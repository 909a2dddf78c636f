package import Grammar

/// One thing that is done with an answer on its way to whoever reads it.
package enum AnswerFilter: Sendable {
    /// Keep the lines that have this text, whatever the case of its letters.
    case find([UInt8])
    /// Say how many lines it has.
    case count
    /// Write its lines to a file.
    case save(Placed<String>)
}

/// Everything that stands behind a command and its `|`.
package struct AnswerPipe: Sendable {
    /// What becomes of the lines that are left.
    package enum End: Sendable {
        /// They are shown.
        case shown
        /// Only their number is.
        case counted
        /// They go to a file.
        case saved(Placed<String>)
    }

    /// The texts that a line needs to be left, in their order.
    package private(set) var texts: [[UInt8]] = []
    /// What becomes of those lines.
    package private(set) var end = End.shown

    /// A pipe of filters, each at the place of its bar.
    ///
    /// - Throws: `UsageFault` at a bar behind `count` or `save`, which leave nothing to go on.
    package init(_ filters: [Placed<AnswerFilter>]) throws(UsageFault) {
        for filter in filters {
            guard case .shown = end else {
                throw filter.conflict(ValueFault.behindPipeEnd.complaint)
            }
            switch filter.value {
            case .find(let text): texts.append(text)
            case .count: end = .counted
            case .save(let file): end = .saved(file)
            }
        }
    }
}

/// The row of what stands behind a command.
enum PipeRows {
    static let pipe = CommandRow(
        .pipe,
        .choice([
            Pattern.clause("find", .pipeFind, Arguments.searchedText).map { .find($0.value) },
            Pattern.keyword("count", .pipeCount).map { AnswerFilter.count },
            Pattern.clause("save", .pipeSave, Arguments.file).map { .save($0) },
        ]), examples: ["| find deny", "| find \"by rule 2\"", "| count", "| save answer.txt"]
    ) { .lab(.pipe($0)) }
}
