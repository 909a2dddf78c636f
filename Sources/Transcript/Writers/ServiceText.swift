import Network
import Wire

extension HostService: Written {
    /// Kind, port and transport, and what is not as usual: `http 80/tcp backlog 8 cookies when-full`.
    func write(on page: inout Page) {
        page.put("\(kind.name.rawValue) \(port)/\(transport.rawValue)")
        if transport == .tcp, backlog != HostLimits.backlog { page.put(" backlog \(backlog)") }
        if cookies != .off { page.put(" cookies \(cookies.rawValue)") }
    }
}

extension DNSName: Written {}
extension DNSType: Written {}

extension DNSRecord: Written {
    /// As `record add` reads it: `web.office a 10.0.1.80`.
    func write(on page: inout Page) {
        page.put("\(name) ")
        switch data {
        case .a(let address): page.put("a \(address)")
        case .aaaa(let address): page.put("aaaa \(address)")
        case .cname(let name): page.put("cname \(name)")
        case .ptr(let name): page.put("ptr \(name)")
        case .mx(let preference, let name): page.put("mx \(preference) \(name)")
        case .other(let type, let data):
            page.put("\(type) ")
            page.put(Quoted(data))
        }
    }
}

extension ServiceNote: Written {
    /// What a service understood.
    func write(on page: inout Page) {
        switch self {
        case .echoed(let count): page.say(HostPhrase.echoed, (.count, count))
        case .discarded(let count): page.say(HostPhrase.discarded, (.count, count))
        case .request(let method, let target, let status):
            page.say(
                HostPhrase.request, (.text, Quoted(Array("\(method) \(target)".utf8), shown: 200)),
                (.number, status))
        case .login(let user, let password, let isRight):
            page.say(
                isRight ? HostPhrase.loginRight : .loginWrong,
                (.name, Quoted(Array(user.utf8), shown: 64)),
                (.text, Quoted(Array(password.utf8), shown: 64)))
        case .line(let line):
            page.say(HostPhrase.typed, (.text, Quoted(Array(line.utf8), shown: 200)))
        case .question(let question, let code, let answers):
            page.say(
                HostPhrase.asked, (.name, question.name), (.what, question.type),
                (.code, code.name), (.count, answers))
        case .malformed: page.say(HostPhrase.malformed)
        case .tooLong: page.say(HostPhrase.tooLong)
        }
    }
}
