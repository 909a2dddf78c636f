import Commands
package import Firewall
package import Network
import Wire

// Whose addresses are translated, and how.

extension NATEnd: CellValue {}

extension FlowEnds: RowValue {
    package var row: Row {
        [
            "protocol": proto, "originator": originator, "responder": responder, "query": query,
        ]
    }
}

extension NATChange: RowValue {
    package var row: Row {
        ["end": end, "before": before, "after": after, "rule": rule, "quoted": isError]
    }
}

extension NATRule: CellValue { package var cell: Cell { .text(Array(text.utf8)) } }

extension NATDependence: CellValue {}
extension NATPortAssignment: CellValue {}
extension NATPooling: CellValue {}
extension NATHairpinning: CellValue {}

extension NATBehavior: RowValue {
    package var row: Row {
        [
            "mapping": mapping, "mapping-in-conflict": mappingInConflict, "filtering": filtering,
            "ports": ports, "pooling": pooling, "hairpinning": hairpinning,
            "deterministic": isDeterministic,
        ]
    }
}
