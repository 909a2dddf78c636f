/// What may be remembered of a line.
package enum HistoryPolicy: Hashable, Sendable {
    /// It can be recalled, also in later sessions.
    case keep

    /// It can be recalled in this session only.
    case memoryOnly

    /// It cannot be recalled: it holds a secret.
    case forget
}
