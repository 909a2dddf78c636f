extension LinkPhrase {
    var english: String {
        switch self {
        case .changed: "{link}: {what}"
        case .noneCleared: "no link did anything to packets"
        case .cleared: "{link} does nothing to packets any longer"
        case .ends: "{first} to {last}"
        case .doesNothing: "does nothing to packets"
        case .lost: "<bad:dropped> on {link}: {reason}, {meaning}{source}"
        case .delayed: "delayed by {time} on {link}"
        case .heldBack: "held back for {time} on {link}"
        case .copied: "copied on {link}: packet {number}"
        }
    }
}
