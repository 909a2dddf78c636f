import Timeline

/// Two rule lists read side by side: which rules they have in common in the same order.
///
/// A packet that asks none of the other rules gets the same verdict from both lists, so proofs about
/// their difference need only look where those are.
struct RuleAlignment {
    /// The rules that only the left list has, ascending.
    private(set) var left: [Stray] = []
    /// The rules that only the right list has, ascending.
    private(set) var right: [Stray] = []
    /// Which of equal rules with a limit each rule of the left list and of the right one is.
    let turns: (left: RuleTurns, right: RuleTurns)

    /// A rule that one list has alone.
    struct Stray {
        /// Its position in its list.
        var position: Int
        /// How many rules of the other list come before it.
        var before: Int
    }

    /// Aligns two lists; of no use when the budget has ended.
    init(_ left: [ProvenRule], _ right: [ProvenRule], _ budget: Budget) {
        let (lefts, rights) = (RuleTurns(left, budget), RuleTurns(right, budget))
        turns = (lefts, rights)
        var start = 0
        while start < left.count, start < right.count, left[start] == right[start] {
            guard budget.spend(BoxStore<UInt32>.walk) else { return }
            start += 1
        }
        var leftEnd = left.count
        var rightEnd = right.count
        while leftEnd > start, rightEnd > start, lefts[leftEnd - 1] == rights[rightEnd - 1] {
            leftEnd -= 1
            rightEnd -= 1
        }
        var place = (left: start, right: start)
        let pairs = Self.pairs(lefts, start..<leftEnd, rights, start..<rightEnd, budget)
        for pair in pairs + [(leftEnd, rightEnd)] {
            while place.left < pair.0, place.right < pair.1,
                lefts[place.left] == rights[place.right]
            {
                place.left += 1
                place.right += 1
            }
            while place.left < pair.0 {
                self.left.append(Stray(position: place.left, before: place.right))
                place.left += 1
            }
            while place.right < pair.1 {
                self.right.append(Stray(position: place.right, before: place.left))
                place.right += 1
            }
            place = (pair.0 + 1, pair.1 + 1)
        }
    }

    /// How often a rule stands in each list.
    ///
    /// Numbers alone, because 100,000 of them are freed at once when somebody interrupts.
    private struct Sightings {
        var lefts = 0
        var rights = 0
        /// Where it was seen last in the right list.
        var right = 0

        mutating func noteRight(_ position: Int) {
            rights += 1
            right = position
        }
    }

    /// The longest ascending series of pairs of equal rules that each list has once.
    private static func pairs(
        _ left: RuleTurns, _ lefts: Range<Int>, _ right: RuleTurns, _ rights: Range<Int>,
        _ budget: Budget
    ) -> [(Int, Int)] {
        // A table that grows would hash all of its rules again at once.
        var places: [RuleTurns.Key: Sightings] = [:]
        places.reserveCapacity(lefts.count)
        for position in lefts where budget.spend(Budget.item) {
            places[left[position], default: Sightings()].lefts += 1
        }
        for position in rights where budget.spend(Budget.item) {
            places[right[position]]?.noteRight(position)
        }
        let unique = lefts.compactMap { position -> (Int, Int)? in
            guard budget.spend(Budget.item), let both = places[left[position]],
                both.lefts == 1, both.rights == 1
            else { return nil }
            return (position, both.right)
        }
        return ascending(unique)
    }

    /// The longest part of the pairs whose right positions ascend (patience sorting).
    private static func ascending(_ pairs: [(Int, Int)]) -> [(Int, Int)] {
        /// For each length, the pair that ends a series of it lowest.
        var ends: [Int] = []
        var previous = [Int?](repeating: nil, count: pairs.count)
        for (index, pair) in pairs.enumerated() {
            var low = 0
            var high = ends.count
            while low < high {
                let middle = (low + high) / 2
                if pairs[ends[middle]].1 < pair.1 { low = middle + 1 } else { high = middle }
            }
            previous[index] = low > 0 ? ends[low - 1] : nil
            if low == ends.count { ends.append(index) } else { ends[low] = index }
        }
        var series: [(Int, Int)] = []
        var next = ends.last
        while let index = next {
            series.append(pairs[index])
            next = previous[index]
        }
        return series.reversed()
    }
}
