package import Timeline

/// Why a change of the list was refused; the list is as it was.
package enum RuleSetFault: Error, Equatable, Sendable {
    /// There is no rule of this number.
    case noSuchRule(Int, count: Int)
    /// There is no rule of this name.
    case noRuleCalled(RuleName)
    /// No rule can stand at this number, only at 1 to `count`.
    case noSuchPlace(Int, count: Int)
    /// The same rule stands there already.
    case repeated(Rule, number: Int)
    /// Another rule has the name already.
    case nameTaken(RuleName, number: Int)
    /// The list holds as many rules as it can.
    case full(limit: Int)
    /// The rule is switched on, or off, already.
    case alreadyEnabled(Int, Bool)
    /// There is no set of this name.
    case noSuchSet(SetName)
    /// There is no node of this name.
    case noSuchNode(NodeName)
    /// The node has no address: it stands for any, or is on unnumbered links only.
    case nodeWithoutAddress(NodeName)
    /// A rule refers to the set.
    case setInUse(SetName, number: Int)
    /// The set does not hold these addresses as a member.
    case noSuchMember(SetName)
    /// The set would hold no address any longer.
    case lastMember(SetName)
    /// The set holds these addresses already.
    case repeatedMember(SetName)
    /// A set, or the lab, holds as many as it can.
    case tooManyMembers(limit: Int)
    /// There are as many sets as there can be.
    case tooManySets(limit: Int)
    /// There is no such link at the firewall.
    case noSuchLink(LinkName, known: [LinkName])
    /// The packets of the list are for the node itself, or made by it: none goes out, or has come in, over a link
    /// (netfilter refuses such rules, too: iptables(8), `--in-interface`).
    case noWay(RuleField, in: RuleChain)
    /// The zone has no link of the firewall.
    case zoneElsewhere(LinkName)
    /// The rules name more links than a firewall has, with those of the gateway.
    case tooManyLinks(limit: Int)
    /// The addresses of the rule are of two families, once its sets are looked up: nothing can match.
    case nothingMatches
    /// There is nothing to undo, or to do again.
    case nothingToUndo
    case nothingToRedo
    /// What the change might spend has come to its end.
    case ended(Budget.End)
}
