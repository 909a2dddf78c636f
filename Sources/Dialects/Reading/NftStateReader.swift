import Firewall

/// Reads the values of `ct state` and `ct status`.
struct NftStateReader {
    private let subject: ChainSubject
    /// What is to be said of values that no packet has here.
    private(set) var notes: [ForeignFault] = []

    init(_ subject: ChainSubject) {
        self.subject = subject
    }

    /// The states of the packets that are meant; nil: each packet is.
    mutating func states(
        _ operand: NftOperand, _ first: Word
    ) throws(ForeignFault) -> [ConnectionState]? {
        var states: [ConnectionState] = []
        for word in operand.words {
            if let state = try state(word) { states.append(state) }
        }
        // A packet has one state: as a number it is never the sum of two.
        if operand.isExplicit, operand.shape == .bits {
            guard operand.isNegated else { throw first.fault(.neverMatches) }
            return nil
        }
        if states.isEmpty, !operand.isNegated, let note = notes.last { throw note }
        return ConnectionState.allCases.filter { states.contains($0) != operand.isNegated }
    }

    /// The state of a word; nil, and noted, for one that no packet has here.
    private mutating func state(_ word: Word) throws(ForeignFault) -> ConnectionState? {
        do throws(ForeignProblem) { return try ForeignValues.state(word.text) } catch {
            let known = subject.known(error)
            guard case .matchesNothing = known else { throw word.fault(known) }
            notes.append(word.fault(error))
            return nil
        }
    }

    /// What is to be said of the values of `ct status`, of which one is known: no destination is rewritten here.
    func status(_ operand: NftOperand, _ field: Word) throws(ForeignFault) -> ForeignFault {
        guard operand.words.map(\.bare) == ["dnat"], let word = operand.words.first else {
            throw field.fault(.unsupported(.sourceTranslation))
        }
        let fault = word.fault(subject.known(.matchesNothing(.translated)))
        if !operand.isNegated || subject.known(fault.problem) != .matchesNothing(.translated) {
            throw fault
        }
        return fault
    }
}
