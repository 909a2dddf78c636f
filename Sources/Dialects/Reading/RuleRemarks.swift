/// What is to be said of a rule that is carried over.
struct RuleRemarks {
    /// What it asks for that no packet is, and what does nothing here.
    var notes: [ForeignFault] = []
    /// What it leaves to chance, and rules here don't; strictly that is a fault.
    var chances: [ForeignFault] = []
}
