import Commands
import EventLoop
import Events
import Grammar
import Transcript

/// Somebody who makes a page for browsers of what a session has written down so far.
package protocol SessionPage: AnyObject {
    /// Notes an entry; the session is as it is at that moment.
    func note(_ entry: SessionEntry, of session: Session)
    /// The page: UTF-8; nil where it would be too long.
    var bytes: [UInt8]? { get }
}

extension Session {
    /// Has somebody note what is written down from now on, for `transcript html`.
    package func keep(on page: any SessionPage) {
        output.page = ({ [unowned self] in page.note($0, of: self) }, { page.bytes })
    }

    /// `transcript html FILE`.
    ///
    /// - Throws: `LabFault` where nobody has noted anything, it is too much, or the file can't be written.
    func savePage(to file: Placed<String>) throws(LabFault) -> SessionEvent {
        if let page = output.page {
            guard let bytes = page.bytes() else { throw .command(.pageTooLong, file.range) }
            try lab.access.write(file, over: .handedOut) { (output) throws(SystemFault) in
                try output.write(bytes.span)
                return true
            }
        } else if lab.access.shelf == nil {
            throw .command(.noPageHere, file.range)
        }
        return .pageSaved(file.value)
    }
}
