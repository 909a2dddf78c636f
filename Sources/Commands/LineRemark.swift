/// What is said about a word that people bring along from elsewhere, where `can't stand here` would not help them.
package enum LineRemark: String, CaseIterable, Sendable {
    /// A line of another firewall, which is one rule here.
    case foreignRule
    /// A word that is no command, nor nearly one.
    case noCommand
    /// The same in front of a command, where a node's name could stand.
    case noNode
    /// A command of another program, which is called otherwise here.
    case otherTool
    /// A command of another firewall that is no rule here.
    case foreignCommand
    /// `sudo`.
    case privilege
    /// `ls` and its like.
    case files
    /// `cd` and its like.
    case folder
    /// `cat` and its like.
    case reading
    /// `clear` and its like.
    case screen
    /// A comment of another language.
    case comment
    /// Text of a program.
    case code
    /// `;` or `&&`.
    case oneCommand
    /// `in` and `out`.
    case direction
    /// A mask or a wildcard mask behind an address.
    case mask
    /// A link where an address is asked for.
    case link
    /// A node where an address is asked for.
    case node
    /// A host's name where an address is asked for.
    case hostName
    /// A name of several words.
    case oneWord
    /// An IPv6 address whose last part is meant as a port.
    case brackets
}
