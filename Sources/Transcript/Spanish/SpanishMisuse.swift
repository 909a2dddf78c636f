extension MisusePhrase {
    /// Its text in Spanish.
    var spanish: String {
        switch self {
        case .title:
            "<bad:mal uso>: dos textos con una llave y un IV, por dos asociaciones hechas solo para esto ({suite})"
        case .apart:
            "{tunnel} no tiene parte en esto: sus IV salen de un registro, cada uno una vez"
        case .sender: "emisor"
        case .wire: "cable"
        case .attacker: "atacante"
        case .text: "texto {number}"
        case .ivInBoth: "IV, en ambos"
        case .ciphertext: "cifrado C{number}"
        case .ciphertextDifference: "C1 xor C2"
        case .textDifference: "P1 xor P2"
        case .sameBytes: "los mismos bytes: el flujo de llave, usado dos veces, se cancela"
        case .otherBytes: "otros bytes"
        case .knowsText: "sabe texto 1"
        case .found: "(C1 xor C2) xor P1 = <bad:{text}>"
        case .foundWithoutKey: "eso es el texto 2, {count|byte|bytes} de él, sin la llave"
        case .length: "{text}, {count|byte|bytes}"
        case .icvFalls: "los ICV también caen: los dos juntos delatan la llave que los hace"
        case .icvSources: "(NIST SP 800-38D, sección 8; RFC 4106, sección 3.1)"
        case .everybodyReads:
            "AES-GMAC no cifra nada: todos leen los dos textos, sea cual sea el IV"
        case .icvKey:
            "lo que el IV repetido delata es la llave del ICV (NIST SP 800-38D, sección 8)"
        }
    }
}
