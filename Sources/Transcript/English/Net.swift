/// What can be said of the network itself.
enum NetPhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case added = "{what} {name} added"
    case removed = "{what} {name} removed"
    case mtuSet = "link {link} takes packets of at most {count|byte|bytes} now"
    case clamped = "{node} lowers the maximum segment size to {count} on {link}"
    case unclamped = "{node} lowers no segment size on {link} any longer"
    case routed = "{node} sends {what}"
    case unrouted = "{node} has no route {what} any longer"
    case noRoutes = "{node} has no routes"
    case routesOf = "routes of {node}"
    case direct = "out {link}"
    case via = "via {target} on {link}"
    case connected = "{what}, connected"
    case made = "a network is made for the rules of {file}: {count|node|nodes}, {total|link|links}"
    case placeSaid = "{link}: {target}, as the file has it"
    case placeAssumed = "{link}: {target}, which is assumed"
    case placeAdded = "the file does not name it, and it is added"
    case placeOutside = "everybody else is assumed to be behind it"
    case loaded = "the network is {name} now: {count|node|nodes}, {total|link|links}"
    case saved = "{count|node|nodes} and {total|link|links} saved to {file}"
    case listed = "{count|network comes|networks come} with the program: {members}"
    case busDelay = "{name}, {time}"
    case busMTU = "{name}, {time}, MTU {limit}"
    case unused = "link {name} joins nobody"
    case noZones = "no zones"
    case spoofUnasked = "{node} does not ask whether a packet can have come from where it says"
    case spoofStrict =
        "{node} drops what came over another link than the way back to its source (RFC 3704 section 2.2)"
    case spoofLoose =
        "{node} drops what it has no way back to the source of, over any link (RFC 3704 section 2.4)"
    case zone = "zone {name}: {members}"
    case nodeOn = "{name}, a {what}, is {place}"
    case onLink = "on {link}"
    case onLinkAs = "on {link} as {members}"
    case linkJoins =
        "{name} joins {members}; a packet takes {time}, and has at most {count|byte|bytes}"
}
