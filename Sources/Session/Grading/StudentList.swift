package import Events
import Reports

/// Who is to hand something in, and in which file.
package struct StudentList: Sendable {
    /// A student.
    package struct Student: Sendable {
        /// What the student is called in grades, and by what a variant is derived.
        package let name: String
        /// The file that the list names; nil: one that is called like the student.
        package let file: String?
    }

    /// The students in the order of the list.
    package let students: [Student]

    /// The largest list that is read, in bytes.
    package static let sizeLimit = 16 << 20

    /// Reads a table with a column `student`, and perhaps one `submission`.
    ///
    /// - Throws: `StudentListFault` at the first row that makes no sense.
    package init(_ bytes: [UInt8]) throws(StudentListFault) {
        let rows: [CSVText.Row]
        do {
            rows = try CSVText(bytes).rows
        } catch {
            switch error {
            case .openQuote(let line): throw StudentListFault(.openQuote, line)
            case .binary: throw StudentListFault(.noText, 1)
            }
        }
        let heads = rows.first?.cells.map { Self.trimmed($0).lowercased() } ?? []
        guard let column = heads.firstIndex(of: "student") else {
            throw StudentListFault(.noColumn, 1, rows.first?.cells ?? [])
        }
        let fileColumn = heads.firstIndex(of: "submission")
        var students: [Student] = []
        var names: Set<String> = []
        for row in rows.dropFirst() {
            guard row.cells.count == heads.count else {
                throw StudentListFault(
                    .cells(row.cells.count, expected: heads.count), row.number, row.cells)
            }
            let name = Self.trimmed(row.cells[column])
            guard !name.isEmpty, names.insert(name).inserted else {
                throw StudentListFault(.name(name), row.number, row.cells)
            }
            let file = fileColumn.map { Self.trimmed(row.cells[$0]) } ?? ""
            students.append(Student(name: name, file: file.isEmpty ? nil : file))
        }
        self.students = students
    }

    /// The files of students, in the order of the list, and then those that are nobody's; nil: nothing was handed in.
    ///
    /// A file is a student's when the list names its path or its name, or else when it, or the folder in which it lies,
    /// is called like the student, with or without an ending.
    package func assigned(_ files: [String]) -> [(name: String, file: String?)] {
        var places: [String: Int] = [:]
        for (place, file) in files.enumerated().reversed() {
            for name in Self.names(of: file) { places[name] = place }
        }
        var taken: Set<Int> = []
        var assigned: [(name: String, file: String?)] = []
        for student in students {
            let place = places[student.file ?? student.name]
            if let place { taken.insert(place) }
            assigned.append((student.name, place.map { files[$0] }))
        }
        for (place, file) in files.enumerated() where !taken.contains(place) {
            assigned.append((file, file))
        }
        return assigned
    }

    /// By what a file can be named: its path, its name, its name without an ending, its folder.
    private static func names(of file: String) -> [String] {
        let parts = file.split(separator: "/").map(String.init)
        guard let name = parts.last else { return [file] }
        let stem = name.lastIndex(of: ".").map { String(name[..<$0]) }
        return [file, name] + (stem.map { [$0] } ?? []) + parts.dropLast().suffix(1)
    }

    private static func trimmed(_ text: String) -> String {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        let rest = text.drop(while: isBlank)
        return String(
            rest[..<(rest.lastIndex { !isBlank($0) }.map(rest.index(after:)) ?? rest.startIndex)])
    }
}

/// Where a list of students is wrong, and why.
package struct StudentListFault: Error, Sendable {
    /// The line, from 1.
    package let line: Int
    /// Its text, as far as it could be read.
    package let text: [UInt8]
    /// What is wrong.
    package let problem: StudentListProblem

    /// What is wrong, as a fault of a line.
    package var fault: LabFault { .command(.students(problem), 0..<0) }

    init(_ problem: StudentListProblem, _ line: Int, _ cells: [String] = []) {
        self.line = line
        self.problem = problem
        text = Array(cells.joined(separator: ",").utf8)
    }
}
