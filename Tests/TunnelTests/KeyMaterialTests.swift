import Cipher
import Testing
import Tunnel

@Suite struct KeyMaterialTests {
    private func text(_ material: borrowing KeyMaterial) -> String {
        var text: [UInt8] = []
        material.writeHexadecimal(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    private func parse(_ text: String) throws(CipherFault) -> String {
        let digits = Array(text.utf8)
        return self.text(try KeyMaterial(hexadecimal: digits.span))
    }

    /// HKDF and scrypt as the initializers document them, from independent implementations.
    private let seeded = "2a411e72e2a169f614c5e424558b39636b6482f5d77576368963231971edb9f4cdf140bb"
    private let fromPassword =
        "ea27bab2a6bc573df99fef949db44ff323d51a176891bdbda4609ec9c060e0232e990ffe"
    private let counted = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

    @Test func aSeedGivesTheDocumentedMaterial() throws {
        #expect(text(try KeyMaterial(seed: 42, label: "demo")) == seeded)
        #expect(text(try KeyMaterial(seed: 43, label: "demo")) != seeded)
        #expect(text(try KeyMaterial(seed: 42, label: "demo2")) != seeded)
    }

    @Test func aPasswordGivesTheDocumentedMaterial() throws {
        let password = Array("hola".utf8)
        #expect(text(try KeyMaterial(password: password.span, name: "demo")) == fromPassword)
        #expect(text(try KeyMaterial(password: password.span, name: "demo2")) != fromPassword)
        #expect(text(try KeyMaterial(password: Span(), name: "demo")) != fromPassword)
    }

    @Test func hexadecimalIsAFixedPoint() throws {
        #expect(try parse(seeded) == seeded)
        #expect(try parse(seeded.uppercased()) == seeded)
    }

    @Test func aKeyAloneGetsItsOwnSalt() throws {
        #expect(try parse(counted) == counted + "0a5c5f74")
    }

    @Test func otherTextIsRefused() {
        for length in [0, 2, 62, 66, 70, 74] {
            #expect(throws: CipherFault.keyLength) {
                _ = try parse(String(repeating: "a", count: length))
            }
        }
        #expect(throws: CipherFault.oddDigitCount) { _ = try parse(seeded + "0") }
        #expect(throws: CipherFault.notHexadecimal) { _ = try parse("g" + seeded.dropFirst()) }
    }

    @Test func aCopyIsEqual() throws {
        let material = try KeyMaterial(seed: 42, label: "demo")
        let copy = material.copy()
        let isSameKey = copy.key.matches(material.key)
        #expect(isSameKey)
        let salts = [copy.salt, material.salt]
        #expect(salts[0] == salts[1])
    }

    @Test func theSystemNeverGivesTheSameTwice() throws {
        let first = text(try KeyMaterial(from: .system))
        #expect(first.count == 2 * KeyMaterial.length)
        #expect(text(try KeyMaterial(from: .system)) != first)
    }

    @Test func aSeededSourceRepeats() throws {
        let draw = { self.text(try KeyMaterial(from: .seeded(SeededRandom(seed: 5, label: "k")))) }
        #expect(try draw() == draw())
    }
}
