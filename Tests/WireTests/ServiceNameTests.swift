import Testing
import Wire

@Suite struct ServiceNameTests {
    func named(_ text: String) -> ServiceName? {
        ServiceName.named(Array(text.utf8).span)
    }

    @Test func theTableIsInOrder() {
        let names = ServiceName.table.map { Array($0.name.utf8) }
        #expect(names.count > 120)
        for (left, right) in zip(names, names.dropFirst()) {
            #expect(left.lexicographicallyPrecedes(right), "\(right)")
        }
    }

    /// RFC 6335 section 5.1, and lower case only.
    @Test func namesHaveTheShapeOfNames() {
        for row in ServiceName.table {
            let name = Array(row.name.utf8)
            #expect(1...15 ~= name.count, "\(row.name)")
            #expect(
                row.name.allSatisfy {
                    $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-")
                })
            #expect(row.name.contains { $0.isLowercase })
            #expect(row.name.first != "-" && row.name.last != "-" && !row.name.contains("--"))
            #expect(row.port.rawValue != 0)
        }
    }

    @Test func noNameMeansSomethingElse() {
        let keywords: Set = [
            "allow", "deny", "reject", "log", "from", "to", "port", "proto", "any", "on", "at",
            "name", "limit", "burst", "state", "flags", "type", "code", "not", "tcp", "udp",
            "icmp", "icmpv6", "esp",
        ]
        for row in ServiceName.table {
            #expect(!keywords.contains(row.name))
            #expect(Port(row.name) == nil && PortSet(row.name) == nil)
            #expect(IPProtocol(row.name) == nil && IPAddress(row.name) == nil)
        }
    }

    @Test func everyNameIsFoundBothWays() {
        for row in ServiceName.table {
            #expect(named(row.name) == row)
            for proto in row.transport.protocols {
                #expect(ServiceName.names(row.port, proto).contains(row.name))
                #expect(row.transport.contains(proto))
            }
            #expect(named(row.name + "x") != row && named(String(row.name.dropLast())) != row)
            if row.name != row.name.uppercased() { #expect(named(row.name.uppercased()) == nil) }
        }
    }

    @Test func everyAliasHasARegisteredName() {
        let aliases = ServiceName.table.filter { $0.origin == .alias }
        #expect(aliases.count > 5)
        for alias in aliases {
            #expect(
                ServiceName.table.contains {
                    $0.origin == .registered && $0.port == alias.port
                        && $0.transport == alias.transport
                }, "\(alias.name)")
        }
    }

    @Test(arguments: [
        ("ssh", 22, ServiceName.Transport.tcp), ("https", 443, .tcp), ("domain", 53, .tcpAndUDP),
        ("ntp", 123, .udp), ("snmp", 161, .udp), ("isakmp", 500, .udp), ("ldap", 389, .tcp),
        ("ipsec-nat-t", 4500, .udp), ("rdp", 3389, .tcp), ("kerberos", 88, .tcpAndUDP),
        ("syslog", 514, .udp), ("tftp", 69, .udp), ("sip", 5060, .tcpAndUDP), ("mqtt", 1883, .tcp),
        ("postgresql", 5432, .tcp), ("mysql", 3306, .tcp), ("dhcp", 67, .udp),
    ])
    func means(_ name: String, _ port: UInt16, _ transport: ServiceName.Transport) {
        #expect(named(name)?.port == Port(rawValue: port))
        #expect(named(name)?.transport == transport)
    }

    @Test(arguments: [
        "", "SSH", "Ssh", "ssh ", " ssh", "22", "ss", "sshd", "http,https", "aaa", "zzz", "\u{0}",
        "ssh\u{0}", "ñ",
    ])
    func refuses(_ text: String) {
        #expect(named(text) == nil)
    }

    @Test func hintsNameTheRegisteredOneFirst() {
        #expect(ServiceName.names(Port(rawValue: 3389), .tcp) == ["ms-wbt-server", "rdp"])
        #expect(ServiceName.names(Port(rawValue: 53), .udp) == ["domain", "dns"])
        #expect(ServiceName.names(Port(rawValue: 514), .udp) == ["syslog"])
        #expect(ServiceName.names(Port(rawValue: 514), .tcp) == ["shell"])
        #expect(ServiceName.names(Port(rawValue: 443), .udp) == [])
        #expect(ServiceName.names(Port(rawValue: 53), .icmp) == [])
        #expect(ServiceName.names(Port(rawValue: 1), .udp) == [])
    }
}
