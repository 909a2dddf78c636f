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

    /// A line for each step, with the node in front.
    private mutating func write(_ steps: [ReachStep]) {
        let columns = Columns(.fitting(steps.map(\.node), after: 2))
        for step in steps {
            page.fill(2)
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
    var command: Composed {
        Composed { page in
            page.say(PathPhrase.send, (.node, sender), (.packet, Characters(packet[...])))
        }
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
