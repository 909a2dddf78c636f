import Commands
import EventLoop
import Events
import Fabric
import Grammar
import Transcript

/// Recording what is seen on the links, and the keys to read it with.
extension Lab {
    func apply(_ command: CaptureCommand) throws(LabFault) -> CaptureEvent {
        switch command {
        case .start:
            let before = fabric.capture?.summary
            try onNetwork(0..<0) { () throws(FabricFault) in try fabric.startCapture() }
            let isEmpty = before?.packets == 0
            return .started(givenUp: isEmpty ? nil : before, fabric.topology)
        case .stop:
            try onNetwork(0..<0) { () throws(FabricFault) in try fabric.stopCapture() }
            return .stopped(try capture(at: 0..<0).summary)
        case .show: return .shown(fabric.capture?.summary)
        case .save(let file, let keys): return try save(file, keys)
        }
    }

    private func capture(at range: Range<Int>) throws(LabFault) -> Capture {
        guard let capture = fabric.capture else { throw .command(.noCapture, range) }
        return capture
    }

    private func save(
        _ file: Placed<String>, _ choice: CapturedKeys
    ) throws(LabFault) -> CaptureEvent {
        let capture = try capture(at: file.range)
        let list = choice == .included ? capture.keys.list : []
        let known = list.filter(ESPTable.knows)
        try write(file, over: .savedCapture) { output throws(SystemFault) in
            try output.makePrivate()
            try CaptureFile.write(capture, keys: known) { bytes throws(SystemFault) in
                try output.writeThrough(bytes)
            }
        }
        return .saved(
            file.value, capture.summary, choice == .included ? SavedKeys(list, known) : nil)
    }

    /// Writes the keys of all open tunnels, and of all SAs that were captured, as Wireshark's table.
    func saveKeys(to file: Placed<String>) throws(LabFault) -> TunnelEvent {
        let captured = fabric.capture?.keys.list ?? []
        let open = fabric.sealingKeys.filter { key in
            !captured.contains { $0.spi == key.spi && $0.matches(key.role, key.material) }
        }
        let list = captured + open
        let known = list.filter(ESPTable.knows)
        try write(file, over: .savedKeys) { output throws(SystemFault) in
            try output.makePrivate()
            try ESPTable.withText(of: known, fabric.topology, behind: ESPTable.mark) {
                text throws(SystemFault) in
                try output.writeThrough(text)
            }
        }
        return .keysSaved(file.value, SavedKeys(list, known))
    }
}

extension SavedKeys {
    /// The keys of a list, of which some are known to the other program.
    fileprivate init(_ list: [SealingKey], _ known: [SealingKey]) {
        self.init(
            count: known.count, unknown: list.filter { !ESPTable.knows($0) }.map(\.spi))
    }
}

extension FileMark {
    /// What a capture begins with.
    fileprivate static var savedCapture: FileMark {
        let mark = CaptureFile.mark
        return FileMark(length: mark.count, otherwise: .notSavedCapture) { $0 == mark }
    }

    /// What a table of keys begins with.
    fileprivate static var savedKeys: FileMark {
        let mark = ESPTable.mark
        return FileMark(length: mark.count, otherwise: .notSavedKeys) { $0 == mark }
    }
}
