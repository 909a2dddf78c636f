import Cipher
import Commands
import EventLoop
import Events
import Grammar
import Session

/// The texts of an exercise, before it is known whose variant is meant.
struct ExerciseSource {
    private let file: String
    private let bytes: [UInt8]
    private let hidden: (name: String, bytes: [UInt8])?
    private let variants: Variants
    private let secret: [UInt8]
    private let table = Language.table()

    /// The exercise in a file, or in a folder's `exercise.lab`.
    ///
    /// With it come the checks that students do not see: those of a file that is named, or of the folder's `hidden.lab`. One that is not whole is without those.
    init(
        _ path: String, hidden: String? = nil, isWhole: Bool = true
    ) throws(GradingFault) {
        let names = try Grading.names(in: path)
        file = names == nil ? path : "\(path)/exercise.lab"
        let isHiding = isWhole && names?.contains("hidden.lab") == true
        let more = hidden ?? (isHiding ? "\(path)/hidden.lab" : nil)
        bytes = try Self.contents(of: file)
        self.hidden = try more.map { (name) throws(GradingFault) in
            (name, try Self.contents(of: name))
        }
        do {
            variants = try Variants(bytes, file: file)
        } catch {
            throw .exercise(error)
        }
        let folder = Host.parent(of: file) ?? "."
        secret = variants.isEmpty ? [] : try Self.contents(of: "\(folder)/\(Self.secretName)")
    }

    /// The file beside an exercise that nobody gets who works at it.
    static let secretName = "variant.secret"

    /// Whether each student has another one.
    var varies: Bool { !variants.isEmpty }

    /// A file of the exercise as a student has it.
    func text(_ bytes: [UInt8], for student: String) -> [UInt8] {
        variant(of: student)?.applied(to: bytes) ?? bytes
    }

    /// The exercise's own text as a student has it.
    func text(for student: String) -> [UInt8] { text(bytes, for: student) }

    /// The exercise as a student has it.
    func exercise(for student: String) throws(GradingFault) -> Exercise {
        do {
            var exercise = try Exercise(text(for: student), file: file, table)
            if let hidden {
                try exercise.add(
                    hidden: text(hidden.bytes, for: student), file: hidden.name, table)
            }
            return exercise
        } catch {
            throw .exercise(error)
        }
    }

    /// HKDF-SHA256 (RFC 5869) of the secret, with student and name behind one another as info.
    private func variant(of student: String) -> Variant? {
        guard varies else { return nil }
        return variants.variant { name in
            let info = Array(student.utf8) + [0] + Array(name.utf8)
            let salt = Array(Self.salt.utf8)
            guard
                let key = try? KeyDerivation.hkdfSHA256(
                    secret: secret.span, salt: salt.span, info: info.span, count: 8)
            else { preconditionFailure("eight bytes are derived from any secret") }
            return key.withBytes { bytes in
                bytes.indices.reduce(0) { $0 << 8 | UInt64(bytes[$1]) }
            }
        }
    }

    private static let salt = "garita/variant/v1"

    /// What is in a file of an exercise.
    static func contents(of file: String) throws(GradingFault) -> [UInt8] {
        do {
            return try FileInput.readAll(path: file, limit: Exercise.sizeLimit)
        } catch {
            throw .file(file, FileProblem(error))
        }
    }
}
