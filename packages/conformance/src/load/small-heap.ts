/**
 * Node's arguments for measuring memory. In a large heap V8 collects garbage late, and later on machines with more
 * memory. In a small heap a process uses only the memory that it needs, and exits if it needs more.
 */
export const SMALL_HEAP: readonly string[] = ['--max-old-space-size=128', '--max-semi-space-size=4']
