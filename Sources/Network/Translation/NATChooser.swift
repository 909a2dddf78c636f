import Firewall
import Timeline
import Wire

/// Finds the addresses and ports that a flow gets, as Linux does (`get_unique_tuple` in `nf_nat_core.c`), but without its
/// dice: where the kernel begins at a random port, this begins behind the port that the flow has.
struct NATChooser {
    /// Between whom the flow is as it comes in.
    let arriving: FlowEnds
    let flows: FlowTable
    let now: Instant

    // MARK: - Sources

    /// The ends of a flow whose source gets an address of a pool.
    ///
    /// - Parameters:
    ///   - ends: The ends before, with the destination that it will have.
    ///   - pool: The addresses and ports.
    /// - Returns: The ends that it will have.
    /// - Throws: `portsExhausted`, or `addressInUse` where the protocol has no ports.
    func source(_ ends: FlowEnds, from pool: NATPool) throws(NATRefusal) -> FlowEnds {
        if holds(pool, ends) {
            if isFree(ends) { return ends }
        } else if let again = earlier(ends, in: pool), isFree(again) {
            return again
        }
        let moved = ends.replacing(
            originator: Endpoint(
                address: address(ends, of: pool), port: ends.originator.port))
        if pool.ports.map({ $0.contains(number(moved)) }) ?? true, isFree(moved) { return moved }
        guard let range = pool.ports ?? usualRange(moved) else { throw .addressInUse }
        guard let free = firstFree(moved, in: range) else { throw .portsExhausted }
        return free
    }

    /// What another flow of the same source got, if the pool has it to give: then the mapping is reused.
    private func earlier(_ ends: FlowEnds, in pool: NATPool) -> FlowEnds? {
        for known in flows.translations(ofSource: arriving, at: now) {
            var again = ends.replacing(originator: known.leaving.originator)
            if let query = known.leaving.query {
                again = again.replacing(identifier: query.identifier)
            }
            if holds(pool, again) { return again }
        }
        return nil
    }

    /// Whether a pool has the source of these ends to give.
    private func holds(_ pool: NATPool, _ ends: FlowEnds) -> Bool {
        pool.addresses.contains(ends.originator.address)
            && (pool.ports.map { $0.contains(number(ends)) } ?? true)
    }

    /// The ports among which a port is replaced where a rule names none: a privileged one stays one (RFC 4787 section
    /// 4.2.1, REQ-3 b); nil for protocols without ports.
    private func usualRange(_ ends: FlowEnds) -> PortRange? {
        if ends.query != nil { return try? PortRange(first: port(0), last: port(65535)) }
        guard let number = ends.originator.port?.rawValue else { return nil }
        let range: (UInt16, UInt16) =
            number < 512 ? (1, 511) : number < 1024 ? (600, 1023) : (1024, 65535)
        return try? PortRange(first: port(range.0), last: port(range.1))
    }

    /// The next higher port that is free, from the lowest of the range after its highest.
    private func firstFree(_ ends: FlowEnds, in range: PortRange) -> FlowEnds? {
        let (low, count) = (
            Int(range.first.rawValue), Int(range.last.rawValue - range.first.rawValue) + 1
        )
        let own = Int(number(ends).rawValue)
        let start = range.contains(number(ends)) ? own - low + 1 : 0
        for step in 0..<count {
            let number = port(UInt16(truncatingIfNeeded: low + (start + step) % count))
            let candidate = replacing(ends, number)
            if isFree(candidate) { return candidate }
        }
        return nil
    }

    private func replacing(_ ends: FlowEnds, _ number: Port) -> FlowEnds {
        if ends.query != nil { return ends.replacing(identifier: number.rawValue) }
        return ends.replacing(
            originator: Endpoint(address: ends.originator.address, port: number))
    }

    // MARK: - Destinations

    /// The ends of a flow whose destination becomes one of a pool.
    ///
    /// Ports are kept where the pool has them. If every port has such a flow already, its last one is taken: the
    /// source will have to tell the two apart.
    func destination(_ ends: FlowEnds, from pool: NATPool) -> FlowEnds {
        let to = address(ends, of: pool)
        let moved = ends.replacing(responder: Endpoint(address: to, port: ends.responder.port))
        guard let range = pool.ports, let own = ends.responder.port else { return moved }
        func at(_ number: Port) -> FlowEnds {
            ends.replacing(responder: Endpoint(address: to, port: number))
        }
        if range.first == range.last { return at(range.first) }
        if range.contains(own), isFree(moved) { return moved }
        for number in range.first.rawValue...range.last.rawValue where isFree(at(port(number))) {
            return at(port(number))
        }
        return at(range.last)
    }

    // MARK: - Both

    /// Whether answers to these ends would be of no flow that lives, nor look like the flow itself.
    private func isFree(_ ends: FlowEnds) -> Bool {
        !flows.isTaken(ends, at: now) && ends.inverse != arriving
    }

    private func address(_ ends: FlowEnds, of pool: NATPool) -> IPAddress {
        guard
            case (.v4(let source), .v4(let destination)) = (
                ends.originator.address, ends.responder.address
            ), let chosen = AddressHash.address(of: pool, from: source, to: destination)
        else { return pool.addresses.first }
        return .v4(chosen)
    }

    /// The source port, or the identifier of a query that takes its place (RFC 3022 section 2.2).
    private func number(_ ends: FlowEnds) -> Port {
        port(ends.query?.identifier ?? ends.originator.port?.rawValue ?? 0)
    }

    private func port(_ number: UInt16) -> Port { Port(rawValue: number) }
}
