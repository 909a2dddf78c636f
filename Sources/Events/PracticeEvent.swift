/// What is said to somebody who works at an exercise, beside what the lab says.
package enum PracticeEvent: Sendable {
    /// An exercise was opened: its title, and how many commands of an earlier time were run again.
    case opened(title: String, points: Int, checks: Int, resumed: Int)
    /// What is to be done.
    case task([String])
    /// The first check that does not pass: its name and points, what it says, and a command that shows it.
    case failing(name: String, points: Int, said: [String], show: String?, earned: Int, of: Int)
    /// Every check passes; so many points, of which hints have cost some.
    case passing(earned: Int, of: Int, cost: Int)
    /// What was typed is not graded.
    case notGraded(String)
    /// A hint about a check, and what it cost.
    case hint(check: String, text: String, cost: Int)
    /// There is no hint that was not given.
    case noHint(check: String)
    /// The lines of the right answer.
    case solution([String])
    /// The right answer is for those who have one, or the exercise has none.
    case noSolution(isEarned: Bool)
    /// The commands were written to a file.
    case submitted(file: String, count: Int)
    /// A file has something else in it, and stays as it is.
    case notReplaced(file: String)
    /// The exercises of a folder.
    case list([Entry], current: String)
    /// There is no such exercise, or none behind the last.
    case noExercise(String?, known: [String])
    /// A file is looked at whenever it is saved.
    case watching(file: String)
    /// It can't be read yet.
    case unread(file: String)

    /// An exercise of a folder.
    package struct Entry: Sendable {
        /// The name of its folder.
        package let name: String
        /// What it is called.
        package let title: String
        /// Whether every check has passed.
        package let isDone: Bool

        /// An exercise.
        package init(name: String, title: String, isDone: Bool) {
            self.name = name
            self.title = title
            self.isDone = isDone
        }
    }
}
