package import Firewall
import Grammar
package import Timeline
package import Wire

/// Everything that a person can tell the lab to do.
package enum LabCommand: Sendable {
    /// `rule ...`
    case rule(RuleCommand)
    /// `packet ...`
    case packet(PacketCommand)
    /// `tunnel ...`
    case tunnel(TunnelCommand)
    /// `expect ...`
    case expect(ExpectCommand)
    /// The commands about the lab itself.
    case lab(SessionCommand)
}

/// What can be done with the firewall's rules.
package enum RuleCommand: Sendable {
    /// Put a rule at a number, or at the end.
    case add(Rule, at: Placed<Int>?, range: Range<Int>)
    /// Show the rules and how often each decided.
    case list
    /// Take one out.
    case delete(Placed<Int>)
    /// Give one another number.
    case move(Placed<Int>, to: Placed<Int>)
    /// Put another rule in its place.
    case replace(Placed<Int>, with: Rule, range: Range<Int>)
    /// Take all out.
    case clear
    /// Say what happens to a packet that no rule matches.
    case setDefault(Action)
}

/// What can be done with packets.
package enum PacketCommand: Sendable {
    /// Build packets and put them on their way.
    case send(PacketRequest)
    /// Say what would happen.
    case test(PacketRequest)
    /// Show the layers of a packet.
    case show(Placed<Int>)
    /// Show the bytes of a packet wherever they differ.
    case bytes(Placed<Int>)
    /// Show the way that a packet took.
    case trace(Placed<Int>)
    /// List the packets that are kept.
    case list
}

/// A packet as a person asks for it.
package struct PacketRequest: Sendable {
    /// The transports that can be asked for.
    package enum Transport: String, CaseIterable, Sendable {
        case tcp
        case udp
        case icmp
    }

    /// What the packet carries: a TCP SYN, a UDP datagram or an ICMP echo request.
    package var transport: Transport
    /// Where it comes from; without a port the lab picks one.
    package var source: Endpoint
    /// Where it goes; with a port unless it is ICMP.
    package var destination: Endpoint
    /// The bytes behind the headers.
    package var data: [UInt8]
    /// The tunnel that it has to take.
    package var via: Placed<String>?
    /// How many such packets to send, each with a number of its own.
    package var count: Int
    /// The bytes of the line that say which packet.
    package var range: Range<Int>

    /// The most packets that one command sends.
    package static let countLimit = 100_000
}

/// One end of a tunnel.
package enum TunnelSide: String, CaseIterable, Sendable {
    /// At `gw-a`; it opens the conversation.
    case client
    /// At `gw-b`; it answers.
    case server
}

/// What can be done with tunnels.
package enum TunnelCommand: Sendable {
    /// Make both ends.
    case open(TunnelRequest)
    /// Carry a text to the server end, and its echo back.
    case send(Placed<String>, text: Placed<[UInt8]>)
    /// Give one end another key.
    case key(Placed<String>, TunnelSide, Placed<[UInt8]>)
    /// Show the state of one tunnel.
    case show(Placed<String>)
    /// List the open tunnels.
    case list
    /// Close both ends, and wipe their keys.
    case close(Placed<String>)
}

/// A tunnel as a person asks for it.
package struct TunnelRequest: Sendable {
    /// Where the keys come from.
    package enum Keys: Sendable {
        /// The system's generator, or the lab's seed when it has one.
        case generated
        /// Written by the person: 32 bytes of key, or 36 with the salt behind it.
        case given(Placed<[UInt8]>)
        /// Derived from a password.
        case password(Placed<[UInt8]>)
    }

    /// What a person may fix about one end.
    package struct End: Sendable {
        /// The SPI on which the end receives (RFC 4301 section 4.1: the receiver chooses it).
        package var spi: Placed<SPI>?
        /// The loopback port on which the end receives.
        package var port: Placed<Port>?
    }

    /// The tunnel's name.
    package var name: Placed<String>
    /// Where the keys come from.
    package var keys: Keys
    /// The end at `gw-a`.
    package var client = End()
    /// The end at `gw-b`.
    package var server = End()
}

/// What can be claimed about the last packet or message.
package enum ExpectCommand: Sendable {
    /// It arrived.
    case delivered
    /// The firewall let it pass, or stopped it; decided by this, when given.
    case verdict(Action, by: Decider?)
    /// It was dropped, for this reason when given.
    case refused(DropReason?)
    /// The answer carried these bytes.
    case reply([UInt8])
    /// The rest of the line is a command that is refused and changes nothing.
    case error(firstToken: Int)
}

/// What can be done with the lab itself.
package enum SessionCommand: Sendable {
    /// Make keys from this seed from now on.
    case seed(UInt64)
    /// Show the virtual time.
    case clock
    /// Let virtual time pass.
    case wait(Duration)
    /// Show how many packets ended how.
    case counters
    /// Run the commands of a file.
    case source(Placed<String>)
    /// Write the transcript to a file.
    case transcript(Placed<String>)
    /// Stop writing it.
    case stopTranscript
    /// Explain commands; without words, all of them.
    case help([Placed<String>])
    /// Show the lines typed before.
    case history
    /// Leave.
    case quit
}
