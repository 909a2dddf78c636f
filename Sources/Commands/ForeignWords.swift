import Wire

/// Words that people bring along from other tools and languages.
enum ForeignWords {
    /// What another tool's command is here.
    struct Command {
        /// What is said of it.
        var remark: LineRemark?
        /// The line that is meant; `$1` stands for the word behind it, and `$@` for all of them.
        var line: String?

        init(_ line: String? = nil, saying remark: LineRemark? = nil) {
            self.line = line
            self.remark = remark
        }
    }

    /// Commands by their first word.
    static let commands: [String: Command] = {
        var commands: [String: Command] = [
            "man": Command("help $@"), "info": Command("help $@"), "ayuda": Command("help"),
            "cat": Command("source $1", saying: .reading),
            "less": Command("source $1", saying: .reading),
            "more": Command("source $1", saying: .reading),
        ]
        for word in ["salir", "terminar", "adios", "adiós", "logout", "bye", "q", ":q"] {
            commands[word] = Command("quit")
        }
        for (word, line) in spanish { commands[word] = Command(line) }
        for word in ["rules", "sets", "packets", "tunnels", "flows", "links"] {
            commands[word] = Command("\(word.dropLast()) list")
        }
        for word in ["ls", "dir", "ll"] { commands[word] = Command(saying: .files) }
        for word in ["cd", "pwd", "chdir"] { commands[word] = Command(saying: .folder) }
        for word in ["clear", "cls", "limpiar"] { commands[word] = Command(saying: .screen) }
        return commands
    }()

    /// Commands that are one word of Spanish.
    private static let spanish = [
        "idioma": "lang es", "español": "lang es", "espanol": "lang es", "language": "lang $1",
        "reglas": "rule list", "paquetes": "packet list", "flujos": "flow list",
        "enlaces": "link list", "conjuntos": "set list", "tuneles": "tunnel list",
        "túneles": "tunnel list", "politicas": "policy list", "políticas": "policy list",
        "historial": "history", "reloj": "clock", "contadores": "counters", "deshacer": "undo",
        "rehacer": "redo", "regresar": "back",
    ]

    /// What a word may be called here, by the keyword that could stand in its place.
    static let meanings: [String: [String]] = {
        var meanings: [String: [String]] = [
            "tcp": ["proto tcp"], "udp": ["proto udp"], "icmp": ["proto icmp"],
            "icmpv6": ["proto icmpv6"], "esp": ["proto esp"], "ping": ["icmp", "proto icmp"],
            "any": ["from any", "to any"], "all": ["any", "from any", "to any"],
            "ip": ["any", "from any"], "both": ["any"], "anywhere": ["any", "from any", "to any"],
            "*": ["any", "from any", "to any"], "rule": ["by rule"], "default": ["by default"],
            "sport": ["from any port"], "--sport": ["from any port"], "in": ["on"],
            "allow": ["allowed"], "pass": ["allow", "allowed"], "permit": ["allow", "allowed"],
            "accept": ["allow", "allowed"], "accepted": ["allowed"], "permitted": ["allowed"],
            "passed": ["allowed"], "deny": ["denied"], "blocked": ["denied"],
            "dropped": ["denied"], "drop": ["deny", "denied"], "block": ["deny", "denied"],
            "discard": ["deny", "denied"], "arrived": ["delivered"], "received": ["delivered"],
        ]
        for state in ["established", "related", "invalid"] { meanings[state] = ["state \(state)"] }
        let others = [
            "from": "src source -s desde de", "to": "dst destination -d hasta hacia a",
            "port": "dport ports --dport puerto", "proto": "protocol -p protocolo",
            "list": "show ls print display listar lista mostrar",
            "delete": "remove rm del erase borrar quitar",
            "add": "insert append new create añadir agregar", "default": "policy",
            "name": "comment", "clear": "flush reset", "allow": "permitir permite permitido",
            "on": "-i",
            "deny": "denegar deniega bloquear denegado", "reject": "rechazar rechaza",
            "log": "anotar registrar", "any": "cualquiera todos todo", "rule": "regla reglas",
            "packet": "paquete",
            "send": "enviar", "tunnel": "tunel túnel", "wait": "esperar sleep",
            "test": "probar prueba",
            "open": "abrir abre", "close": "cerrar cierra", "save": "tee guardar guarda",
            "load": "cargar carga", "move": "mover mueve", "check": "revisar revisa",
            "net": "red", "link": "enlace", "flow": "flujo", "set": "conjunto",
            "policy": "política politica", "attack": "ataque atacar", "key": "llave clave",
            "password": "contraseña", "capture": "captura capturar",
            "find": "grep egrep buscar busca match include", "count": "wc contar",
        ]
        for (word, foreign) in others {
            for other in foreign.split(separator: " ") { meanings[String(other)] = [word] }
        }
        return meanings
    }()

    /// Directions, which a rule here does not have.
    static let directions: Set = [
        "in", "out", "incoming", "outgoing", "inbound", "outbound", "input", "output",
    ]
    /// The links of the network that a lab begins with.
    static let links: Set = ["internet", "lan-a", "lan-b"]
    /// Its nodes.
    static let nodes: Set = ["site-a", "site-b", "gw-a", "gw-b"]

    /// The action that a word means.
    static func action(_ word: String) -> String? {
        for action in ["allow", "deny", "reject", "log"] {
            if word == action || meanings[word]?.contains(action) == true { return action }
        }
        return nil
    }

    /// Whether a word is meant as an address, with or without a port or a prefix length.
    static func isAddress(_ word: String) -> Bool {
        Endpoint(word) != nil || Prefix(word) != nil || AddressRange(word) != nil
    }

    /// Whether a word is meant as ports.
    static func isPort(_ word: String) -> Bool {
        (try? FieldSyntax.readPorts(Array(word.utf8).span)) != nil
    }

    /// Whether a word is meant as an IPv4 address and has not four numbers: some are left out, or are stars.
    static func isPartOfAddress(_ word: Span<UInt8>) -> Bool {
        var (dots, hasStar) = (0, false)
        for index in word.indices {
            switch word[index] {
            case UInt8(ascii: "."): dots += 1
            case UInt8(ascii: "*"): hasStar = true
            case 0x30...0x39: continue
            case UInt8(ascii: "/"), UInt8(ascii: "-"): return dots > 0 && (dots < 3 || hasStar)
            default: return false
            }
        }
        return dots > 0 && (dots < 3 || hasStar)
    }

    /// The network of an address of which parts are left out or are stars: `10.0.0`, `10.0.0.*`.
    static func network(_ word: String) -> String? {
        let parts = word.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.prefix { UInt8($0) != nil }
        guard (1...3).contains(numbers.count),
            parts.dropFirst(numbers.count).allSatisfy({ $0 == "*" || $0 == "" })
        else { return nil }
        let zeros = Array(repeating: "0", count: 4 - numbers.count)
        return (numbers.map(String.init) + zeros).joined(separator: ".") + "/\(8 * numbers.count)"
    }

    /// The prefix length of a mask, 255.255.255.0, or of a wildcard mask, 0.0.0.255.
    static func prefixLength(_ mask: IPv4Address) -> Int? {
        let bits = mask.rawValue
        let (ones, zeros) = ((~bits).leadingZeroBitCount, bits.leadingZeroBitCount)
        // 0.0.0.0 is every address as a mask, and one as a wildcard.
        if ones > 0 { return bits == ~UInt32(0) << UInt32(32 - ones) ? ones : nil }
        return zeros < 32 && ~bits == ~UInt32(0) << UInt32(32 - zeros) ? zeros : nil
    }
}
