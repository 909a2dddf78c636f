/// What one IV that is used twice gives away.
enum MisusePhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case title =
        "<bad:misuse>: two texts under one key and one IV, by two associations that are made for it alone ({suite})"
    case apart = "{tunnel} has no part in it: its IVs come from a ledger, each of them once"
    case sender = "sender"
    case wire = "wire"
    case attacker = "attacker"
    case text = "text {number}"
    case ivInBoth = "IV, in both"
    case ciphertext = "ciphertext C{number}"
    case ciphertextDifference = "C1 xor C2"
    case textDifference = "P1 xor P2"
    case sameBytes = "the same bytes: the key stream, used twice, falls out"
    case otherBytes = "other bytes"
    case knowsText = "knows text 1"
    case found = "(C1 xor C2) xor P1 = <bad:{text}>"
    case foundWithoutKey = "that is text 2, {count|byte|bytes} of it, without the key"
    case length = "{text}, {count|byte|bytes}"
    case icvFalls = "the ICVs fall, too: both together give away the key that makes them"
    case icvSources = "(NIST SP 800-38D section 8, RFC 4106 section 3.1)"
    case everybodyReads =
        "AES-GMAC encrypts nothing: everybody reads both texts, whatever the IV is"
    case icvKey =
        "what the repeated IV gives away is the key of the ICV (NIST SP 800-38D section 8)"
}
