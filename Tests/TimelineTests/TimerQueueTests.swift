import Chance
import Testing

@testable import Timeline

/// Timers run in the order of (deadline, insertion).
@Suite struct TimerQueueTests {
    private func token(_ number: UInt64) -> TimerToken { TimerToken(rawValue: number) }

    private func drain(_ queue: inout TimerQueue) -> [UInt64] {
        var order: [UInt64] = []
        while let next = queue.popNext() { order.append(next.token.rawValue) }
        return order
    }

    @Test func anEmptyQueueHasNothing() {
        var queue = TimerQueue()
        #expect(queue.isEmpty)
        #expect(queue.next == nil)
        #expect(queue.popNext() == nil)
        #expect(queue.cancel(token(1)) == 0)
    }

    @Test func equalDeadlinesRunInTheOrderOfInsertion() {
        var queue = TimerQueue()
        let deadline = Instant.start + .seconds(1)
        for number in 0..<100 { queue.schedule(token(UInt64(number)), at: deadline) }
        queue.schedule(token(100), at: .start)
        #expect(queue.next?.token == token(100))
        #expect(queue.count == 101)
        #expect(drain(&queue) == [100] + Array(0..<100))
    }

    @Test func cancellingRemovesEveryTimerWithTheToken() {
        var queue = TimerQueue()
        for number: UInt64 in [1, 2, 1, 3, 1] {
            queue.schedule(token(number), at: Instant(nanoseconds: number))
        }
        #expect(queue.cancel(token(1)) == 3)
        #expect(queue.cancel(token(1)) == 0)
        #expect(drain(&queue) == [2, 3])
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func agreesWithASortedList(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var queue = TimerQueue()
        var model: [(deadline: UInt64, insertion: Int, token: UInt64)] = []
        var hits = 0
        var misses = 0
        var ties = 0
        for insertion in 0..<2_000 {
            switch random.next() % 4 {
            case 0, 1:
                let deadline = random.next() % 50
                let number = random.next() % 100
                ties += model.contains { $0.deadline == deadline } ? 1 : 0
                queue.schedule(token(number), at: Instant(nanoseconds: deadline))
                model.append((deadline, insertion, number))
            case 2:
                let first = model.min { ($0.deadline, $0.insertion) < ($1.deadline, $1.insertion) }
                let popped = queue.popNext()
                #expect(popped?.deadline.nanoseconds == first?.deadline)
                #expect(popped?.token.rawValue == first?.token)
                if let first { model.removeAll { $0.insertion == first.insertion } }
            default:
                let number = random.next() % 100
                let count = queue.cancel(token(number))
                #expect(count == model.count { $0.token == number })
                model.removeAll { $0.token == number }
                if count > 0 { hits += 1 } else { misses += 1 }
            }
            #expect(queue.count == model.count)
        }
        #expect(hits > 0 && misses > 0 && ties > 0)
    }
}
