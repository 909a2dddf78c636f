import Cipher
import TestSupport
import Testing

/// A test case of RFC 5869 appendix A.
struct HKDFCase: Sendable {
    let secret: String
    let salt: String
    let info: String
    let output: String
}

@Suite struct KeyDerivationTests {
    private static let cases = [
        HKDFCase(
            secret: "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
            salt: "000102030405060708090a0b0c",
            info: "f0f1f2f3f4f5f6f7f8f9",
            output: """
                3cb25f25faacd57a90434f64d0362f2a 2d2d0a90cf1a5a4c5db02d56ecc4c5bf
                34007208d5b887185865
                """),
        HKDFCase(
            secret: run(0x00), salt: run(0x60), info: run(0xb0),
            output: """
                b11e398dc80327a1c8e7f78c596a4934 4f012eda2d4efad8a050cc4c19afa97c
                59045a99cac7827271cb41c65e590e09 da3275600c2f09b8367793a9aca3db71
                cc30c58179ec3e87c14c01d5c1f3434f 1d87
                """),
        HKDFCase(
            secret: "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", salt: "", info: "",
            output: """
                8da4e775a563c18f715f802a063c5a31 b8a11f5c5ee1879ec3454e5f3c738d2d
                9d201395faa4b61a96c8
                """),
    ]

    /// Eighty bytes, each one more than the last, from `first` on: the inputs of the second case.
    private static func run(_ first: UInt8) -> String {
        (0..<80).map { step in
            let digits = String(Int(first) + step, radix: 16)
            return digits.count < 2 ? "0" + digits : digits
        }.joined()
    }

    @Test(arguments: cases)
    func hkdfAsInRFC5869(vector: HKDFCase) throws {
        let expected = bytes(vector.output)
        let (secret, salt) = (bytes(vector.secret), bytes(vector.salt))
        let info = bytes(vector.info)
        let derived = try KeyDerivation.hkdfSHA256(
            secret: secret.span, salt: salt.span, info: info.span, count: expected.count)
        #expect(contents(derived) == expected)
    }

    @Test func hkdfOfAnEmptySecretIsDefined() throws {
        let salt: [UInt8] = [1]
        let derived = try KeyDerivation.hkdfSHA256(
            secret: Span(), salt: salt.span, info: Span(), count: 32)
        // From an independent HMAC, by the two steps of RFC 5869 section 2.
        #expect(
            contents(derived)
                == bytes("3562640cd57a358fb868db1f6fe8cd82e7d38d0d2324f2dfede03dc7f6d0cf1f"))
    }

    @Test func hkdfEndsAfter255Blocks() throws {
        let secret: [UInt8] = [1, 2, 3]
        let longest = try KeyDerivation.hkdfSHA256(
            secret: secret.span, salt: Span(), info: Span(), count: 255 * 32)
        #expect(longest.count == 8_160)
        #expect(throws: CipherFault.outputTooLong) {
            _ = try KeyDerivation.hkdfSHA256(
                secret: secret.span, salt: Span(), info: Span(), count: 255 * 32 + 1)
        }
    }

    /// RFC 7914 section 12; the fourth case wants a gigabyte and is left out.
    @Test(arguments: [
        (
            "", "", ScryptCost(n: 16, r: 1, p: 1),
            """
            77d6576238657b203b19ca42c18a0497 f16b4844e3074ae8dfdffa3fede21442
            fcd0069ded0948f8326a753a0fc81f17 e8d3e0fb2e0d3628cf35e20c38d18906
            """
        ),
        (
            "password", "NaCl", ScryptCost(n: 1_024, r: 8, p: 16),
            """
            fdbabe1c9d3472007856e7190d01e9fe 7c6ad7cbc8237830e77376634b373162
            2eaf30d92e22a3886ff109279d9830da c727afb94a83ee6d8360cbdfa2cc0640
            """
        ),
        (
            "pleaseletmein", "SodiumChloride", ScryptCost.interactive,
            """
            7023bdcb3afd7348461c06cd81fd38eb fda8fbba904f8e3ea9b543f6545da1f2
            d5432955613f0fcf62d49705242a9af9 e61e85dc0d651e40dfcf017b45575887
            """
        ),
    ])
    func scryptAsInRFC7914(
        password: String, salt: String, cost: ScryptCost, output: String
    ) throws {
        let (password, salt) = (Array(password.utf8), Array(salt.utf8))
        let derived = try KeyDerivation.scrypt(
            password: password.span, salt: salt.span, cost: cost, count: 64)
        #expect(contents(derived) == bytes(output))
    }

    @Test(arguments: [
        ScryptCost(n: 0, r: 8, p: 1), ScryptCost(n: 1, r: 8, p: 1), ScryptCost(n: 15, r: 8, p: 1),
        ScryptCost(n: 16, r: 0, p: 1), ScryptCost(n: 16, r: 8, p: 0),
        ScryptCost(n: 1 << 40, r: 8, p: 1),
    ])
    func badScryptCostsAreRefused(cost: ScryptCost) {
        let password: [UInt8] = [1]
        #expect(throws: CipherFault.cost) {
            _ = try KeyDerivation.scrypt(
                password: password.span, salt: Span(), cost: cost, count: 32)
        }
    }

    /// FIPS 180-4's examples, as published with the standard.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func sha256(text: String, digest: String) throws {
        let text = Array(text.utf8)
        #expect(Digest.sha256(text.span) == bytes(digest))
    }
}
