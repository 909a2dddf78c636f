import Events
import Network

/// Says what has been proven about whole ways through the network.
struct PathWriter: Writer {
    private typealias Say = PathPhrase
    var page: Page

    mutating func write(_ answer: ReachAnswer) {
        if let witness = answer.witness {
            page.line(Say.found, (.what, witness.command))
            write(witness.steps)
        } else if let bound = answer.bound {
            page.line(ProofPhrase.unknown, (.limit, bound))
        } else {
            page.line(Say.noneFound)
        }
    }

    mutating func write(_ comparison: NetComparison) {
        for entry in comparison.entries {
            let command = SendText(node: entry.sender, packet: entry.packet)
            if entry.isHere {
                page.line(Say.hereOnly, (.what, command), (.node, entry.receiver))
            } else {
                page.line(
                    Say.thereOnly, (.file, comparison.file), (.what, command),
                    (.node, entry.receiver))
            }
        }
        guard let bound = comparison.bound else {
            return comparison.entries.isEmpty
                ? page.line(Say.netsEqual)
                : page.line(Say.netsDiffer, (.count, comparison.entries.count))
        }
        guard !comparison.entries.isEmpty else {
            return page.line(ProofPhrase.unknown, (.limit, bound))
        }
        page.say(Say.netsDiffer, (.count, comparison.entries.count))
        page.line(Say.notAll, (.limit, bound))
    }

    mutating func write(_ check: NetCheckAnswer) {
        for finding in check.findings where page.goesOn { write(finding) }
        page.say(
            Say.checked, (.count, check.nodes), (.total, check.rules),
            (.number, check.translations))
        if check.findings.isEmpty {
            page.say(Say.nothingFound)
        } else {
            page.say(Say.someFound, (.found, check.findings.count))
        }
        if let end = check.end { page.say(Say.ended, (.reason, end)) }
        page.endLine()
    }

    private mutating func write(_ finding: NetCheckAnswer.Finding) {
        switch finding {
        case .loop(let addresses, let nodes):
            page.line(Say.loop, (.what, addresses), (.members, Listed(nodes, last: .and)))
        case .unreached(let node): page.line(Say.unreached, (.node, node))
        case .unknown(let node, let bound):
            page.line(Say.unreachedUnknown, (.node, node), (.limit, bound))
        case .unmet(let node, let list, let number, let rule):
            let text = Characters(rule[...])
            if list == "forward" {
                page.line(Say.unmet, (.node, node), (.number, number), (.rule, text))
            } else {
                page.line(
                    Say.unmetOfList, (.node, node), (.name, list), (.number, number),
                    (.rule, text))
            }
        case .idle(let node, let number, let rule):
            page.line(
                Say.idle, (.node, node), (.number, number), (.rule, Characters(rule[...])))
        }
    }

    /// A line for each step, with the node in front.
    private mutating func write(_ steps: [ReachStep]) {
        let columns = Columns(.fitting(steps.map(\.node), after: 2))
        for step in steps {
            page.begin(columns, step.node)
            write(step.what)
            page.endLine()
        }
    }

    private mutating func write(_ what: ReachStep.What) {
        switch what {
        case .routed(let route):
            page.say(Say.route, (.what, route.prefix))
            if let gateway = route.gateway {
                page.say(NetPhrase.via, (.target, gateway), (.link, route.link))
            } else {
                page.say(NetPhrase.direct, (.link, route.link))
            }
        case .judged(let verdict):
            VerdictText(verdict: verdict.verdict, rule: verdict.rule, list: verdict.list)
                .write(on: &page)
        case .translated(let change): change.write(on: &page)
        case .sealed(let tunnel): page.say(Say.sealed, (.tunnel, tunnel))
        case .opened(let tunnel): page.say(Say.opened, (.tunnel, tunnel))
        case .delivered: page.say(Say.delivered)
        }
    }
}

extension ReachWitness {
    /// The command that sends it.
    var command: SendText { SendText(node: sender, packet: packet) }
}

/// `visitor packet send tcp 203.0.113.9:40000 -> 10.0.1.80:80`.
struct SendText: Written {
    let node: String
    let packet: [UInt8]

    func write(on page: inout Page) {
        page.say(PathPhrase.send, (.node, node), (.packet, Characters(packet[...])))
    }
}

extension PathBound: Written {
    /// Why it is not known whether a packet gets somewhere.
    func write(on page: inout Page) {
        typealias Say = PathPhrase
        switch self {
        case .parts(let limit): page.say(Say.tooManyParts, (.limit, limit))
        case .ended(let end): page.put(end)
        case .unconfirmed: page.say(Say.unconfirmed)
        case .elsewhere(let tunnel): page.say(Say.elsewhere, (.tunnel, tunnel))
        case .fragments: page.say(Say.fragments)
        case .again(let node): page.say(Say.again, (.node, node))
        case .boxes: page.say(Say.tooManyBoxes)
        }
    }
}

extension ReachAnswer: Written {
    /// How a search that should have found nothing ended.
    func write(on page: inout Page) {
        if let witness {
            page.put(witness.command)
        } else if let bound {
            page.say(ProofPhrase.noAnswer, (.limit, bound))
        } else {
            page.say(ProofPhrase.none)
        }
    }
}
