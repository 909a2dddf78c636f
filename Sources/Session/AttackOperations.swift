import Commands
import Events
import Fabric
import Grammar
import Tunnel
import Wire

/// Carries out the commands of the attacker.
struct AttackOperations {
    let network: LabNetwork

    private var fabric: Fabric { network.fabric }

    func apply(_ command: AttackCommand) throws(LabFault) -> AttackEvent {
        switch command {
        case .replay(let number): return try strike(number) { .replay(of: $0) }
        case .flip(let number, let bit):
            return try strike(number, changing: bit) { .flip(of: $0, bit: bit.value) }
        case .truncate(let number, let length):
            return try strike(number, changing: length) {
                .truncation(of: $0, length: length.value)
            }
        case .forge(let name): return try strike(.forgery(tunnel: name.value), at: name.range)
        case .spi(let name): return try strike(.unknownSPI(tunnel: name.value), at: name.range)
        case .reorder(let name, let count):
            let report = try network.blaming(name.range) { () throws(FabricFault) in
                try fabric.attacker.reorder(name.value, count: count, network.budget)
            }
            network.outcome = .attack(drop: report.releases.last?.refusal)
            return .reordered(report)
        case .flood(let name, let count):
            let report = try network.blaming(name.range) { () throws(FabricFault) in
                try fabric.attacker.flood(name.value, count: count) {
                    // A long flood must not forget what happened beside it.
                    network.hear { _ in }
                    return network.isInterrupted
                }
            }
            if let last = report.last {
                network.outcome = .attack(drop: report.accepted == 0 ? last.fate.refusal : nil)
            }
            return .flooded(report, fabric.topology)
        case .reuseIV(let name, let first, let second):
            return try reuseIV(in: name, first, second)
        case .synFlood(let target, let words): return try flood(target, words)
        case .reset(let number, let offset):
            return try inject(
                Injection(.reset, behind: number.value, offset: offset), at: number.range)
        case .inject(let number, let data, let offset):
            return try inject(
                Injection(.data(data), behind: number.value, offset: offset), at: number.range)
        }
    }

    private func strike(
        _ number: Placed<Int>, changing place: Placed<Int>? = nil, _ attack: (Int) -> Attack
    ) throws(LabFault) -> AttackEvent {
        _ = try network.record(number)
        do {
            return try carryOut(attack(number.value))
        } catch {
            let isPlace =
                switch error {
                case .noSuchBit, .noSuchCut: true
                default: false
                }
            throw .command(
                .network(error), isPlace ? place?.range ?? number.range : number.range)
        }
    }

    private func strike(_ attack: Attack, at range: Range<Int>) throws(LabFault) -> AttackEvent {
        try network.blaming(range) { () throws(FabricFault) in try carryOut(attack) }
    }

    private func carryOut(_ attack: Attack) throws(FabricFault) -> AttackEvent {
        let report = try fabric.attacker.carryOut(attack)
        let released = report.released.flatMap { fabric.log[$0] }
        network.outcome = .attack(drop: report.refusal ?? released?.dropReason)
        return .struck(report, released: released, fabric.topology)
    }

    private func reuseIV(
        in name: Placed<String>, _ first: Placed<[UInt8]>, _ second: Placed<[UInt8]>
    ) throws(LabFault) -> AttackEvent {
        do {
            let misuse = try fabric.attacker.reuseIV(
                in: name.value, for: first.value, and: second.value)
            return .reusedIV(misuse, tunnel: name.value, texts: [first.value, second.value])
        } catch {
            guard case .messageTooLarge(let bytes, _) = error else {
                throw .command(.network(error), name.range)
            }
            let isFirst = bytes == first.value.count
            throw .command(.network(error), isFirst ? first.range : second.range)
        }
    }
}
