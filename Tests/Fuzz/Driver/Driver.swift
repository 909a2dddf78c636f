import FuzzTargets
import Platform

/// What libFuzzer calls with each input that it makes up.
///
/// The environment says whose reader it is for: `GARITA_FUZZ_TARGET`. A broken promise ends the
/// program, so that libFuzzer keeps the input.
@c(LLVMFuzzerTestOneInput)
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    // What is longer says nothing that a shorter one does not; libFuzzer forgets it then.
    guard count <= target.longestInput else { return -1 }
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    do throws(BrokenPromise) {
        try target.run(bytes)
    } catch {
        // An optimized build says nothing when it stops.
        let text = Array("broken promise of \(target.rawValue): \(error)\n".utf8)
        _ = unsafe text.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
        abort()
    }
    return 0
}

/// The reader that this run is for.
private let target: FuzzTarget = {
    guard let name = unsafe getenv("GARITA_FUZZ_TARGET"),
        let target = FuzzTarget(rawValue: unsafe String(cString: name))
    else { preconditionFailure("GARITA_FUZZ_TARGET names none of the targets") }
    return target
}()
