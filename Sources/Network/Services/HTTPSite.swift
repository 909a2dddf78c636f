/// The pages of a web server (RFC 9110, RFC 9112).
package struct HTTPSite: Hashable, Sendable {
    /// A page.
    package struct Page: Hashable, Sendable {
        /// Its path, which begins with `/`.
        package let path: String
        /// Its text.
        package let text: String

        /// The page at a path.
        package init(path: String, text: String) {
            self.path = path
            self.text = text
        }
    }

    /// The pages; of two with one path the first counts.
    package let pages: [Page]

    /// A site of some pages.
    ///
    /// - Returns: Nil where a path does not begin with `/`, or all does not fit into a response of at most half of
    ///   `HostLimits.sendBuffer`.
    package init?(pages: [Page]) {
        for page in pages {
            guard page.path.hasPrefix("/"), page.text.utf8.count <= HostLimits.sendBuffer / 2 else {
                return nil
            }
        }
        self.pages = pages
    }

    /// A request for the page at a path, as the last one of its connection.
    static func request(path: String, host: String) -> [UInt8] {
        Array("GET \(path) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n".utf8)
    }

    /// The response to a request, once its head is whole; nil before that.
    ///
    /// A body is not waited for: nothing here takes one.
    func answer(_ head: [UInt8]) -> ServiceReply? {
        guard let lines = Self.lines(of: head) else {
            guard head.count > HostLimits.line else { return nil }
            return respond(400, method: "", target: "", notes: [.tooLong])
        }
        return answer(lines: lines)
    }

    /// The response where no more of a head comes.
    func answer(unfinished head: [UInt8]) -> ServiceReply {
        respond(400, method: "", target: "", notes: [.malformed])
    }

    private func answer(lines: [String]) -> ServiceReply {
        let words = (lines.first ?? "").split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[2] == "HTTP/1.1" || words[2] == "HTTP/1.0",
            !words[0].isEmpty, words[0].utf8.allSatisfy(Self.isToken), words[1].hasPrefix("/")
        else { return respond(400, method: "", target: "", notes: [.malformed]) }
        let (method, target) = (String(words[0]), String(words[1]))
        let names = lines.dropFirst().map { $0.prefix { $0 != ":" }.lowercased() }
        // RFC 9112 section 3.2 asks for exactly one Host, section 5.1 for no blank before a colon.
        let hosts = names.count { $0 == "host" }
        let isWell =
            lines.dropFirst().allSatisfy { $0.contains(":") && !$0.hasPrefix(" ") }
            && names.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(Self.isToken) }
        guard isWell, hosts == 1 || (hosts == 0 && words[2] == "HTTP/1.0") else {
            return respond(400, method: method, target: target)
        }
        guard method == "GET" || method == "HEAD" else {
            return respond(405, method: method, target: target)
        }
        let path = target.prefix { $0 != "?" }
        guard let page = pages.first(where: { $0.path == path }) else {
            return respond(404, method: method, target: target)
        }
        return respond(200, method: method, target: target, text: page.text)
    }

    private func respond(
        _ status: Int, method: String, target: String, text: String? = nil,
        notes: [ServiceNote] = []
    ) -> ServiceReply {
        let reason = Self.reasons[status] ?? ""
        let body = text ?? "\(status) \(reason)\n"
        var reply = ServiceReply()
        reply.notes = notes + [.request(method: method, target: target, status: status)]
        reply.say("HTTP/1.1 \(status) \(reason)\r\n")
        if status == 405 { reply.say("Allow: GET, HEAD\r\n") }
        reply.say("Content-Type: text/plain\r\nContent-Length: \(body.utf8.count)\r\n")
        reply.say("Connection: close\r\n\r\n")
        if method != "HEAD" { reply.say(body) }
        reply.closes = true
        return reply
    }

    /// The reason phrases (RFC 9110 section 15) of what is answered.
    package static let reasons = [
        200: "OK", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed",
    ]

    /// The lines before the first empty one; nil where there is none within `HostLimits.line`.
    static func lines(of head: [UInt8]) -> [String]? {
        var lines: [String] = []
        var start = 0
        for index in head.indices.prefix(HostLimits.line)
        where head[index] == LineBuffer.lineFeed {
            var line = head[start..<index]
            if line.last == LineBuffer.carriageReturn { line.removeLast() }
            start = index + 1
            // An empty line before a request is skipped (RFC 9112 section 2.2).
            if line.isEmpty, lines.isEmpty { continue }
            guard !line.isEmpty else { return lines }
            lines.append(String(decoding: line, as: UTF8.self))
        }
        return nil
    }

    /// Whether a byte may be in a token (RFC 9110 section 5.6.2).
    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
