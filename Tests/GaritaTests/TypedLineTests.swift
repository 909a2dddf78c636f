import Commands
import EventLoop
import Grammar
import Session
import Synchronization
import Testing
import Transcript

/// From Enter to the answer a typed line is matched once, however many ask what it means.
@Suite struct TypedLineTests {
    /// Counts how often a row was asked to read, or to say what could stand somewhere.
    private final class Counter: Sendable {
        let count = Mutex(0)
    }

    @Test(arguments: [
        ("rule add allow from 192.168.1.100", 1), ("packet test 10.0.0.5 -> 192.168.1.1:80", 1),
        // Two commands, each matched once; and two looks at forms, for where the inner one begins.
        ("expect error rule delete 7", 4),
    ])
    func isMatchedOnce(_ text: String, _ looks: Int) throws {
        let (counter, table) = (Counter(), Language.table())
        let counting = CommandTable(CommandName.allCases.map(\.rawValue)) { index in
            counter.count.withLock { $0 += 1 }
            return table.row(index)
        }
        let session = Session(
            lab: Lab(table: counting),
            output: TextOutput(.plain, try FileOutput(path: "/dev/null")),
            errors: TextOutput(.plain, try FileOutput(path: "/dev/null")))
        // The words that introduce secrets are looked for once in a session.
        _ = session.memory(of: Array("clock".utf8))
        counter.count.withLock { $0 = 0 }
        let line = Array(text.utf8)
        #expect(session.memory(of: line) == .command)
        #expect(session.memory(of: line) == .command)
        _ = try session.run(line)
        #expect(counter.count.withLock { $0 } == looks)
    }
}
