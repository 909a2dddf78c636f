import Captures
import Cipher
@testable import Network
import Testing
import Tunnel
import Wire

@testable import Fabric

/// The keys that a capture remembers, and those of the open tunnels.
@Suite struct SealingKeyTests {
    private func text(_ key: SealingKey) -> String {
        var digits: [UInt8] = []
        key.material.writeHexadecimal(to: &digits)
        return "\(key.role) \(key.spi.rawValue) \(String(decoding: digits, as: UTF8.self))"
    }

    private func keyText(_ fabric: Fabric, _ role: TunnelRole, _ spi: UInt32) throws -> String {
        let digits = try fabric.keyText(sealedBy: role, of: "demo")
        return "\(role) \(spi) \(String(decoding: digits, as: UTF8.self))"
    }

    @Test func areThoseOfTheOpenTunnels() throws {
        let fabric = Lab.open()
        #expect(fabric.sealingKeys.isEmpty)
        _ = try fabric.open(TunnelPlan(name: "demo"))
        _ = try fabric.open(TunnelPlan(name: "other"))
        #expect(fabric.sealingKeys.map(\.spi.rawValue) == [0x1002, 0x1001, 0x2002, 0x2001])
        #expect(
            fabric.sealingKeys.prefix(2).map(text) == [
                try keyText(fabric, .client, 0x1002), try keyText(fabric, .server, 0x1001),
            ])
        try fabric.close("demo")
        #expect(fabric.sealingKeys.map(\.spi.rawValue) == [0x2002, 0x2001])
    }

    @Test func areRememberedWhenSomethingIsSealed() throws {
        let fabric = Lab.open()
        _ = try fabric.open(TunnelPlan(name: "demo"))
        _ = try fabric.send(message: [1], through: "demo")
        let capture = fabric.startCapture()
        #expect(capture.keys.list.isEmpty == true)
        _ = try fabric.send(Lab.udp())
        #expect(capture.keys.list.isEmpty)
        _ = try fabric.send(Lab.udp(), via: "demo")
        let client = try keyText(fabric, .client, 0x1002)
        #expect(capture.keys.list.map(text) == [client])
        for _ in 0..<3 { _ = try fabric.send(message: [1], through: "demo") }
        let server = try keyText(fabric, .server, 0x1001)
        #expect(capture.keys.list.map(text) == [client, server])
        #expect(capture.summary.sharedSPIs.isEmpty)
        try fabric.close("demo")
        #expect(capture.keys.list.map(text) == [client, server])
        fabric.remove(capture)
        _ = try fabric.open(TunnelPlan(name: "late"))
        _ = try fabric.send(message: [1], through: "late")
        #expect(capture.summary.keys == 2)
    }

    @Test func ofOneSPIAreAllRemembered() throws {
        let fabric = Lab.open()
        _ = try fabric.open(TunnelPlan(name: "demo"))
        let capture = fabric.startCapture()
        _ = try fabric.send(message: [1], through: "demo")
        try fabric.setKey(Lab.key, at: .client, of: "demo")
        for _ in 0..<2 { _ = try fabric.send(message: [1], through: "demo") }
        let summary = capture.summary
        #expect(summary.keys == 3)
        #expect(summary.sharedSPIs == [SPI(rawValue: 0x1002)])
        // The other end's packets have the same SPI only by chance: that is no second key of this one.
        let keys = SealingKeys()
        keys.note(.client, SPI(rawValue: 300), SAParameters(), try KeyMaterial(seed: 1, label: "a"))
        keys.note(.server, SPI(rawValue: 300), SAParameters(), try KeyMaterial(seed: 1, label: "a"))
        #expect(keys.list.count == 2 && keys.sharedSPIs.isEmpty)
    }

    @Test func areBounded() throws {
        let keys = SealingKeys()
        let material = try KeyMaterial(seed: 1, label: "a")
        for number in 0..<SealingKeys.limit + 7 {
            keys.note(.client, SPI(rawValue: UInt32(number) + 256), SAParameters(), material)
        }
        #expect(keys.list.count == SealingKeys.limit && keys.missed == 7)
        keys.note(.client, SPI(rawValue: 256), SAParameters(), material)
        #expect(keys.missed == 7)
    }
}
