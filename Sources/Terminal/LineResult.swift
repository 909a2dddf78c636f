/// How the reading of a line ended.
package enum LineResult: Hashable, Sendable {
    /// The person entered this line, which has no line end.
    case line(String)

    /// The person gave up the line with control-C.
    case interrupted

    /// Nothing more will come: control-D on an empty line, the terminal's end, or a signal.
    case endOfInput
}
