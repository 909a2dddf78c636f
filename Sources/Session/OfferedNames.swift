import Commands
import EventLoop
import Grammar
import Wire

/// The names of files and of services, for who presses TAB where one can stand.
///
/// Nobody else is told: what lies in a folder is no script's business.
enum OfferedNames {
    /// The names that could stand behind what has been typed of one.
    static func names(for kind: ArgumentKind, _ typed: [UInt8]) -> [String] {
        switch ArgumentName(rawValue: kind.key) {
        case .file, .captureFile: paths(behind: typed)
        case .network: NetFile.library.map(\.name) + paths(behind: typed)
        // There are hundreds of them, and no person means all.
        case .service, .ports, .port: typed.isEmpty ? [] : ServiceName.table.map(\.name)
        default: []
        }
    }

    /// The files, and folders with a `/` behind them, that the beginning of a path could mean.
    ///
    /// Those whose names begin with a dot are left out, and so are those that would need quotes.
    private static func paths(behind typed: [UInt8]) -> [String] {
        let end = typed.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
        let folder = String(decoding: typed[..<end], as: UTF8.self)
        let listed = try? FolderList.names(in: folder.isEmpty ? "." : folder)
        return (listed ?? []).filter { name in
            name.utf8.starts(with: typed[end...]) && name.utf8.allSatisfy(isPlain)
        }
        .map { name in
            folder + name + (FolderList.isFolder(folder + name) ? "/" : "")
        }
    }

    /// Whether a byte needs no quotes.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
