import Events
import Fabric
import Wire

/// Counts what becomes of the packets of one command, from the events of the network alone.
struct BurstTally {
    /// What has become of them so far.
    private(set) var burst: PacketBurst
    /// Those under way: the packets that were sent, and the copies that links made of them.
    private var underway: [Int: Member] = [:]
    /// The highest number of a sent packet that came out of the wire.
    private var newest = 0

    private enum Member {
        case sent
        case copy
    }

    init(first: Int, asked: Int) {
        burst = PacketBurst(first: first, asked: asked)
    }

    mutating func note(_ happening: Happening) {
        switch happening {
        case .entered(let number, let origin): enter(number, origin)
        case .step(let number, let step): note(step, of: number)
        case .frame, .rekeyed, .retired: break
        }
    }

    private mutating func enter(_ number: Int, _ origin: PacketOrigin) {
        switch origin {
        case .sent:
            underway[number] = .sent
            burst.sent += 1
        case .copy(let original):
            guard underway[original] != nil else { return }
            underway[number] = .copy
            burst.copies += 1
        case .message, .arrival, .answer, .rejection, .report, .echo, .fragment: return
        }
        burst.numbers = burst.numbers.lowerBound...number
    }

    private mutating func note(_ step: Step, of number: Int) {
        guard let member = underway[number] else { return }
        switch step.what {
        case .delivered:
            burst.delivered += 1
            arrive(number, member)
        case .departed: burst.departed += 1
        case .dropped(let reason):
            burst.drops.count(reason)
            if reason == .tooOld { arrive(number, member) }
        default: return
        }
        underway[number] = nil
    }

    /// A packet is reordered when one that was sent later came before it (RFC 4737 section 3.3).
    private mutating func arrive(_ number: Int, _ member: Member) {
        guard member == .sent else { return }
        if number < newest { burst.reordered += 1 }
        newest = max(newest, number)
    }
}
