import Grammar
import Network
import Wire

/// The rows of what hosts offer: `service ...` and `record ...`.
enum ServiceRows {
    static let add = CommandRow(
        checking: .serviceAdd, .sequence(kind, .anyOrder(Draft(), options)),
        examples: [
            "service add http page \"welcome\"", "service add echo udp",
            "service add http port 8080 page \"welcome\" backlog 8 cookies when-full",
            "service add telnet login alice:wonderland",
            "service add ssh banner SSH-2.0-OpenSSH_9.6",
            "service add dns",
        ]
    ) { (words, _) throws(UsageFault) in
        .host(.addService(try words.1.service(of: words.0)))
    }

    static let delete = CommandRow(
        .serviceDelete,
        .sequence(
            kind,
            .anyOrder(
                ServicePlace(),
                [
                    Part(transport) { $0.transport = $1.value },
                    Part(.clause("port", .servicePort, Arguments.port)) { $0.port = $1.value },
                ])),
        examples: [
            "service delete http", "service delete echo udp", "service delete ssh port 2222",
        ]
    ) { .host(.removeService($0.0, $0.1)) }

    static let list = CommandRow(
        .serviceList, examples: ["service list"], .host(.listServices))

    static let addRecord = CommandRow(
        .recordAdd,
        .sequence(.argument(Arguments.domain), value),
        examples: [
            "record add web.office a 10.0.1.80", "record add page.office cname web.office",
            "record add office mx 10 mail.office", "record add 10.0.1.80 ptr web.office",
        ]
    ) { .host(.addRecord($0.0.map { [data = $0.1] in DNSRecord(name: $0, data: data) })) }

    static let deleteRecord = CommandRow(
        .recordDelete, .argument(Arguments.domain), examples: ["record delete www.office"]
    ) { .host(.removeRecords($0)) }

    static let listRecords = CommandRow(
        .recordList, examples: ["record list"], .host(.listRecords))

    // MARK: - Patterns

    private static let kind: Pattern<Placed<ServiceKind.Name>> = .choice([
        .keyword("echo", .serviceEcho, as: .echo),
        .keyword("discard", .serviceDiscard, as: .discard),
        .keyword("http", .serviceHTTP, as: .http),
        .keyword("ssh", .serviceSSH, as: .ssh),
        .keyword("telnet", .serviceTelnet, as: .telnet),
        .keyword("smtp", .serviceSMTP, as: .smtp),
        .keyword("dns", .serviceDNS, as: .dns),
    ])

    private static let transport: Pattern<Placed<ServiceTransport>> = .choice([
        .keyword("tcp", .serviceTCP, as: .tcp), .keyword("udp", .serviceUDP, as: .udp),
    ])

    private static let cookies: Pattern<Placed<SYNCookiePolicy>> = .choice([
        .keyword("off", .cookiesOff, as: .off),
        .keyword("when-full", .cookiesWhenFull, as: .whenFull),
        .keyword("always", .cookiesAlways, as: .always),
    ])

    private static let options: [Part<Draft>] = [
        Part(transport) { $0.transport = $1 },
        Part(.clause("port", .servicePort, Arguments.port)) { $0.port = $1.value },
        Part(.clause("backlog", .serviceBacklog, Arguments.backlog)) { $0.backlog = $1 },
        Part(Pattern.clause("cookies", .serviceCookies, cookies)) { $0.cookies = $1 },
        Part(.clause("page", .servicePage, Arguments.text)) { $0.text = $1 },
        Part(.clause("banner", .serviceBanner, Arguments.text)) { $0.banner = $1 },
        Part(.clause("login", .serviceLogin, Arguments.account)) { $0.account = $1 },
    ]

    private static let value: Pattern<DNSRecord.Value> = .choice([
        Pattern.clause("a", .recordA, Arguments.address4).map { .a($0.value) },
        Pattern.clause("aaaa", .recordAAAA, Arguments.address6).map { .aaaa($0.value) },
        Pattern.clause("cname", .recordCNAME, Arguments.domain).map { .cname($0.value) },
        Pattern.clause("ptr", .recordPTR, Arguments.domain).map { .ptr($0.value) },
        Pattern.clause(
            "mx", .recordMX,
            .sequence(.argument(Arguments.preference), .argument(Arguments.domain))
        ).map { .mx(preference: $0.0.value, $0.1.value) },
    ])

    /// What a line says of a service behind its kind.
    struct Draft: Sendable {
        var transport: Placed<ServiceTransport>?
        var port: Port?
        var backlog: Placed<Int>?
        var cookies: Placed<SYNCookiePolicy>?
        var text: Placed<String>?
        var banner: Placed<String>?
        var account: Placed<TelnetAccounts.Account>?

        /// The service, where what is said goes with its kind.
        func service(of name: Placed<ServiceKind.Name>) throws(UsageFault) -> Placed<HostService> {
            let transport = self.transport?.value ?? .tcp
            let isTCP = transport == .tcp
            guard name.value.transports.contains(transport) else {
                throw name.conflict(ValueFault.notOverUDP.complaint)
            }
            try refuse(text, unless: name.value == .http)
            try refuse(banner, unless: name.value == .ssh || name.value == .smtp)
            try refuse(account, unless: name.value == .telnet)
            try refuse(backlog, unless: isTCP)
            try refuse(cookies, unless: isTCP)
            let service = HostService(
                try kind(of: name), transport, port: port ?? name.value.usualPort,
                backlog: backlog?.value ?? HostLimits.backlog, cookies: cookies?.value ?? .off)
            guard let service else { preconditionFailure("what goes together was asked for") }
            return name.map { _ in service }
        }

        private func refuse<Value>(
            _ option: Placed<Value>?, unless isRight: Bool
        ) throws(UsageFault) {
            if let option, !isRight { throw option.conflict(ValueFault.otherService.complaint) }
        }

        private func kind(
            of name: Placed<ServiceKind.Name>
        ) throws(UsageFault) -> ServiceKind {
            switch name.value {
            case .echo: return .echo
            case .discard: return .discard
            case .http:
                guard
                    let site = HTTPSite(pages: [
                        HTTPSite.Page(path: "/", text: (text?.value ?? "welcome") + "\n")
                    ])
                else { preconditionFailure("a text that was read is short enough") }
                return .http(site)
            case .ssh: return .ssh(version: banner?.value ?? "SSH-2.0-garita")
            case .telnet:
                return .telnet(
                    TelnetAccounts(host: "host", accounts: account.map { [$0.value] } ?? []))
            case .smtp: return .smtp(domain: banner?.value ?? "mail.example")
            case .dns:
                guard let zone = DNSZone(records: []) else {
                    preconditionFailure("a zone can be empty")
                }
                return .dns(zone)
            }
        }
    }
}
