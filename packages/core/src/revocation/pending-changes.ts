import type { RevocationState, Versioned } from '../cutoffs/store.js'
import { covers, larger, revokes } from '../cutoffs/versioned.js'
import type { NumericDate } from '../primitives/numeric-date.js'

/** A command's effect on one key: an instant or 'forever' revokes, null undoes. */
export type Change = ({ readonly userId: string } | { readonly app: true }) & {
  readonly cutoff?: NumericDate | null
  readonly block?: NumericDate | 'forever' | null
}

export type Field = 'cutoff' | 'block'

/** One change of a cutoff or a block that is not stored. */
export interface Pending {
  /** The place of its command in the order of all. */
  readonly order: number
  readonly field: Field
  /** Null: an undo. */
  readonly value: NumericDate | 'forever' | null
  /** The pair that was sent; undefined: not sent yet, or its version could not be read. */
  pair: Versioned | undefined
}

/** What the pending revocations of one key amount to. */
export type Summary = { readonly [Name in Field]: FieldSummary }

export interface FieldSummary {
  /** The largest pair of a revocation. */
  readonly pair: Versioned | undefined
  /** The latest value of a revocation without a pair: it is in force whatever the version of the rest. */
  readonly value: NumericDate | 'forever' | undefined
}

/** The parts of a change, one for each field. */
export function pendingOf(change: Change, order: number): readonly Pending[] {
  const { cutoff, block } = change
  return [
    ...(cutoff === undefined ? [] : [{ order, field: 'cutoff' as const, value: cutoff, pair: undefined }]),
    ...(block === undefined ? [] : [{ order, field: 'block' as const, value: block, pair: undefined }]),
  ]
}

/** Summarizes the pending revocations of one key. Undos are not in force before they are stored. */
export function summarize(...pending: readonly Iterable<Pending>[]): Summary {
  const summary = { cutoff: { ...NO_CHANGES }, block: { ...NO_CHANGES } }
  for (const some of pending) for (const one of some) add(summary[one.field], one)
  return summary
}

const NO_CHANGES: FieldSummary = { pair: undefined, value: undefined }

function add(to: { -readonly [Name in keyof FieldSummary]: FieldSummary[Name] }, one: Pending): void {
  if (one.value === null) return
  to.pair = larger(to.pair, one.pair)
  if (one.pair === undefined && (to.value === undefined || isLonger(one.value, to.value)))
    to.value = one.value
}

/**
 * Whether a change that is stored now makes a failed one before it obsolete: it undid it, or the store has as much.
 *
 * @param state the state of the key after the change
 */
export function settles(change: Pending, failed: Pending, state: RevocationState, isUser: boolean): boolean {
  if (failed.field !== change.field || failed.order > change.order) return false
  const stored = change.field === 'block' ? state.block : isUser ? state.user : state.app
  if (failed.pair !== undefined) return covers(stored, failed.pair)
  return change.value === null || failed.value === null || revokes(stored, failed.value)
}

/** Removes failed changes that a later one repeats, and undos that were never sent. */
export function pruned(failed: readonly Pending[]): readonly Pending[] {
  return failed.filter(
    (one, at) =>
      (one.value !== null || one.pair !== undefined) &&
      !failed.slice(at + 1).some(other => repeats(other, one)),
  )
}

/** A revocation stays in force here, whatever undo was not stored. */
function repeats(other: Pending, one: Pending): boolean {
  if (other.field !== one.field || (other.value === null) !== (one.value === null)) return false
  if (one.pair !== undefined) return covers(other.pair, one.pair)
  return other.pair === undefined && !isLonger(one.value, other.value)
}

function isLonger(one: Pending['value'], other: Pending['value']): boolean {
  if (other === 'forever' || one === null) return false
  return one === 'forever' || other === null || one > other
}
