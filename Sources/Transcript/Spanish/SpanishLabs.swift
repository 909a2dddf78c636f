import Commands

extension Term.Place {
    /// The lab that has the command, by the name of its file in the course of a language.
    func lab(in language: SpokenLanguage) -> String {
        switch language {
        case .english: lab
        case .spanish: spanishLab
        }
    }

    /// The same lab in `labs/es`.
    private var spanishLab: String {
        switch lab {
        case "01-first-packets": "01-primeros-paquetes"
        case "02-first-tunnel": "02-primer-tunel"
        case "03-rule-order": "03-orden-de-reglas"
        case "05-stateful": "05-con-estado"
        case "07-ipv6-is-not-ipv4": "07-ipv6-no-es-ipv4"
        case "08-what-encryption-hides": "08-lo-que-oculta-el-cifrado"
        case "09-tamper-and-replay": "09-alterar-y-repetir"
        case "10-why-nonces-never-repeat": "10-por-que-un-nonce-no-se-repite"
        case "11-rekey-without-loss": "11-renovar-llaves-sin-perdida"
        case "12-the-firewall-cannot-see-inside": "12-el-firewall-no-ve-adentro"
        case "14-ping-and-traceroute": "14-ping-y-traceroute"
        case "15-scan": "15-escaneo"
        case "18-spoofing": "18-suplantacion"
        case "19-mtu-and-the-tunnel": "19-mtu-y-el-tunel"
        case "20-syn-flood": "20-inundacion-syn"
        default: lab
        }
    }
}
