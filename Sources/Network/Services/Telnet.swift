/// Who may log in where a password crosses in clear (RFC 854).
package struct TelnetAccounts: Hashable, Sendable {
    /// A user and the password.
    package struct Account: Hashable, Sendable {
        /// The name.
        package let user: String
        /// The password.
        package let password: String

        /// The account of a user.
        package init(user: String, password: String) {
            self.user = user
            self.password = password
        }
    }

    /// The name that the host shows.
    package let host: String
    /// Who may log in.
    package let accounts: [Account]

    /// The accounts of a host.
    package init(host: String, accounts: [Account]) {
        self.host = host
        self.accounts = accounts
    }
}

/// One login over Telnet.
package struct TelnetDialogue: Hashable, Sendable {
    private let accounts: TelnetAccounts
    private var stage = Stage.user
    private var failures = 0
    private var filter = TelnetFilter()
    private var lines = LineBuffer()

    private enum Stage: Hashable, Sendable {
        case user
        case password(user: String)
        case shell
    }

    /// After so many wrong passwords the host hangs up.
    package static let mostFailures = 3

    /// A dialogue that begins.
    init(_ accounts: TelnetAccounts) {
        self.accounts = accounts
    }

    /// What the host asks.
    var prompt: String {
        switch stage {
        case .user: "\(accounts.host) login: "
        case .password: "Password: "
        case .shell: "$ "
        }
    }

    mutating func receive(_ data: [UInt8], into reply: inout ServiceReply) {
        guard lines.append(filter.take(data, answers: &reply.data)) else {
            reply.notes.append(.tooLong)
            reply.closes = true
            return
        }
        while !reply.closes, let line = lines.next() { take(line, into: &reply) }
    }

    private mutating func take(_ line: String, into reply: inout ServiceReply) {
        switch stage {
        case .user:
            stage = .password(user: line)
        case .password(let user):
            let isRight = accounts.accounts.contains { $0.user == user && $0.password == line }
            reply.notes.append(.login(user: user, password: line, isRight: isRight))
            reply.say(isRight ? "\r\nWelcome\r\n" : "\r\nLogin incorrect\r\n")
            failures += isRight ? 0 : 1
            stage = isRight ? .shell : .user
            reply.closes = failures == Self.mostFailures
        case .shell:
            reply.notes.append(.line(line))
            if ["exit", "logout"].contains(line) {
                reply.say("logout\r\n")
                reply.closes = true
            } else {
                reply.say("\(line)\r\n")
            }
        }
        if !reply.closes { reply.say(prompt) }
    }
}

/// Takes the commands of Telnet out of the data, and declines each option (RFC 854, RFC 1143).
struct TelnetFilter: Hashable, Sendable {
    private enum State: Hashable, Sendable {
        case data
        case command
        case option(verb: UInt8)
        case subnegotiation
        case subnegotiationCommand
    }

    private enum Code {
        static let interpret: UInt8 = 255
        static let dont: UInt8 = 254
        static let `do`: UInt8 = 253
        static let wont: UInt8 = 252
        static let will: UInt8 = 251
        static let begin: UInt8 = 250
        static let end: UInt8 = 240
    }

    private var state = State.data

    /// The data, without NUL as it follows a CR; what declines options is appended to `answers`.
    mutating func take(_ bytes: [UInt8], answers: inout [UInt8]) -> [UInt8] {
        var data: [UInt8] = []
        for byte in bytes {
            switch state {
            case .data where byte == Code.interpret: state = .command
            case .data: if byte != 0 { data.append(byte) }
            case .command: state = afterCommand(byte, &data)
            case .option(let verb):
                if verb == Code.will { answers += [Code.interpret, Code.dont, byte] }
                if verb == Code.do { answers += [Code.interpret, Code.wont, byte] }
                state = .data
            case .subnegotiation: if byte == Code.interpret { state = .subnegotiationCommand }
            case .subnegotiationCommand: state = byte == Code.end ? .data : .subnegotiation
            }
        }
        return data
    }

    private func afterCommand(_ byte: UInt8, _ data: inout [UInt8]) -> State {
        switch byte {
        case Code.interpret:
            data.append(byte)
            return .data
        case Code.will...Code.dont: return .option(verb: byte)
        case Code.begin: return .subnegotiation
        default: return .data
        }
    }
}
