/// The name of a watched socket, chosen by its owner.
package struct SocketID: Hashable, Sendable {
    /// The number that the owner chose.
    package let rawValue: Int

    /// A name with the number that its owner chose.
    package init(rawValue: Int) {
        self.rawValue = rawValue
    }
}
