import Grammar
import Network
import Wire

/// Services and records as a text: the commands that add them.
extension NetFile {
    /// Appends what a host offers.
    static func write(_ services: [HostService], of node: String, to text: inout [UInt8]) {
        for service in services { write(service, of: node, to: &text) }
        let zone = services.lazy.compactMap(\.zone).first
        for record in zone?.records ?? [] {
            guard let data = words(of: record.data) else { continue }
            text += "\(node) record add \(record.name) \(data)\n".utf8
        }
    }

    private static func write(_ service: HostService, of node: String, to text: inout [UInt8]) {
        text += "\(node) service add \(service.kind.name.rawValue)".utf8
        if service.transport == .udp { text += " udp".utf8 }
        if service.port != service.kind.name.usualPort { text += " port \(service.port)".utf8 }
        if service.backlog != HostLimits.backlog { text += " backlog \(service.backlog)".utf8 }
        if service.cookies != .off { text += " cookies \(service.cookies.rawValue)".utf8 }
        switch service.kind {
        case .http(let site):
            // The grammar has one page, whose text ends in a line end that it adds.
            let page = site.pages.first.map { String($0.text.dropLast()) } ?? ""
            write("page", page, to: &text)
        case .ssh(let version): write("banner", version, to: &text)
        case .smtp(let domain): write("banner", domain, to: &text)
        case .telnet(let accounts):
            if let account = accounts.accounts.first {
                write("login", "\(account.user):\(account.password)", to: &text)
            }
        case .echo, .discard, .dns: break
        }
        text.append(0x0A)
    }

    /// Appends a word and a value; the value in quotes where it is more than a word.
    private static func write(_ word: String, _ value: String, to text: inout [UInt8]) {
        text += " \(word) ".utf8
        let isWord = value.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: "-_.:".utf8.contains(byte)
            }
        }
        if isWord, !value.isEmpty {
            text += value.utf8
        } else {
            Quotes.write(value.utf8, to: &text)
        }
    }

    /// What a record says, as `record add` reads it; nil for what no command says.
    private static func words(of data: DNSRecord.Value) -> String? {
        switch data {
        case .a(let address): "a \(address)"
        case .aaaa(let address): "aaaa \(address)"
        case .cname(let name): "cname \(name)"
        case .ptr(let name): "ptr \(name)"
        case .mx(let preference, let name): "mx \(preference) \(name)"
        case .other: nil
        }
    }
}
