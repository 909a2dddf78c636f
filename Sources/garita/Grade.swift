import ArgumentParser
import EventLoop
import Events
import Session
import Transcript

/// `garita grade EXERCISE SUBMISSION...`: what submissions are worth.
struct Grade: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: ProgramText.grade.english)

    @Argument(help: ArgumentHelp(ProgramText.exercise.english))
    var exercise: String

    @Argument(help: ArgumentHelp(ProgramText.submissions.english))
    var submissions: [String]

    @Option(help: ArgumentHelp(ProgramText.hidden.english, valueName: "file"))
    var hidden: String?

    @Option(help: ArgumentHelp(ProgramText.only.english, valueName: "check"))
    var only: String?

    mutating func run() throws {
        let arguments = self
        try Runner(Flags()).reporting { () throws(SessionFault) in
            let output = try Runner.output(to: Console.output)
            let interrupts = try Evidence.interrupts()
            let status: ExitStatus
            do throws(GradingFault) {
                let exercise = try ExerciseFile.read(
                    arguments.exercise, hidden: arguments.hidden)
                let grader = Grading.grader(exercise)
                let results = try Grading.results(
                    grader, try Grading.files(arguments.submissions)
                ) { interrupts.isInterrupted }
                status = arguments.say(results, exercise, output)
            } catch {
                let errors = try Runner.output(to: Console.errors)
                errors.writer.write(error)
                try Evidence.flush(errors)
                return .wrong
            }
            try Evidence.flush(output)
            if interrupts.isInterrupted { Signal.interrupt.raiseUnanswered() }
            return status
        }
    }

    /// Says what became of submissions; the exit status.
    private func say(
        _ results: [SubmissionResult], _ exercise: Exercise, _ output: TextOutput
    ) -> ExitStatus {
        if let only {
            let isPassed =
                !results.isEmpty
                && results.allSatisfy { result in
                    result.checks.contains { $0.name == only && $0.outcome == .passed }
                }
            guard exercise.checks.contains(where: { $0.name == only }) else { return .wrong }
            return isPassed ? .well : .failed
        }
        if results.count == 1, let result = results.first {
            output.writer.write(result)
        } else {
            output.writer.write(results, of: exercise.title)
        }
        return .well
    }
}
