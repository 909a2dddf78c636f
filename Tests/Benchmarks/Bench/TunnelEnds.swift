import Cipher
import Tunnel
import Wire

/// Both ends of a tunnel with one key in both directions.
struct TunnelEnds {
    let near: TunnelEnd
    let far: TunnelEnd

    init() throws {
        let material = try KeyMaterial(hexadecimal: [UInt8](repeating: 0x61, count: 72).span)
        let ledger = IVLedger()
        let (one, two) = (SPI(rawValue: 0x1001), SPI(rawValue: 0x1002))
        near = try TunnelEnd(
            role: .client, outbound: .init(spi: two, material: material.copy()),
            inbound: .init(spi: one, material: material.copy()), ledger: ledger)
        far = try TunnelEnd(
            role: .server, outbound: .init(spi: one, material: material.copy()),
            inbound: .init(spi: two, material: material.copy()), ledger: ledger)
    }
}
