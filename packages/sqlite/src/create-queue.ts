import { yieldToOthers } from './yield-to-others.js'

/** Runs some work after the work that was passed before it. */
export type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>

/**
 * Creates a queue. Between two works it lets the event loop run: libsql blocks it while a statement runs, and resolves
 * its promises at once.
 */
export function createQueue(): InTurn {
  let last: Promise<unknown> = Promise.resolve()
  return work => {
    const result = last.then(work)
    last = result.then(yieldToOthers, yieldToOthers)
    return result
  }
}
