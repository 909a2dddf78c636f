import Chance
import Testing

@testable import Wire

@Suite struct PortTests {
    @Test(arguments: ["0", "1", "443", "65535"])
    func portIsAFixedPoint(_ text: String) {
        #expect(Port(text)?.description == text)
    }

    @Test(arguments: [
        ("", TextFault.notANumber), ("x", .notANumber), ("-1", .notANumber), ("4 43", .notANumber),
        ("443/tcp", .notANumber), ("0443", .leadingZero), ("00", .leadingZero),
        ("65536", .portOutOfRange), ("99999999999999999999999", .portOutOfRange),
    ])
    func refusesBadPort(_ text: String, _ expected: TextFault) {
        #expect(fault(Port.self, text) == expected)
    }

    @Test func rangeHoldsBothEnds() throws {
        let range = try #require(PortRange("8000-8099"))
        #expect(range.description == "8000-8099")
        #expect(range.contains(Port(rawValue: 8000)) && range.contains(Port(rawValue: 8099)))
        #expect(!range.contains(Port(rawValue: 7999)) && !range.contains(Port(rawValue: 8100)))
        #expect(PortRange("80-80")?.description == "80")
    }

    @Test(arguments: [
        ("8099-8000", TextFault.invertedRange), ("-80", .notANumber), ("80-", .notANumber),
        ("1-2-3", .notANumber), ("1-65536", .portOutOfRange), ("-", .notANumber),
    ])
    func refusesBadRange(_ text: String, _ expected: TextFault) {
        #expect(fault(PortRange.self, text) == expected)
        #expect(fault(PortSet.self, "22," + text) == expected)
    }

    @Test(arguments: [
        ("22,80,8000-8099", "22,80,8000-8099"), ("80,22", "22,80"), ("22,22", "22"),
        ("1-5,3-9", "1-9"), ("1-5,6", "1-6"), ("1-5,7", "1-5,7"), ("1-9,3-4", "1-9"),
        ("0-65535", "0-65535"), ("65535,65534", "65534-65535"), ("1,2,3,4,5,6,7,8,9,10", "1-10"),
        ("1-65535,0", "0-65535"), ("65535,1-65535", "1-65535"),
    ])
    func setIsCanonical(_ text: String, _ canonical: String) {
        #expect(PortSet(text)?.description == canonical)
        #expect(PortSet(canonical)?.description == canonical)
    }

    @Test func setHasALimit() {
        let rows = (0..<PortSet.limit).map { String($0 * 2) }
        #expect(PortSet(rows.joined(separator: ","))?.ranges.count == PortSet.limit)
        #expect(fault(PortSet.self, (rows + ["99"]).joined(separator: ",")) == .tooManyPorts)
        // What merges away doesn't count.
        #expect(PortSet((rows + ["1"]).joined(separator: ",")) != nil)
        #expect(fault(PortSet.self, "") == .notANumber)
        #expect(fault(PortSet.self, "22,") == .notANumber)
        #expect(fault(PortSet.self, ",22") == .notANumber)
        #expect(fault(PortSet.self, "22, 80") == .notANumber)
        #expect(throws: TextFault.empty) { try PortSet(merging: []) }
    }

    @Test func setAgreesWithItsRanges() throws {
        var generator = SplitMix(seed: 4)
        var (inside, outside) = (0, 0)
        for _ in 0..<500 {
            let ranges = try (0..<Int.random(in: 1...8, using: &generator)).map { _ in
                let first = UInt16.random(in: 0...60, using: &generator)
                let last = first + .random(in: 0...6, using: &generator)
                return try PortRange(first: Port(rawValue: first), last: Port(rawValue: last))
            }
            let set = try PortSet(merging: ranges)
            #expect(PortSet(set.description) == set)
            for number in UInt16(0)...70 {
                let port = Port(rawValue: number)
                let expected = ranges.contains { $0.contains(port) }
                #expect(set.contains(port) == expected)
                if expected { inside += 1 } else { outside += 1 }
            }
        }
        #expect(inside > 100 && outside > 100)
    }
}
