package import Cipher
package import EventLoop
package import Network
package import Tunnel
package import Wire

/// Why the network refused something that a person asked for; nothing has changed then.
package enum FabricFault: Error, Equatable, Sendable {
    /// A tunnel of this name is open.
    case tunnelExists(String)
    /// No tunnel of this name was ever open.
    case noSuchTunnel(String)
    /// The tunnel of this name has been closed.
    case tunnelClosed(String)
    /// One end of the tunnel is in another process, and this would take both.
    case otherEndElsewhere(String)
    /// Both ends of the tunnel are here, and this is about one in another process.
    case bothEndsHere(String)
    /// What only the client end can send was asked of a lab that has the server end.
    case clientElsewhere(String)
    /// Nothing authentic has come from the other end yet, so nobody knows where it is.
    case peerUnknown(String)
    /// The tunnel of this name receives on this SPI at the same port.
    case spiTaken(SPI, tunnel: String)
    /// A key is not as long as the suite asks.
    case keyLength(ESPSuite)
    /// The policy of this number, from 1, has the same selectors; at the gateway of this name, where that is
    /// not the one that was asked.
    case policyRepeated(number: Int, at: String?)
    /// The policy of this number, from 1, has the same prefixes and shares some of the packets, so that none of the two
    /// is the longer match; at the gateway of this name, where that is not the one that was asked.
    case policyAmbiguous(number: Int, at: String?)
    /// No policy has this number.
    case noSuchPolicy(Int, count: Int)
    /// There are as many policies as there can be.
    case tooManyPolicies(limit: Int)
    /// No more tunnels can be open at once.
    case tooManyTunnels(limit: Int)
    /// An end of the tunnel receives by as many SAs as it can; the oldest is kept for what is under way.
    case tooManyAssociations(String, limit: Int)
    /// What is written down of the network can't be changed so.
    case topology(TopologyFault)
    /// The network can't be changed so while tunnels are open.
    case tunnelsOpen
    /// Tunnels are between two gateways, and there are not so many.
    case noTunnelGateways
    /// No node that could send the packet has its source, and none stands for any address.
    case noSender(IPAddress)
    /// The node of this name is no host: it asks nobody anything, and offers nothing.
    case noHost(String)
    /// The host can't ask that.
    case probe(ProbeFault)
    /// No link has this name; `known` are those that there are.
    case noSuchLink(String, known: [String])
    /// The text does not fit into one datagram.
    case messageTooLarge(bytes: Int, limit: Int)
    /// The packet can't be built.
    case packet(WireFault)
    /// Somebody else has the loopback port that this end was to have, or it may not be used.
    case port(Port, TunnelRole, SystemFault)
    /// The packet did not arrive, so that nobody answers it.
    case notDelivered(Int)
    /// No host would answer the packet, or not with these flags.
    case notAnswerable(Int)
    /// The packet went through no tunnel, so that there is no datagram of it.
    case neverSealed(Int)
    /// The packet is no whole TCP segment, so that nobody can speak for one end of its connection.
    case noSegment(packet: Int)
    /// The ESP packet of the packet of this number is too long ago.
    case frameForgotten(packet: Int)
    /// The datagram has no such bit; its last one is `last`.
    case noSuchBit(Int, last: Int)
    /// The datagram can't be cut to so many bytes; `last` are the most that are left of it.
    case noSuchCut(Int, last: Int)
    /// The system refused a socket or a wait.
    case system(SystemFault)
    /// libcrypto can't do what the tunnel needs.
    case cipher(CipherFault)
}
