import EventLoop
import Processes

/// Today's ways to show a tunnel, in Python: one packet of 1,400 bytes after the other.
///
/// They need Python with the packages `cryptography` and `scapy`, in an environment of its own: its
/// interpreter is named by `GARITA_BENCH_PYTHON`, else the first `python3` of `PATH` is asked.
struct ScriptFigures {
    private static let runs = 9
    private static let length = 1_400

    func print() throws {
        guard let python = Self.interpreter() else {
            return Swift.print("scripts: skipped, there is no python3")
        }
        let single = try BareCrossing(packetLength: Self.length)
        let scripts = [
            Script(name: "fernet", module: "cryptography", count: 1_500),
            Script(name: "scapy_esp", module: "scapy", count: 600),
        ]
        for script in scripts {
            guard try script.rate(python) != nil else {
                Swift.print("scripts: \(script.name) skipped, \(python) has no \(script.module)")
                continue
            }
            var (rates, own, ratios) = (Series(), Series(), Series())
            for _ in 0..<Self.runs {
                guard let rate = try script.rate(python) else {
                    throw Failure.silent(script.name)
                }
                let alone = try single.rate(packets: 5_000)
                rates.add(rate)
                own.add(alone)
                ratios.add(alone / rate)
            }
            Swift.print("scripts: \(script.name), \(rates.text("crossings a second", digits: 0))")
            Swift.print(
                "scripts: the tunnel \(own.text("a second", digits: 0)),",
                ratios.text("times \(script.name)", digits: 0))
        }
    }

    private static func interpreter() -> String? {
        if let named = Host.environment("GARITA_BENCH_PYTHON") { return named }
        let folders = (Host.environment("PATH") ?? "/usr/bin:/bin").split(separator: ":")
        return folders.map { "\($0)/python3" }.first { System.isExecutable($0) }
    }
}

/// One of the programs in the folder `Scripts`.
private struct Script {
    let name: String
    /// The package that it needs.
    let module: String
    /// How often it does what it measures.
    let count: Int

    /// What it prints: crossings a second; nil when it failed, for want of its package.
    func rate(_ python: String) throws -> Double? {
        let folder = ChildProcess.folder()
        let output = "\(folder)/\(name).out"
        defer { System.remove(output) }
        let path = try Self.folder() + "/\(name).py"
        let child = try Child([python, path, String(count)], output: output)
        guard try child.wait() == 0, let bytes = System.read(output) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
        return Double(text)
    }

    /// Where the programs lie: beside the sources of this one.
    private static func folder() throws -> String {
        let source = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        let folder = source.dropLast(2).joined(separator: "/") + "/Scripts"
        guard System.read(folder + "/fernet.py") != nil else { throw Failure.missing(folder) }
        return folder
    }
}
