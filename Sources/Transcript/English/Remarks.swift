import Commands

extension LineRemark: Statement {
    /// What is to be said about a word from elsewhere: the rest of a sentence that the word begins.
    var english: String {
        switch self {
        case .foreignRule:
            "is another firewall's command; a file of its rules is loaded with `rule load FILE`"
        case .noCommand: "is no command; expected one that `help` lists"
        case .noNode:
            "is neither a command nor a node of this network; expected a node that `net list` lists"
        case .otherTool: "is another program's command"
        case .foreignCommand:
            "is another firewall's command; expected `rule ...`, or `rule load FILE` for a file of its rules"
        case .privilege: "is not needed: nothing here needs root"
        case .files:
            "is no command here; expected a file's name in a command, such as `source FILE` or `rule load FILE`"
        case .folder:
            "is no command here; files are looked for in the folder in which garita was started"
        case .reading: "is no command here; expected `source FILE`, which runs a lab"
        case .screen:
            "is no command here; control-L clears the screen, `rule clear` deletes the rules"
        case .comment: "can't stand here; expected # in front of a comment"
        case .code:
            "is text of a program; expected a command, such as `rule add allow from 10.0.0.5` or `packet send 10.0.0.5 -> 10.1.0.9:80`"
        case .oneCommand: "can't stand here; expected each command on a line of its own"
        case .direction:
            "can't stand here: rules are about packets that cross the gateway; expected `on LINK`, over which they come in"
        case .mask: "is a mask; expected a network with its prefix length"
        case .link: "is a link and no address; expected `on LINK`, or addresses"
        case .node:
            "is a node and no address; expected an address, which any sender may have, or `on lan-a` for the link"
        case .hostName: "is a name, and nothing is looked up here; expected an address"
        case .oneWord: "can't stand here; expected a name of one word"
        case .brackets:
            "without a destination port; expected brackets around an IPv6 address before its port"
        }
    }
}
