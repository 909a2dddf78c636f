package import Grammar
package import Wire

/// What can be wrong with a value, or with two that do not go together, beyond the wire's own texts.
package enum ValueFault: String, Error, CaseIterable, Sendable {
    case numberTooLarge = "number-too-large"
    case zero = "zero"
    case countOverLimit = "count-over-limit"
    case notHex = "not-hex"
    case keyLength = "key-length"
    case reservedSPI = "reserved-spi"
    case nameTooLong = "name-too-long"
    case badName = "bad-name"
    case noUnit = "no-unit"
    case waitTooLong = "wait-too-long"
    case jitterOverDelay = "jitter-over-delay"
    case emptyText = "empty-text"
    case portWithoutPorts = "port-without-ports"
    case portMissing = "port-missing"
    case portTwice = "port-twice"
    case linkTwice = "link-twice"
    case portElsewhere = "port-elsewhere"
    case pathControl = "path-control"
    case notAPath = "not-a-path"
    case portZero = "port-zero"
    case notFourParts = "not-four-parts"
    case base64 = "base64"
    case notPorts = "not-ports"
    case mixedFamilies = "mixed-families"
    case familyOfProtocol = "family-of-protocol"
    case laterFragment = "later-fragment"
    case noFamily = "no-family"
    case portAndOpaque = "port-and-opaque"
    case nothingHidden = "nothing-hidden"
    case keyAndPassword = "key-and-password"
    case spiTwice = "spi-twice"
    case samePort = "same-port"
    case flagsWithoutTCP = "flags-without-tcp"
    case typeWithoutICMP = "type-without-icmp"
    case noPortLeft = "no-port-left"
    case noAddressLeft = "no-address-left"
    case noValueLeft = "no-value-left"
    case valueTooSmall = "value-too-small"
    case dataAndAbout = "data-and-about"
    case dfWithoutIPv4 = "df-without-ipv4"
    case dfInTransport = "df-in-transport"
    case viaAndLink = "via-and-link"
    case notASuite = "not-a-suite"
    case windowOutOfRange = "window-out-of-range"
    case windowOffWithESN = "window-off-with-esn"
    case paddingOutOfRange = "padding-out-of-range"
    case sizeOutOfRange = "size-out-of-range"
    case lifetimeTwice = "lifetime-twice"
    case notLoopback = "not-loopback"
    case noPort = "no-port"
    case nothingFixed = "nothing-fixed"
    case noSuchNumber = "no-such-number"
    case sequenceWithoutESN = "sequence-without-esn"
    case notAHost = "not-a-host"
    case portNotGiven = "port-not-given"
    case notAPage = "not-a-page"
    case notADomain = "not-a-domain"
    case notAnAccount = "not-an-account"
    case textTooLong = "text-too-long"
    case notOverUDP = "not-over-udp"
    case otherService = "other-service"
    case notChoices = "not-choices"
    case noSuchChoice = "no-such-choice"
    case notATerm = "not-a-term"
    case behindPipeEnd = "behind-pipe-end"

    /// The name under which the grammar carries it.
    package var complaint: Complaint { Complaint(rawValue: rawValue) }
}

extension TextFault {
    /// The name under which the grammar carries it.
    package var complaint: Complaint { Complaint(rawValue: rawValue) }

    /// Whether the text is not even meant as a value of the kind.
    var isMismatch: Bool {
        switch self {
        case .empty, .notAnAddress, .notANumber, .notAProtocol, .notAFlag, .notAnSPI,
            .notAnICMPType,
            .notAState, .notARate, .notAPercentage:
            true
        default: false
        }
    }
}

extension Misfit {
    /// A text that is no value of the kind, or a wrong one.
    init(_ fault: TextFault) {
        self = fault.isMismatch ? .mismatch : .wrong(fault.complaint)
    }

    /// A wrong value of the kind.
    init(_ fault: ValueFault) { self = .wrong(fault.complaint) }
}
