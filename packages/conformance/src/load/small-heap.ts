/**
 * The arguments to Node under which memory is measured. With room to spare V8 lets garbage pile up, more on a larger machine;
 * in a small heap what a process takes is what it needs, and one that needs more ends.
 */
export const SMALL_HEAP: readonly string[] = ['--max-old-space-size=128', '--max-semi-space-size=4']
