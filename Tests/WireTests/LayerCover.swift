import Testing

@testable import Wire

/// Every byte is in exactly one layer, and every field inside its layer.
func expectCover(
    _ layers: [DissectedLayer], _ count: Int, sourceLocation: SourceLocation = #_sourceLocation
) {
    var end = 0
    var isRight = true
    for layer in layers {
        if layer.range.lowerBound != end { isRight = false }
        end = layer.range.upperBound
        if (layer.fault != nil) != (layer.kind == .unreadable) { isRight = false }
        if layer.fields.isEmpty != (layer.kind == .unreadable) { isRight = false }
        for field in layer.fields {
            if field.range.lowerBound < layer.range.lowerBound
                || field.range.upperBound > layer.range.upperBound
            {
                isRight = false
            }
        }
    }
    #expect(isRight && end == count, "\(layers)", sourceLocation: sourceLocation)
}
