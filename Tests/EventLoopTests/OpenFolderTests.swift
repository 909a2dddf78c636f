import Platform
import TestSupport
import Testing

@testable import EventLoop

/// A folder that is held open, and what can't be reached from it.
@Suite struct OpenFolderTests {
    private let temporary: TemporaryFolder
    private let folder: OpenFolder

    init() throws {
        temporary = try TemporaryFolder()
        try temporary.write("secret", to: "secret")
        try temporary.write("own", to: "open/deep/own")
        let path = temporary.path + "/open"
        for (target, name) in [("../secret", "link"), ("..", "door"), ("deep", "inside")] {
            try #require(unsafe symlink(target, "\(path)/\(name)") == 0)
        }
        try #require(unsafe mkfifo("\(path)/fifo", 0o600) == 0)
        folder = try OpenFolder(path: path)
    }

    private func put(
        _ way: [String], _ text: String, over mark: String = "own", isWhole: Bool = true
    ) throws {
        let (mark, bytes) = (Array(mark.utf8), Array(text.utf8))
        let put: Bool? = try folder.put(way, length: mark.count, mayReplace: { $0 == mark }) {
            (output) throws(SystemFault) -> Bool? in
            var output = output
            try output.write(bytes.span)
            try output.close()
            return isWhole ? true : nil
        }
        #expect(put == (isWhole ? true : nil))
    }

    @Test func readsWhatLiesBelowIt() throws {
        #expect(try folder.readAll(["deep", "own"], limit: 3) == Array("own".utf8))
        #expect(throws: FileFault.tooLarge(limit: 2)) {
            try self.folder.readAll(["deep", "own"], limit: 2)
        }
    }

    @Test(arguments: [
        (["link"], FileFault.isLink), (["door", "secret"], .isLink), (["inside", "own"], .isLink),
        (["fifo"], .isFIFO), (["deep"], .isFolder), ([], .isFolder), (["none"], .missing),
        (["none", "own"], .missing), (["deep", "own", "x"], .missing), (["fifo", "x"], .missing),
    ])
    func leadsNowhereElse(_ way: [String], fault: FileFault) throws {
        #expect(throws: fault) { try self.folder.readAll(way, limit: 100) }
        guard fault != .missing else { return }
        #expect(throws: fault) { try self.put(way, "new") }
        #expect(try temporary.text(of: "secret") == "secret")
    }

    @Test func aFileIsReplacedOnlyIfItMayBe() throws {
        #expect(throws: FileFault.notReplaceable(isEmpty: false)) {
            try self.put(["deep", "own"], "new", over: "other")
        }
        try temporary.write("", to: "open/empty")
        #expect(throws: FileFault.notReplaceable(isEmpty: true)) { try self.put(["empty"], "new") }
        #expect(try temporary.text(of: "open/deep/own") == "own")
        try put(["deep", "own"], "own, and new")
        #expect(try temporary.text(of: "open/deep/own") == "own, and new")
        try put(["deep", "other"], "x")
        #expect(try temporary.text(of: "open/deep/other") == "x")
        #expect(try temporary.permissions(of: "open/deep/other") == 0o600)
    }

    /// A second name of a file is a way out of the folder, too.
    @Test func anotherNameOfTheFileKeepsWhatItHas() throws {
        let path = temporary.path
        try #require(unsafe link("\(path)/open/deep/own", "\(path)/second") == 0)
        try #require(unsafe chmod("\(path)/second", 0o640) == 0)
        try temporary.write("left by a run that was killed", to: "open/deep/own.part1")
        try put(["deep", "own"], "own, and new")
        #expect(try temporary.text(of: "second") == "own")
        #expect(try temporary.text(of: "open/deep/own") == "own, and new")
        #expect(try temporary.permissions(of: "open/deep/own") == 0o640)
        #expect(try temporary.text(of: "open/deep/own.part1").hasPrefix("left"))
        #expect(unsafe access("\(path)/open/deep/own.part2", F_OK) != 0)
    }

    @Test(arguments: [["deep", "own"], ["new"]])
    func aFailureLeavesWhatWasThere(_ way: [String]) throws {
        let full = SystemFault(operation: .write, code: ENOSPC)
        try put(way, "half", isWhole: false)
        #expect(throws: FileFault.system(full)) {
            try self.folder.put(way, length: 3, mayReplace: { _ in true }) {
                (output) throws(SystemFault) -> Bool? in
                var output = output
                try output.writeThrough([1, 2, 3].span)
                throw full
            }
        }
        #expect(try temporary.text(of: "open/deep/own") == "own")
        #expect(throws: FileFault.missing) { try self.folder.readAll(["new"], limit: 9) }
        #expect(throws: FileFault.missing) {
            try self.folder.readAll(["deep", "own.part1"], limit: 9)
        }
    }

    /// Whoever puts another folder at the path of one that is held open changes nothing.
    @Test func aFolderThatIsMovedStaysTheSame() throws {
        let path = temporary.path
        try #require(unsafe rename("\(path)/open", "\(path)/moved") == 0)
        try temporary.write("another's", to: "open/deep/own")
        #expect(try folder.readAll(["deep", "own"], limit: 9) == Array("own".utf8))
    }

    @Test func onlyAFolderIsOne() throws {
        #expect(throws: FileFault.system(SystemFault(operation: .open, code: ENOTDIR))) {
            _ = try OpenFolder(path: self.temporary.path + "/secret")
        }
        #expect(throws: FileFault.missing) {
            _ = try OpenFolder(path: self.temporary.path + "/none")
        }
        // A person may name a link.
        let door = try OpenFolder(path: temporary.path + "/open/door")
        #expect(try door.readAll(["secret"], limit: 9) == Array("secret".utf8))
        #expect(try OpenFolder(path: temporary.path).path == door.path)
    }
}
