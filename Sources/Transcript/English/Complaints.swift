import Commands
import Grammar
import Network
import Wire

extension Complaint: Statement {
    /// What is wrong with a value: the rest of a sentence that the value begins.
    var english: String {
        if let fault = TextFault(rawValue: rawValue) { return fault.english }
        if let fault = ValueFault(rawValue: rawValue) { return fault.english }
        return "is not right (\(rawValue))"
    }
}

extension TextFault: Statement {
    var english: String {
        switch self {
        case .empty: "is empty"
        case .notAnAddress: "is no address"
        case .octetOutOfRange: "has a part above 255"
        case .leadingZero: "has a part with a leading zero"
        case .prefixLengthOutOfRange: "has a prefix length that the address family does not have"
        case .hostBitsSet: "has bits set behind its prefix length"
        case .notANumber: "is no whole number"
        case .portOutOfRange: "is above 65535"
        case .invertedRange: "is a range whose end is below its start"
        case .tooManyPorts: "lists more than 16 ports and ranges"
        case .badBrackets: "has brackets that are not around an IPv6 address"
        case .notAProtocol: "is no protocol"
        case .protocolOutOfRange: "is above 255"
        case .notAFlag: "is no TCP flag"
        case .repeatedFlag: "names a TCP flag twice"
        case .notAnSPI: "is no SPI"
        case .mixedFamilies: "begins in one family and ends in the other"
        case .tooManyMembers: "lists too many"
        case .notAnAlias: "is no name with `=` and a link behind it"
        case .notAnICMPType: "is no ICMP type"
        case .byteOutOfRange: "is above 255"
        case .numberOutOfRange: "is more than that field can hold"
        case .flagNotLookedAt: "wants a flag set that is not among those looked at"
        case .notAState: "is no state"
        case .notARate: "is no rate"
        case .rateOutOfRange: "is not between 1 and 1000000"
        case .notAPercentage: "is no percentage"
        case .percentageOutOfRange: "is above 100 %"
        case .tooManyDecimals: "has more than two decimals"
        case .badNameCharacter: "has a character that no name has there"
        case .nameTooLong: "is too long for a name"
        }
    }
}

extension ValueFault: Statement {
    var english: String {
        switch self {
        case .numberTooLarge: "is too large"
        case .zero: "is zero"
        case .countOverLimit: "is more than one command sends"
        case .notHex: "is not made of pairs of hexadecimal digits"
        case .keyLength: "has the wrong length for a key"
        case .reservedSPI: "is reserved: SPIs up to 0xff are (RFC 4303 section 2.1)"
        case .nameTooLong: "is longer than 32 characters"
        case .badName: "has a character that no name has"
        case .noUnit: "is no number with a unit"
        case .waitTooLong: "is longer than a thousand days"
        case .jitterOverDelay: "is more than the delay; expected at most as much"
        case .emptyText: "is empty"
        case .portWithoutPorts: "has no ports; expected tcp or udp, or no port"
        case .portMissing:
            "without a destination port; expected port PORT, ADDRESS:PORT, or icmp in front"
        case .linkTwice: "says a second time over which links; expected one of `on` and a zone"
        case .portTwice: "is a second port for the same end; expected one"
        case .pathControl: "has a control character, which no path here may have"
        case .notAPath: "is no name of a file here"
        case .portElsewhere: "is the port of an end in another process; expected one of this end"
        case .portZero: "has port 0, which nobody can use; expected 1 to 65535"
        case .notFourParts:
            "is no whole address: an IPv4 address has four numbers, 10.0.0.5, and a network its prefix length, 10.0.0.0/24"
        case .base64: "is base64 and not hexadecimal (`base64 -d FILE` and `xxd -p` turn it round)"
        case .notPorts: "is no port, no range and no list of them"
        case .mixedFamilies:
            "is of the other family; expected both addresses to be IPv4, or both IPv6"
        case .familyOfProtocol:
            "does not exist in that family; expected icmp for IPv4 and icmpv6 for IPv6"
        case .laterFragment:
            "is the later part of an IPv4 packet, without ports, flags and type; expected none of them"
        case .noFamily:
            "leaves the family open; expected a prefix at one end, such as 0.0.0.0/0"
        case .portAndOpaque: "can't be given together with a port; expected one of them"
        case .nothingHidden:
            "has no ports and no message to hide; expected tcp, udp, the family's icmp, or no opaque"
        case .flagsWithoutTCP: "has no TCP flags; expected tcp, or no flags"
        case .notASuite: "is no suite"
        case .windowOutOfRange: "is not between 32 and 8192"
        case .windowOffWithESN:
            "leaves esn without the window that tells the high half of a number; expected one of the two"
        case .paddingOutOfRange: "is not between 2 and 65000"
        case .sizeOutOfRange: "is above 65000"
        case .lifetimeTwice: "bounds the same thing twice"
        case .notLoopback: "is not on loopback, which is all that a lab touches"
        case .noPort: "has no port"
        case .noSuchNumber: "is no number that a policy can have"
        case .nothingFixed: "fixes nothing; expected spi, port, suite, window, esn or sequence"
        case .sequenceWithoutESN:
            "is above 4294967295; expected esn, or a number of 32 bits"
        case .typeWithoutICMP:
            "needs a protocol with types; expected proto icmp or proto icmpv6 alone"
        case .noPortLeft: "leaves no port; expected some to be left"
        case .noAddressLeft: "leaves no address; expected some to be left"
        case .noValueLeft: "leaves no value; expected some to be left"
        case .valueTooSmall: "is less than its headers and data are; expected at least as much"
        case .dataAndAbout: "can't be given together with `about`; expected one of them"
        case .dfWithoutIPv4: "is for IPv4: no router fragments IPv6; expected no df"
        case .dfInTransport:
            "is for tunnel mode: transport mode keeps the packet's own header; expected one of them"
        case .viaAndLink: "can't be given together with `via`; expected one of them"
        case .samePort: "is the other end's port; expected two different ones"
        case .spiTwice: "is the other end's SPI; expected two different ones"
        case .notAHost: "is no address and no name of a host"
        case .portNotGiven: "has no port; expected host and port: web:80"
        case .notAPage: "is no address of a page; expected http://HOST/PATH"
        case .notADomain: "is no name of DNS"
        case .notAnAccount: "is no user and password; expected USER:PASSWORD"
        case .textTooLong: "is longer than \(HostLimits.sendBuffer / 2) bytes"
        case .notOverUDP: "is a service of TCP; expected it without udp"
        case .notChoices: "is no list of 2 to 9 answers; expected them with ` / ` between"
        case .noSuchChoice: "is none of the answers; expected the number of one"
        case .notATerm: "is no term that is explained; expected one that `explain` lists"
        case .behindPipeEnd:
            "has nothing to read: count and save take the whole answer; expected one of them, at the end"
        case .otherService: "does not go with that service; expected one that has it"
        case .keyAndPassword: "can't be given together with a key; expected one of them"
        }
    }
}
