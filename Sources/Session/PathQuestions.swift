import Commands
import Events
import Fabric
import Firewall
import Grammar
import Network
import Timeline
import Wire

/// The questions about whole ways through the network.
struct PathQuestions {
    let network: LabNetwork

    private var fabric: Fabric { network.fabric }

    /// A packet that gets where a query asks, and its way.
    ///
    /// - Throws: `LabFault` where it names a link or a set that is not there.
    func search(_ query: PathQuery) throws(LabFault) -> ReachAnswer {
        let question = try question(query)
        var answer = ReachAnswer()
        let found = fabric.proofs.paths.find(question, network.budget) { point, sender in
            guard let packet = network.packet(of: point) else { return (nil, []) }
            let way = fabric.proofs.rehearse(packet, from: sender)
            return (way.receiver, way.links)
        }
        switch found {
        case .none: break
        case .unknown(let bound):
            answer.bound = network.budget.end.map(PathBound.ended) ?? bound
        case .found(let point, let sender, _): answer.witness = witness(point, from: sender)
        }
        return answer
    }

    /// What a query asks: of what hosts and sites send, or of what the node sends whose name stands in front.
    private func question(_ query: PathQuery) throws(LabFault) -> PathQuestion {
        let net = fabric.topology
        let senders = network.subject.node.map { [$0] } ?? net.nodeIDs.filter { !net[$0].forwards }
        var question: PathQuestion
        do throws(TopologyFault) {
            question = try PathQuestion(from: senders, along: query.match, in: net)
        } catch {
            throw .command(.network(.topology(error)), query.range)
        }
        do throws(RuleSetFault) {
            question.match = try network.firewall.resolved(network.settled(question.match))
        } catch {
            throw .command(network.fault(error), query.range)
        }
        return question
    }

    /// A witness as a command, with the way that it takes.
    private func witness(_ point: ProofPoint, from sender: NodeID) -> ReachWitness {
        let net = fabric.topology
        var steps: [ReachStep] = []
        if let packet = network.packet(of: point) {
            let way = fabric.proofs.rehearse(packet, from: sender)
            steps = way.steps.compactMap { ReachStep($0, in: net) }
            if let receiver = way.receiver {
                steps.append(ReachStep(net.name(of: receiver), .delivered))
            }
        }
        return ReachWitness(network.text(of: point), from: net.name(of: sender), steps: steps)
    }
}

extension ReachStep {
    /// A step of a rehearsal, if it is to be told.
    fileprivate init?(_ step: Rehearsal.Step, in net: Topology) {
        let what: What
        switch step.what {
        case .arrived: return nil
        case .sealed(let name): what = .sealed(name)
        case .opened(let name): what = .opened(name)
        case .decided(.routed(let route)): what = .routed(RouteRow(route, in: net))
        case .decided(.judged(let verdict)): what = .judged(verdict)
        case .decided(.translated(let change)): what = .translated(change)
        case .decided(.contradicted), .decided(.joined), .decided(.clamped): return nil
        }
        self.init(net.name(of: step.node), what)
    }
}
