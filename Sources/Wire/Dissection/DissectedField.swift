/// One field of a dissected header.
package struct DissectedField: Hashable, Sendable {
    /// The field's name.
    package let name: FieldName
    /// The bytes of the packet that the field lies in; fields under a byte share theirs.
    package let range: Range<Int>
    /// What the field says.
    package let value: FieldValue

    /// The field `name` in the bytes `range`.
    package init(name: FieldName, range: Range<Int>, value: FieldValue) {
        self.name = name
        self.range = range
        self.value = value
    }
}
