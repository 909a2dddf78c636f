import Cipher
import Testing

@Suite struct SecretBytesTests {
    @Test func lendsWhatItWasGiven() {
        let source: [UInt8] = [1, 2, 3]
        let secret = SecretBytes(copying: source.span)
        #expect(secret.count == 3)
        #expect(contents(secret) == [1, 2, 3])
    }

    @Test func takingLeavesNothingBehind() {
        var source: [UInt8] = [9, 8, 7]
        let secret = SecretBytes(taking: &source)
        #expect(source.isEmpty)
        #expect(contents(secret) == [9, 8, 7])
    }

    @Test func aCopyHasItsOwnLife() {
        let copy = {
            let original = SecretBytes(count: 2) { $0[1] = 5 }
            return original.copy()
        }()
        #expect(contents(copy) == [0, 5])
    }

    @Test func wipingZeroesEveryByte() {
        var bytes = [UInt8](repeating: 0xAA, count: 1_000)
        var span = bytes.mutableSpan
        SecretBytes.wipe(&span)
        #expect(bytes.allSatisfy { $0 == 0 })
        #expect(bytes.count == 1_000)
    }

    @Test func wipingAnArrayEmptiesIt() {
        var bytes: [UInt8] = [1, 2, 3]
        SecretBytes.wipe(&bytes)
        #expect(bytes.isEmpty)
        SecretBytes.wipe(&bytes)
        #expect(bytes.isEmpty)
    }

    @Test func comparisonSeesEveryByteAndTheLength() {
        let secret = SecretBytes(count: 20) { _ in }
        for index in 0..<20 {
            let other = SecretBytes(count: 20) { $0[index] = 1 }
            let verdicts = [areEqual(secret, other), areEqual(other, secret)]
            #expect(verdicts == [false, false], "byte \(index)")
        }
        let same = secret.copy()
        let shorter = SecretBytes(count: 19) { _ in }
        let none = SecretBytes(copying: Span())
        let verdicts = [
            areEqual(secret, same), areEqual(secret, shorter), areEqual(shorter, secret),
            areEqual(none, none), areEqual(none, secret),
        ]
        #expect(verdicts == [true, false, false, true, false])
    }

    @Test func aFaultWhileFillingGoesThrough() {
        #expect(throws: CipherFault.cost) {
            _ = try SecretBytes(count: 4) { bytes throws(CipherFault) in
                bytes[0] = 1
                throw CipherFault.cost
            }
        }
    }
}

/// `matches`, which the expectation macros cannot take apart: secrets aren't copyable.
func areEqual(_ left: borrowing SecretBytes, _ right: borrowing SecretBytes) -> Bool {
    left.matches(right)
}

/// A readable copy of a test's secret.
func contents(_ secret: borrowing SecretBytes) -> [UInt8] {
    secret.withBytes { bytes in bytes.indices.map { bytes[$0] } }
}
