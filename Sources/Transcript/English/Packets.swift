extension PacketPhrase {
    var english: String {
        switch self {
        case .headline: "<strong:packet {number}>, {count|byte|bytes}: {packet}"
        case .loggedBy: "logged by rule {number}"
        case .copyOf: "a copy of packet {number}"
        case .sealedFor:
            "sealed for {tunnel}: {count|byte|bytes} become {total|byte|bytes} of ESP"
        case .icvDecrypted: "ICV right, sequence number {number} is new: decrypted"
        case .icvInClear: "ICV right, sequence number {number} is new: it was in clear"
        case .policy: "policy: {policy}"
        case .left: "left for the other end, which is in another process"
        case .delivered: "<good:delivered>"
        case .deliveredAfter: "<good:delivered> after {time}"
        case .tellsSender: "tells the sender by packet {number}"
        case .interrupted: "interrupted after {count} of {total}"
        case .wouldBe: "would be {verdict}"
        case .wouldTakeTunnel: "and would go through tunnel {tunnel}"
        case .wouldTakePolicy: "and then by policy: {policy}"
        case .noPackets: "no packets yet"
        case .hasLeft: "left"
        case .underWay: "under way"
        case .copyRemark: "copy of packet {number}"
        case .made: "made, {count|byte|bytes}"
        case .copyMade: "a copy of packet {number}, {count|byte|bytes}"
        case .arrived: "arrived"
        case .inSameESP: "in the same ESP packet, {count|byte|bytes}"
        case .sealedBy: "sealed by the {role} end of {tunnel}, {count|byte|bytes} of ESP"
        case .decryptedBy: "verified and decrypted by the {role} end of {tunnel}"
        case .verifiedBy: "verified by the {role} end of {tunnel}"
        case .answeredBy: "answered by packet {number}"
        case .noReply: "no reply within {time}"
        case .rulesChanged: "why the others did not match: the rules have changed since"
        }
    }
}

extension BurstPhrase {
    var english: String {
        switch self {
        case .headline: "<strong:packets {first} to {last}>: {outcome}"
        case .delivered: "{count} delivered"
        case .left: "{count} left for another process"
        case .dropped: "{count} {reason}"
        case .underWay: "{count} under way"
        case .copied: "{count} copied"
        case .reordered: "{count} reordered"
        }
    }
}
