import EventLoop

/// Prints the figures of docs/performance.md, each kind by the name of its command.
@main
enum Main {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            // These need no program.
            switch arguments.first {
            case "proof":
                guard arguments.count == 2 else { throw Failure.usage("proof FOLDER") }
                return try ProofFigures(folder: arguments[1]).print()
            case "classify":
                return try ClassifyFigures(folder: arguments.dropFirst().first).print()
            case "seal": return try SealFigures().print()
            case "scripts": return try ScriptFigures().print()
            case "snapshot": return try SnapshotFigures().print()
            case "roundtrip": return try RoundTripFigures().print()
            case "paths": return try PathFigures().print()
            default: break
            }
            let programs = try Programs(given: Array(arguments.dropFirst()))
            switch arguments.first ?? "all" {
            case "start": try StartFigures(programs).print()
            case "message": try MessageFigures(programs).print()
            case "replay": try ReplayFigures(programs).print()
            case "crossing": try CrossingFigures().print()
            case "grade": try GradeFigures(programs).print()
            case "back": try BackFigures(programs).print()
            case "scan": try ScanFigures(programs).print()
            case "key": try KeyFigures(programs).print()
            case "idle": try IdleFigures(programs).print()
            case "all":
                try StartFigures(programs).print()
                try MessageFigures(programs).print()
                try ReplayFigures(programs).print()
                try CrossingFigures().print()
                try SealFigures().print()
                try ScriptFigures().print()
                try SnapshotFigures().print()
                try RoundTripFigures().print()
                try PathFigures().print()
                try GradeFigures(programs).print()
                try BackFigures(programs).print()
                try ScanFigures(programs).print()
                try KeyFigures(programs).print()
                try IdleFigures(programs).print()
            case let other: throw Failure.usage(other)
            }
        } catch {
            print("error: \(error)")
            Host.exit(1)
        }
    }
}
