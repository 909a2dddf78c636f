/// Numbered places in queues, one queue for each lifetime; every operation takes constant time.
struct DeadlineQueues: Sendable {
    private struct Link: Sendable {
        var previous: Int32
        var next: Int32
    }

    private var links: [Link] = []
    private var heads = [Int32](repeating: Self.none, count: FlowLifetime.allCases.count)
    private var tails = [Int32](repeating: Self.none, count: FlowLifetime.allCases.count)

    private static let none: Int32 = -1

    /// The place that has waited longest in a queue.
    func first(_ lifetime: FlowLifetime) -> Int? {
        let head = heads[lifetime.rawValue]
        return head == Self.none ? nil : Int(head)
    }

    /// The places in a queue, the one that has waited longest first; takes time for each of them.
    func places(_ lifetime: FlowLifetime) -> [Int] {
        var places: [Int] = []
        var place = heads[lifetime.rawValue]
        while place != Self.none {
            places.append(Int(place))
            place = links[Int(place)].next
        }
        return places
    }

    /// Puts a place that is in no queue at the end of one.
    mutating func append(_ place: Int, to lifetime: FlowLifetime) {
        let tail = tails[lifetime.rawValue]
        let link = Link(previous: tail, next: Self.none)
        if place == links.count { links.append(link) } else { links[place] = link }
        if tail == Self.none {
            heads[lifetime.rawValue] = Int32(place)
        } else {
            links[Int(tail)].next = Int32(place)
        }
        tails[lifetime.rawValue] = Int32(place)
    }

    /// Takes a place out of the queue that it is in.
    mutating func remove(_ place: Int, from lifetime: FlowLifetime) {
        let link = links[place]
        if link.previous == Self.none {
            heads[lifetime.rawValue] = link.next
        } else {
            links[Int(link.previous)].next = link.next
        }
        if link.next == Self.none {
            tails[lifetime.rawValue] = link.previous
        } else {
            links[Int(link.next)].previous = link.previous
        }
    }

    /// Takes a place out of one queue and puts it at the end of one, which may be the same.
    mutating func move(_ place: Int, from old: FlowLifetime, to new: FlowLifetime) {
        guard old != new || tails[new.rawValue] != Int32(place) else { return }
        remove(place, from: old)
        append(place, to: new)
    }
}
