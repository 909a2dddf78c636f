package import Grammar

/// What can be done with the way that a lab has taken.
package enum TrailCommand: Sendable {
    /// Go so many commands back; nil: one.
    case back(Placed<Int>?)
    /// Go so many commands forward again; nil: one.
    case forward(Placed<Int>?)
    /// Go to the beginning.
    case rewind
    /// Give the place where one is a name.
    case keep(Placed<String>)
    /// Begin a branch of this name where one is.
    case fork(Placed<String>)
    /// Go to the place of a name or number, or to the end of a branch.
    case restore(Placed<String>)
    /// Show the way, with its branches.
    case tree
}

extension LabCommand {
    /// Whether it may change the network, so that one could want to go back behind it.
    package var changesNetwork: Bool {
        switch self {
        case .rule(let command): command.changesRules
        case .set(.list), .flow(.list), .nat(.list), .nat(.show), .link(.list), .policy(.list):
            false
        case .set, .flow, .nat, .link, .policy, .attack: true
        case .net(let command):
            switch command {
            case .save, .show, .list, .listRoutes, .find, .diff, .check: false
            default: true
            }
        case .packet(let command):
            switch command {
            case .send, .reply, .load: true
            case .test, .testFile, .show, .bytes, .trace, .list: false
            }
        case .step(.watch), .step(.zoom): false
        case .step: true
        case .tunnel(let command):
            switch command {
            case .keys, .show, .list, .watch: false
            case .open, .listen, .connect, .serve, .send, .key, .rekey, .dummy, .keepalive,
                .automaticKeepalives, .close:
                true
            }
        case .host(.listServices), .host(.listRecords): false
        case .host: true
        case .lab(.wait), .lab(.use), .lab(.source): true
        case .capture, .expect, .lab: false
        }
    }
}

extension RuleCommand {
    fileprivate var changesRules: Bool {
        switch self {
        case .list, .compare, .check, .find, .whyNot, .diff, .save: false
        default: true
        }
    }
}
