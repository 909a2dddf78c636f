package import Timeline
package import Wire

/// The connections of a host, and when something of them is due.
///
/// It is worked on by taking a connection out and putting it back; one that is closed does not come back.
package struct ConnectionTable: Sendable {
    /// A connection and who uses it.
    package struct Entry: Sendable {
        /// The connection.
        package var tcp: TCPConnection
        /// Who gets what arrives.
        package var user: ConnectionUser
        fileprivate let number: UInt64
        fileprivate var scheduled: Instant?
    }

    private var entries: [ConnectionKey: Entry] = [:]
    private var keys: [UInt64: ConnectionKey] = [:]
    private var timers = TimerQueue()
    private var halfOpen: [Port: Int] = [:]
    private var probeKeys: [ProbeNumber: ConnectionKey] = [:]
    private var begun: UInt64 = 0

    /// No connections.
    package init() {}

    /// How many there are.
    package var count: Int { entries.count }

    /// The connections, the oldest first.
    package var all: [Entry] { entries.values.sorted { $0.number < $1.number } }

    /// When the first of them has something to do.
    package var deadline: Instant? { timers.next?.deadline }

    /// How many connections to a port are half open.
    package func halfOpen(_ port: Port) -> Int { halfOpen[port] ?? 0 }

    /// Whether there is a connection between these endpoints.
    package func contains(_ key: ConnectionKey) -> Bool { entries[key] != nil }

    /// A connection as it stands.
    package subscript(key: ConnectionKey) -> TCPConnection? { entries[key]?.tcp }

    /// Takes a connection out, to work on it.
    mutating func take(_ key: ConnectionKey) -> Entry? {
        guard let entry = entries.removeValue(forKey: key) else { return nil }
        if entry.tcp.state == .synReceived { count(halfOpen: key.localPort, -1) }
        return entry
    }

    /// Takes out the connection of a probe.
    mutating func take(of probe: ProbeNumber) -> Entry? {
        guard let key = probeKeys[probe] else { return nil }
        return take(key)
    }

    /// Leaves the connection of a probe that is done open; what comes over it is kept from now on.
    mutating func leave(_ probe: ProbeNumber) {
        guard var entry = take(of: probe) else { return }
        probeKeys[probe] = nil
        entry.user = .kept(KeptData())
        put(entry)
    }

    /// Forgets a connection that was taken out.
    mutating func drop(_ taken: Entry) {
        keys[taken.number] = nil
        if case .probe(let number) = taken.user { probeKeys[number] = nil }
        forgetOldTimers()
    }

    /// Takes out the connection that has something to do first, if that is due.
    mutating func takeDue(at instant: Instant) -> Entry? {
        guard let next = timers.next, next.deadline <= instant,
            let key = keys[next.token.rawValue]
        else { return nil }
        _ = timers.popNext()
        var entry = take(key)
        entry?.scheduled = nil
        return entry
    }

    /// Takes in a new connection.
    mutating func begin(_ tcp: TCPConnection, _ user: ConnectionUser) -> Entry {
        begun += 1
        keys[begun] = tcp.key
        if case .probe(let number) = user { probeKeys[number] = tcp.key }
        return Entry(tcp: tcp, user: user, number: begun)
    }

    /// Puts a connection back that was taken out or begun, unless it is closed.
    mutating func put(_ taken: Entry) {
        var entry = taken
        guard entry.tcp.state != .closed else { return drop(entry) }
        if entry.tcp.state == .synReceived { count(halfOpen: entry.tcp.key.localPort, 1) }
        if let deadline = entry.tcp.deadline, deadline != entry.scheduled {
            timers.schedule(TimerToken(rawValue: entry.number), at: deadline)
        }
        entry.scheduled = entry.tcp.deadline
        entries[entry.tcp.key] = entry
        forgetOldTimers()
    }

    /// Timers are not taken out when they change; those that say nothing any more go when they come first.
    private mutating func forgetOldTimers() {
        while let next = timers.next {
            if let key = keys[next.token.rawValue] {
                // One that is being worked on says nothing yet.
                guard let entry = entries[key], entry.scheduled != next.deadline else { return }
            }
            _ = timers.popNext()
        }
    }

    private mutating func count(halfOpen port: Port, _ change: Int) {
        let count = (halfOpen[port] ?? 0) + change
        halfOpen[port] = count == 0 ? nil : count
    }
}

/// Who gets what arrives over a connection.
package enum ConnectionUser: Sendable {
    /// A service of the host.
    case service(ServiceSession)
    /// A probe that runs at the host.
    case probe(ProbeNumber)
    /// A person, who left it open.
    case kept(KeptData)
    /// Nobody any more.
    case nobody
}

/// What came over a connection that a person left open.
package struct KeptData: Hashable, Sendable {
    /// The first bytes: at most `HostLimits.answer`.
    package private(set) var bytes: [UInt8] = []
    /// How many bytes came in all.
    package private(set) var count = 0

    mutating func append(_ data: [UInt8]) {
        count += data.count
        bytes += data.prefix(HostLimits.answer - bytes.count)
    }
}
