extension FuzzTarget {
    /// An input to begin with, and the name of its file.
    package typealias Seed = (name: String, bytes: [UInt8])

    /// Small inputs that reach most of the reader, for libFuzzer to begin with.
    ///
    /// All of them are bytes that Garita makes; the folder `Corpus` holds them as files.
    package var seeds: [Seed] {
        switch self {
        case .packet: PacketSeeds.all
        case .tunnel: TunnelSeeds.all
        case .capture: CaptureSeeds.all
        case .language: TextSeeds.language
        case .rules: TextSeeds.rules
        case .grading: SubmissionSeeds.all
        }
    }
}
