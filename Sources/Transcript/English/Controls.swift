/// New pairs of associations, and datagrams that carry nothing.
enum ControlPhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case rekeyed = "<strong:tunnel {tunnel}> has a new pair of associations"
    case rekeyedBySoftLifetime =
        "! {time}: soft lifetime over (RFC 4301 section 4.4.2.1): <strong:tunnel {tunnel}> has a new pair of associations"
    case receives = "{role} receives on SPI {spi} now, and still on {last} for {time}"
    case rekeyThere =
        "the {peer} is in another process and does not know of it: rekey it there, too"
    case drained = "! {time}: tunnel {tunnel} has drained: SPI {spi} ended, {key}"
    case and = " and "
    case itsKey = "its key is wiped"
    case theirKeys = "their keys are wiped"
    case dummies = "{count|dummy packet|dummy packets} through {tunnel}, {bytes|byte|bytes}"
    case keepalives = "{count|keepalive|keepalives} through {tunnel}, {bytes|byte|bytes}"
    case each = " each"
    case ended = "ended after {count} of {total}"
    case wire = "wire"
    case left = "left for the {peer}, which is in another process"
}

/// What happens to policies.
enum PolicyPhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case added = "policy {number} added: {policy}"
    case deleted = "policy deleted: {policy}"
    case wayBack = "its way back"
    case any = "any"
    case bypass = "bypass"
}
