import Fabric
@testable import Network
import Testing
import Tunnel

/// What is left of a tunnel's keys in the memory of the process; each test has a process of its own.
@Suite struct WipedKeyTests {
    /// The second halves of the keys that the seed 42 gives the first tunnel called `demo`, with every
    /// bit turned over: HKDF-SHA256 by another implementation.
    ///
    /// The allocator writes over the first 16 bytes of what is freed, wiped or not.
    private static let complements = [
        "4e64ab6544aac1f4086900ac283ddbc9",
        "d237e40ad39e3068f0b9d41d9e2dd9ea",
    ]

    @Test func aClosedTunnelLeavesNoKey() async {
        await #expect(processExitsWith: .success) {
            let searches = WipedKeyTests.complements.map { MemorySearch(complement: $0) }
            let fabric = Lab.open()
            fabric.seed(42)
            _ = try fabric.open(TunnelPlan(name: "demo"))
            _ = try fabric.send(message: Array("hola".utf8), through: "demo")
            for search in searches {
                precondition(search.count() ?? 0 > 0, "an open tunnel has its keys in memory")
            }
            try fabric.close("demo")
            for search in searches {
                let left = search.count()
                precondition(left == 0, "\(String(describing: left)) copies are left")
            }
            precondition(fabric.counters.delivered == 2, "the lab outlives its tunnel")
        }
    }

    @Test func aPairThatHasDrainedLeavesNoKey() async {
        await #expect(processExitsWith: .success) {
            let searches = WipedKeyTests.complements.map { MemorySearch(complement: $0) }
            let fabric = Lab.open()
            fabric.seed(42)
            _ = try fabric.open(TunnelPlan(name: "demo"))
            _ = try fabric.send(message: Array("hola".utf8), through: "demo")
            _ = try fabric.rekey("demo")
            for search in searches {
                precondition(search.count() ?? 0 > 0, "a pair that drains still opens packets")
            }
            try fabric.run(for: Fabric.drainTime)
            for search in searches {
                let left = search.count()
                precondition(left == 0, "\(String(describing: left)) copies are left")
            }
            _ = try fabric.send(message: Array("hola".utf8), through: "demo")
            precondition(fabric.counters.delivered == 4, "the tunnel goes on")
        }
    }

    @Test func anotherKeyLeavesNothingOfTheFirst() async {
        await #expect(processExitsWith: .success) {
            let fabric = Lab.open()
            fabric.seed(42)
            _ = try fabric.open(TunnelPlan(name: "demo"))
            let searches = WipedKeyTests.complements.map { MemorySearch(complement: $0) }
            for role in TunnelRole.allCases {
                try fabric.setKey([UInt8](repeating: 7, count: 32), at: role, of: "demo")
            }
            for search in searches {
                let left = search.count()
                precondition(left == 0, "\(String(describing: left)) copies are left")
            }
        }
    }
}
