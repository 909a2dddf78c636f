/// What was wrong with a piece of text that should have been a value of this room.
///
/// The list is closed, so that the room that makes sentences can name every case.
package enum TextFault: String, Error, CaseIterable, Sendable {
    /// The text is empty where a value was expected.
    case empty
    /// The text has not the shape of an IPv4 or IPv6 address.
    case notAnAddress = "not-an-address"
    /// A part of a dotted quad is over 255.
    case octetOutOfRange = "octet-out-of-range"
    /// A decimal number starts with a zero that some readers would take for octal.
    case leadingZero = "leading-zero"
    /// A prefix length is no number, or is over 32 (IPv4) or 128 (IPv6).
    case prefixLengthOutOfRange = "prefix-length-out-of-range"
    /// A prefix has bits set to the right of its length.
    case hostBitsSet = "host-bits-set"
    /// The text has not the shape of a decimal number.
    case notANumber = "not-a-number"
    /// A port is over 65535.
    case portOutOfRange = "port-out-of-range"
    /// A range of ports ends before it starts.
    case invertedRange = "inverted-range"
    /// A range of addresses begins in one family and ends in the other.
    case mixedFamilies = "mixed-families-in-range"
    /// A set of ports has more separate ranges than `PortSet.limit`.
    case tooManyPorts = "too-many-ports"
    /// A `[` has no `]`, or something other than a port follows the `]`.
    case badBrackets = "bad-brackets"
    /// The text names no IP protocol and is no protocol number.
    case notAProtocol = "not-a-protocol"
    /// A protocol number is over 255.
    case protocolOutOfRange = "protocol-out-of-range"
    /// The text names no TCP control bit.
    case notAFlag = "not-a-flag"
    /// A TCP control bit is named twice.
    case repeatedFlag = "repeated-flag"
    /// The text has not the shape of a security parameters index.
    case notAnSPI = "not-an-spi"
    /// A list has more members than a rule takes.
    case tooManyMembers = "too-many-members"
    /// It is no name with a link behind `=`.
    case notAnAlias = "not-an-alias"
    /// The text names no type of ICMP message and is no type number.
    case notAnICMPType = "not-an-icmp-type"
    /// A number of one byte is over 255.
    case byteOutOfRange = "byte-out-of-range"
    /// A number of the IP header is over what its field can hold.
    case numberOutOfRange = "number-out-of-range"
    /// A flag should be set that is not among the flags that are looked at.
    case flagNotLookedAt = "flag-not-looked-at"
    /// The text names no state of a connection.
    case notAState = "not-a-state"
    /// The text is no rate such as `5/s`.
    case notARate = "not-a-rate"
    /// A rate is zero or too high.
    case rateOutOfRange = "rate-out-of-range"
    /// The text is no share such as `10%`.
    case notAPercentage = "not-a-percentage"
    /// A share is over 100 %.
    case percentageOutOfRange = "percentage-out-of-range"
    /// A number has more decimals than are told apart.
    case tooManyDecimals = "too-many-decimals"
    /// A name has a character that no name has.
    case badNameCharacter = "bad-name-character"
    /// A name is longer than names are.
    case nameTooLong = "text-name-too-long"
}
