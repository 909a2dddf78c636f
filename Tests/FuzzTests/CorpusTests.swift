import Foundation
import FuzzTargets
import Testing

/// Every file of the corpus goes through its reader, as libFuzzer would give it.
@Suite struct CorpusTests {
    /// The package of the fuzzer, which has the two folders of inputs.
    private static let package = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fuzz")

    private static func files(_ folder: String, _ target: FuzzTarget) throws -> [URL] {
        let place = package.appending(path: "\(folder)/\(target.rawValue)")
        return try FileManager.default.contentsOfDirectory(
            at: place, includingPropertiesForKeys: nil
        ).sorted { $0.path < $1.path }
    }

    @Test(arguments: FuzzTarget.allCases)
    func promisesHoldForTheCorpus(_ target: FuzzTarget) throws {
        let files = try Self.files("Corpus", target)
        for file in files { try run(file, target) }
        #expect(files.count >= 6)
    }

    /// Inputs for which a promise was broken once; none of them may break it again.
    @Test func promisesHoldForWhatOnceFailed() throws {
        var count = 0
        for target in FuzzTarget.allCases {
            // A target that never failed has no folder.
            for file in (try? Self.files("Failed", target)) ?? [] {
                try run(file, target)
                count += 1
            }
        }
        #expect(count > 0)
    }

    private func run(_ file: URL, _ target: FuzzTarget) throws {
        let bytes = Array(try Data(contentsOf: file))
        do throws(BrokenPromise) {
            try target.run(bytes)
        } catch {
            Issue.record("\(target.rawValue)/\(file.lastPathComponent): \(error)")
        }
    }

    /// What libFuzzer begins with is what Garita makes today.
    ///
    /// The examples of the language change with it, and older ones are as good to begin with.
    @Test(arguments: FuzzTarget.allCases.filter { $0 != .language })
    func seedsAreFiles(_ target: FuzzTarget) throws {
        let isRecording = ProcessInfo.processInfo.environment["GARITA_RECORD"] != nil
        #expect(Set(target.seeds.map(\.name)).count == target.seeds.count)
        for seed in target.seeds {
            #expect(!seed.bytes.isEmpty && seed.bytes.count <= target.longestInput, "\(seed.name)")
            let file = Self.package.appending(path: "Corpus/\(target.rawValue)/seed-\(seed.name)")
            if isRecording { try Data(seed.bytes).write(to: file) }
            #expect(try Array(Data(contentsOf: file)) == seed.bytes, "\(seed.name)")
        }
        #expect(!isRecording, "a recording run never passes")
    }

    /// Inputs that end early are what readers trip over most often.
    @Test(arguments: FuzzTarget.allCases)
    func everyTruncationOfASeedIsRead(_ target: FuzzTarget) throws {
        for seed in target.seeds {
            for length in seed.bytes.indices {
                do throws(BrokenPromise) {
                    try target.run(Array(seed.bytes[..<length]))
                } catch {
                    Issue.record("\(seed.name) cut to \(length): \(error)")
                    break
                }
            }
        }
    }
}
