import Commands
import Network

/// What can be said of address translation.
enum NATPhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case added = "NAT rule {number} added at {node}: {rule}"
    case deleted = "NAT rule {number} deleted at {node}: {rule}"
    case moved = "NAT rule {number} is NAT rule {target} now: {rule}"
    case cleared = "{count|NAT rule|NAT rules} deleted at {node}"
    case undone = "turned back: {node} has {count|NAT rule|NAT rules} now"
    case redone = "done again: {node} has {count|NAT rule|NAT rules} now"
    case loaded = "{count|NAT rule|NAT rules} loaded at {node} from {file}"
    case saved = "{count|NAT rule|NAT rules} saved to {file}"
    case noRules = "{node} has no NAT rules"
    case noBindings = "{node} translates no flow now"
    case bindings = "{node} translates {count|flow|flows}"
    case inside = "as it comes in"
    case outside = "as it goes out"
    case endsIn = "ends in"
    case flow = "flow"
    case probed = "what it does to UDP, found out by probes, in the words of RFC 4787"
    case mapping = "mapping"
    case mappingInConflict = "if taken"
    case filtering = "filtering"
    case ports = "ports"
    case pooling = "pooling"
    case hairpinning = "hairpinning"
    case meaning = "{what}: {meaning}"
    case untranslated = "none: no source is translated"
    case outAs = "{what}, out as {last}"
}

extension NATDependence {
    /// What it means that a mapping depends on this.
    func mappingMeaning(in language: SpokenLanguage) -> String {
        switch language {
        case .english: mappingMeaning
        case .spanish: mappingMeaningInSpanish
        }
    }

    /// What it means that a filter depends on this.
    func filteringMeaning(in language: SpokenLanguage) -> String {
        switch language {
        case .english: filteringMeaning
        case .spanish: filteringMeaningInSpanish
        }
    }

    private var mappingMeaning: String {
        switch self {
        case .endpointIndependent: "a port has one outside port, whoever it sends to"
        case .addressDependent: "a port has an outside port for each address that it sends to"
        case .addressAndPortDependent:
            "a port has an outside port for each address and port that it sends to"
        }
    }

    private var filteringMeaning: String {
        switch self {
        case .endpointIndependent: "everybody outside may send to a mapping"
        case .addressDependent: "only an address that was sent to may answer, from any port"
        case .addressAndPortDependent: "only the address and port that was sent to may answer"
        }
    }
}

extension NATPortAssignment: Statement {
    var english: String {
        switch self {
        case .preservation: "a host keeps its port while nobody else has it"
        case .overloading: "two hosts have one port, and their destinations tell them apart"
        case .noPreservation: "a host gets another port than its own"
        }
    }
}

extension NATPooling: Statement {
    var english: String {
        switch self {
        case .paired: "a host has one outside address for all its flows"
        case .arbitrary: "a host has several outside addresses"
        }
    }
}

extension NATHairpinning: Statement {
    var english: String {
        switch self {
        case .none: "a host inside does not reach another by its mapping"
        case .internalSource:
            "a host inside reaches another by its mapping, which sees its own address"
        case .externalSource:
            "a host inside reaches another by its mapping, which sees its outside address"
        }
    }
}

extension NATEnd: Statement {
    /// What is translated.
    var english: String {
        switch self {
        case .source: "source translated"
        case .destination: "destination translated"
        case .both: "source or destination translated"
        }
    }
}
