/// The IPv6 boxes in the order of the rules.
struct BoxList6: Sendable {
    private var addresses: [(source: AddressSpan<UInt128>, destination: AddressSpan<UInt128>)] = []
    private var rest: [(ports: PortBox, index: Int32)] = []

    mutating func append(
        _ source: AddressSpan<UInt128>, _ destination: AddressSpan<UInt128>, _ ports: PortBox,
        _ index: Int32
    ) {
        addresses.append((source, destination))
        rest.append((ports, index))
    }

    /// The position of the rule whose box is the first around the point, or nil.
    func first(_ source: UInt128, _ destination: UInt128, _ ports: PortPoint) -> Int? {
        let addresses = addresses.span
        for place in addresses.indices {
            let box = addresses[place]
            guard box.source.contains(source), box.destination.contains(destination),
                rest[place].ports.contains(ports)
            else { continue }
            return Int(rest[place].index)
        }
        return nil
    }
}
