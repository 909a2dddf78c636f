/// One stretch of a packet's bytes: a header with its fields, or data.
package struct DissectedLayer: Hashable, Sendable {
    /// What the bytes are.
    package let kind: LayerKind
    /// Which bytes of the packet they are.
    package let range: Range<Int>
    /// The fields in the order of the header; empty where `kind` is `unreadable`.
    package internal(set) var fields: [DissectedField] = []
    /// What ESP does for them.
    package internal(set) var protection = Protection.none
    /// Why the bytes are no header; nil unless `kind` is `unreadable`.
    package let fault: WireFault?

    /// A layer of readable bytes, without fields so far.
    init(_ kind: LayerKind, _ range: Range<Int>) {
        self.kind = kind
        self.range = range
        fault = nil
    }

    /// A layer of bytes that `fault` keeps from being read.
    init(unreadable fault: WireFault, _ range: Range<Int>) {
        kind = .unreadable
        self.range = range
        self.fault = fault
    }

    /// The first field called `name`.
    package func field(_ name: FieldName) -> DissectedField? {
        for field in fields where field.name == name { return field }
        return nil
    }

    /// Adds the field of `length` bytes at `offset` from the layer's start.
    mutating func add(_ name: FieldName, at offset: Int, length: Int, _ value: FieldValue) {
        let start = range.lowerBound + offset
        fields.append(DissectedField(name: name, range: start..<(start + length), value: value))
    }
}
