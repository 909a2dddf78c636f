/// What a transcript is worth, and what two of them do otherwise.
enum EvidencePhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case genuine =
        "{file}: <good:genuine>, {count|command says|commands say} every byte of it again"
    case ofScript =
        "{file}: <good:genuine>, {count|command says|commands say} every byte of it again, and they are the script of its header"
    case ofOtherSpelling =
        "{file}: <good:genuine>, {count|command says|commands say} every byte of it again; the script of its header has another spelling, or is another one"
    case differs = "{file}: <bad:line {line} differs>"
    case unrepeatable =
        "{file}: <bad:line {line} differs>; it was made without a seed, so that keys, and what depends on them, can't come out again"
    case there = "the transcript has  {text}"
    case now = "its commands give   {text}"
    case nothing = "nothing"
    case otherVersion =
        "{file}: made by garita {version}; only that version can say whether it is genuine"
    case otherLanguage = "{file}: in the language {name}, which this version does not speak"
    case replayLanguage =
        "{file}: in the language {name}; its commands are run again in that, not in {what}"
    case replayLinear = "{file}: linear; its commands are run again so"
    case replayGrid = "{file}: not linear; its commands are run again so"
    case languagesDiffer =
        "{first} is in the language {name}, {last} in {what}: lines are not compared"
    case layoutsDiffer = "one of {first} and {last} is linear: lines are not compared"
    case noTranscript =
        "{file}: no transcript, it does not begin with `# garita` and what belongs there"
    case interrupted = "{file}: interrupted before line {line}"
    case same = "{first} and {last} are the same"
    case onlyCommand = "only in {file}, line {line}: {text}"
    case packets = "packet {number}: {outcome} in {first}, {found} in {last}"
    case renumbered = "packet {number} in {first}: {outcome}; packet {count} in {last}: {found}"
    case underWay = "under way"
    case linesDiffer = "{count|line differs|lines differ}: - is {first}, + is {last}"
}
