import Cipher
import TestSupport
import Testing

/// AES-GCM with tags of 8 and 12 bytes, and with nothing to encrypt, which is AES-GMAC.
@Suite struct ShortTagTests {
    /// Cases of NIST's CAVP, gcmDecrypt128, 192 and 256.rsp: of each kind a right one and a wrong one.
    ///
    /// Length of the key and of the tag in bits with the case's number, key,
    /// nonce, additional data, text or `FAIL`, ciphertext with its tag; `-` stands for no bytes.
    private static let vectors = """
        128-96-0,24f2c5e30206fc18440f4c763015861b,2de32b164668a1a254fe3a35,af7e030ccce4c58592b4ad5
        03aab5ade4a9f0b38,5b2da6a6b20e180bf8a220b4f3,1c67af1c93edf78036d6b2f1906f6dbbe457e30d2542e
        565ae;
        128-96-4,c00550fd65f286a215a62d580633df5c,68a83d147bee6f431e587835,30841338fd07128c6e7f3d5
        489d3149035215011,FAIL,2499238ccb8b8ef55584e10e6e90469ac49e309716388c66e1;
        128-64-0,a6d75a8831dd86ea7dffdef10cd27c69,3ba8841d69f1e45ec46f04bb,d6629f055cec27fc9f0dee7
        388374aa343cdf156,0da0963fb5539f8676e41c63f4,bac41eb27cf13be5083ecd65fe2c160e1712e056ce;
        128-64-1,e4e74f2ec06a042b444823c15a1f976b,d3f0c335d36ae0b34c834f57,33d209ff7a85d30c192cfff
        7d881c5522c31ce18,FAIL,0279800495e3a746e3ccc54a3f52b4c0b10bf006de;
        128-128-1,762da58bb000f5d499818bc859989a30,584c291ff1aa388a5112521e,91f92e8bbda7b5ec967ade
        766f4f26e9189eaafad416f37b4891d3e37d70cb9a267aa843dd202858ade020261223dfce,-,9ac7eb2d762fa
        cae06086c957959880e;
        128-128-0,748146a0b1d5e9b6facdd95e8a3295be,99e8394910c21207541ca90c,5ce0d8dbac8a82fa8dd7ae
        c334b81301b31ab49f3b40a1857cc540a1d992f27f80945dfcb4730dc81ddfd32dee1825d6,FAIL,8472929040
        38c42168adf62011dc790e;
        192-96-0,2b3d74e63bc5ea99b02c9c0e0d50a3e309a5ab353eb66392,a505b89e352876e3d2342139,0034df2
        231347854fd14099ff4eb14365bd7c1dd,b656809d07661e08818f7a8fa8,9091bf069eade049e88a62f10cdc7
        3d1a4da238442259169cd;
        192-96-2,2e7fbce239a56e50fd7d14c1ca25be33a21558945b8ae6fa,7a4ad000e8cb891391e805da,527615d
        de31adb7f63f186248160fd51268e3ad9,FAIL,0e6116ca75a1b6024040f99b5996ff01fe5744806a27357801;
        192-64-1,05ca85c35662d75b17cda176a89c8a5067251bf9e0e1bd87,2aa787dd57b6b6d236b7bdba,5ae449b
        edfaead93f52f0ec262feff91392c94be,a36d17a2d0c96b7b50cce987e1,3e59800e7f39f01d5368947262321
        2d8e7bbd4020b;
        192-64-0,964f9394dd5d67e5d6ce0448a32070ed35271a985878e709,697e9503d685a80c4cce36eb,a380a43
        b66bd28ea9f49880b81f8c634089a6e38,FAIL,6ede72fabf15a12864c243f9112d93154f26be01ed;
        192-128-2,1cd0f4217b4b055b096cd4c357036e164940ff813e8bfc62,154bbb9e3918d3706b1b1175,a70b1f
        9078c0effd59b45b776b90a10d8b35aa47655e6c45b0eb2f53ec4497e88839f5360e63be874561a122fc256e98
        ,-,75d97307731e64f73281362b4e784114;
        192-128-0,e6734e0fec2f7547014b733ed34af2dd00b7f83b48cf7edf,a913bb13906266d2169ab85d,c2a2be
        d98dd5d72f57464d8c85eb79b9eb24061b44909ed99f3f1462b17d76b7a52443216cf05e68c62fa960a2f0b0a2
        ,FAIL,3c3afa4073b3ea1081ade19e9d019cbc;
        256-96-0,8569c60dd23d572f977079610ac740ccc3bc21c2d93a34a8d3569010cc16796d,d3ef3538687aa9c1
        4ecf49af,18acfffed83306d1d3bf359a59b5646507bdf908,a30f1869cad85bbc02dd42c633,675013976c4e5
        11fd10f4b15ff99f7217875f9583afef1b6f5;
        256-96-1,5029d00e64466fac5ca6f6391ea25fd568067c6e59b3aaca94d4baed6b68f02a,099109713de1bde9
        610466c8,4f7a3731a6df3f740e352dc702b9339720ee6106,FAIL,a17ee4fa85473eb63340336c41f962a3f02
        ac70b6f26e24add;
        256-64-0,e2b637e5acbbd6171e70d1941526261a262fd1d7daa607820c3a86d65c628c83,b157c3c2cf169450
        ece94e91,68ba8e98ab8c5c40abb21e72c4435f27ac1d8636,c45e71a4046e974bd4cc43fee4,a63545e62206d
        987013c1e594c9760fccae8edb568;
        256-64-4,ceb9c724dfd0b8483abf6dad0d73bf3db9879cdc096337f2b0a776d5f1e064ac,f29e2773cf7c267f
        0f4e9d2f,3d0a80ce6b71857ba82ec16b8c0b4f185f7cc8af,FAIL,8b4cf702230e5388082aca86efc211a10f3
        4865f9e;
        256-128-1,752a9b3cc5f29bba64e773460c7396c13f911fe77de054097da5b682ea525d79,f93e50fe2388321
        6de85d3b4,346dd8f25abaf85221fcbbccf794fe3c6794c0f16557e2ba14f9c03bffc99ee5539b9142d1952e66
        af35df91250e690b,-,f02936676e36e7598258c37210b4470f;
        256-128-0,8a7425bf862b2ea030c3c365a04a2d5bb537f317f091766743effc628d81bbf5,d48dbe98ce2548c
        0e7bcd1e5,bb8c00e42e217118c9b86deb3663943cad0b256a40f74dfb3af36ea040b4ccaaadb507604dfd0e21
        4419b9b394802d9b,FAIL,9f83a8fd4146dc53909ddc4c09f50ba8;
        """.filter { !$0.isWhitespace }.split(separator: ";").map { record in
            record.split(separator: ",").map { $0 == "-" ? "" : String($0) }
        }

    @Test func vectorsAreOpenedOrForged() throws {
        var kinds: [String: Set<Bool>] = [:]
        for fields in Self.vectors {
            let length = try #require(Int(fields[0].split(separator: "-")[1]))
            let known = AEADCase(
                key: bytes(fields[1]), nonce: bytes(fields[2]),
                additional: bytes(fields[3]), tagLength: length / 8)
            let sealed = bytes(fields[5])
            let isForged = fields[4] == "FAIL"
            let text = isForged ? nil : bytes(fields[4])
            #expect(try known.open(sealed) == text, "\(fields[0])")
            if let text { #expect(try known.seal(text) == sealed, "\(fields[0])") }
            let kind = fields[0].split(separator: "-").prefix(2).joined(separator: "-")
            kinds[kind, default: []].insert(isForged)
        }
        #expect(kinds.count == 9 && kinds.values.allSatisfy { $0.count == 2 })
    }

    /// A tag that is cut is the beginning of the whole one, and the whole one is no cut one.
    @Test func aShorterTagIsTheBeginningOfAWholeOne() throws {
        let text: [UInt8] = [1, 2, 3]
        func make(_ length: Int) -> AEADCase {
            AEADCase(
                key: [UInt8](0..<16), nonce: [UInt8](0..<12), additional: [9], tagLength: length)
        }
        let whole = try make(16).seal(text)
        for length in [8, 12] {
            let short = try make(length).seal(text)
            #expect(short == Array(whole.prefix(text.count + length)))
            #expect(try make(length).open(short) == text)
            #expect(try make(length).open(whole) == nil)
        }
    }

    @Test(arguments: [0, 4, 7, 9, 11, 13, 15, 17])
    func otherTagLengthsAreRefused(length: Int) {
        #expect(throws: CipherFault.tagLength) {
            _ = try AEADSealer(key: SecretBytes(count: 32) { _ in }, tagLength: length)
        }
    }
}
