import Captures
import Commands
import EventLoop
import Events
import Fabric
import Grammar
import Network
import Transcript

/// Carries out the commands about what is recorded of the links, and saves the keys to read it with.
final class CaptureOperations {
    private let network: LabNetwork
    private let access: Access
    private var fabric: Fabric { network.fabric }
    /// What is recorded, or was last; nil before the first capture.
    private var capture: Capture?

    init(_ network: LabNetwork, _ access: Access) {
        self.network = network
        self.access = access
    }

    /// Whether packets are being captured.
    var isRunning: Bool { capture?.isRunning ?? false }

    /// Takes note of what is written down of the network now.
    func update(to topology: Topology) {
        capture?.topology = topology
    }

    func apply(_ command: CaptureCommand) throws(LabFault) -> CaptureEvent {
        switch command {
        case .start:
            if capture?.isRunning == true { throw .command(.captureRunning, 0..<0) }
            let before = capture?.summary
            let started = Capture(of: fabric.topology)
            fabric.add(started)
            capture = started
            let isEmpty = before?.packets == 0
            return .started(givenUp: isEmpty ? nil : before, fabric.topology)
        case .stop:
            guard let capture, capture.isRunning else {
                throw .command(.noCaptureRunning, 0..<0)
            }
            capture.stop()
            fabric.remove(capture)
            return .stopped(capture.summary)
        case .show: return .shown(capture?.summary)
        case .save(let file, let keys): return try save(file, keys)
        }
    }

    private func save(
        _ file: Placed<String>, _ choice: CapturedKeys
    ) throws(LabFault) -> CaptureEvent {
        guard let capture else { throw .command(.noCapture, file.range) }
        let list = choice == .included ? capture.keys.list : []
        let known = list.filter(ESPTable.knows)
        try access.write(file, over: .savedCapture) { output throws(SystemFault) in
            try output.makePrivate()
            return try CaptureFile.write(
                capture, keys: known,
                comment: { TranscriptWriter.comment(on: $0, capture.topology) }, network.budget
            ) { bytes throws(SystemFault) in
                try output.writeThrough(bytes)
            }
        }
        return .saved(
            file.value, capture.summary, choice == .included ? SavedKeys(list) : nil)
    }

    /// Writes the keys of all open tunnels, and of all SAs that were captured, as Wireshark's table.
    func saveKeys(to file: Placed<String>) throws(LabFault) -> TunnelEvent {
        let captured = capture?.keys.list ?? []
        let open = fabric.sealingKeys.filter { key in
            !captured.contains { $0.isSame(as: key) }
        }
        let list = captured + open
        let known = list.filter(ESPTable.knows)
        try access.write(file, over: .savedKeys) { output throws(SystemFault) in
            try output.makePrivate()
            try ESPTable.withText(of: known, fabric.topology, in: .file) {
                text throws(SystemFault) in
                try output.writeThrough(text)
            }
            return true
        }
        return .keysSaved(file.value, SavedKeys(list))
    }
}
