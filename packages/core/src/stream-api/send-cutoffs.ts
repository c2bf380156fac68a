import type { ReadState } from '../cutoffs/read-state.js'
import type { Versioned } from '../cutoffs/store.js'
import { inForce } from '../cutoffs/versioned.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import { toRfc3339 } from '../primitives/rfc3339.js'
import { APP, type Attempt, type Attempts, refusalOf, UNKNOWN } from './outcome.js'
import type { CallStream, StreamResult } from './stream-api.js'

/** Sends the cutoffs that are in force for some users, or for the app alone, in one call. */
export type SendCutoffs = (keys: readonly string[]) => Promise<Attempts>

const FIELD = 'revoke_tokens_issued_before'

const FORGOTTEN: Attempt = { kind: 'dropped', reason: 'The store no longer has the cutoff' }

/** What is stored for a key; undefined: it could not be read. */
type Cutoff = { readonly pair: Versioned | undefined } | undefined

/**
 * Creates the call. It sends state, not events: it reads what is in force before the call, and again after the response.
 */
export function createSendCutoffs(call: CallStream, read: ReadState, now: () => NumericDate): SendCutoffs {
  const cutoffOf = async (key: string): Promise<Cutoff> => {
    try {
      const { user, app } = await read(key === APP ? undefined : key, true)
      return { pair: key === APP ? app : user }
    } catch {
      return undefined
    }
  }
  const cutoffsOf = async (keys: readonly string[]): Promise<ReadonlyMap<string, Cutoff>> =>
    new Map(await Promise.all(keys.map(async key => [key, await cutoffOf(key)] as const)))

  return async keys => {
    const before = await cutoffsOf(keys)
    const at = now()
    const dates = new Map<string, string | null>()
    for (const [key, cutoff] of before)
      if (cutoff?.pair !== undefined) dates.set(key, dateOf(cutoff.pair, at))
    const sent = [...dates.keys()]
    const result = sent.length === 0 ? undefined : await call('PATCH', ...requestOf(dates))
    const after = mayHave(result) ? await cutoffsOf(sent) : before
    return new Map(
      keys.map(key => {
        const cutoff = before.get(key)
        if (cutoff === undefined) return [key, UNKNOWN]
        if (cutoff.pair === undefined || result === undefined) return [key, FORGOTTEN]
        const attempt = attemptOf(result, key, sent.length)
        return [key, attempt ?? settledAttempt(cutoff.pair, after.get(key), at, now())]
      }),
    )
  }
}

function requestOf(dates: ReadonlyMap<string, string | null>): readonly [path: string, body: unknown] {
  if (dates.has(APP)) return ['/app', { [FIELD]: dates.get(APP) }]
  return ['/users', { users: [...dates].map(([id, date]) => ({ id, set: { [FIELD]: date } })) }]
}

/** The whole second from which tokens are valid. Stream gets no date in the future. */
function dateOf(pair: Versioned, at: NumericDate): string | null {
  const end = endOf(pair)
  return end === undefined ? null : toRfc3339(Math.min(end, at))
}

function endOf(pair: Versioned): NumericDate | undefined {
  const cutoff = inForce(pair)
  return typeof cutoff === 'number' ? Math.ceil(cutoff) : undefined
}

/** Whether Stream may have what was sent, or does not know the user: then a second read shows whether it still holds. */
function mayHave(result: StreamResult | undefined): boolean {
  return result?.kind === 'done' || (result?.kind === 'refused' && result.missing !== undefined)
}

/** What a call that did not succeed has brought about; undefined: Stream has what was sent. */
function attemptOf(result: StreamResult, key: string, keys: number): Attempt | undefined {
  if (result.kind === 'done') return undefined
  if (result.kind === 'unanswered') return result
  if (keys > 1 && result.status !== 401) return { kind: 'split' }
  // A user whom Stream does not know has no tokens there to revoke.
  if (key !== APP && result.missing !== undefined && names(result.missing, key)) return undefined
  const hint =
    key === APP && result.status === 400
      ? '; for the app it may require a date at least 60 seconds in the past'
      : ''
  return { kind: 'refused', reason: refusalOf(result) + hint }
}

/** Whether a text contains a user id as a word of its own: a wrong path is also a 404. */
function names(text: string, userId: string): boolean {
  return text.split(/[^\w@-]+/).includes(userId)
}

function settledAttempt(sent: Versioned, after: Cutoff, at: NumericDate, now: NumericDate): Attempt {
  // Without a second look, the state may have changed: another call makes sure.
  if (after?.pair === undefined) return { kind: 'changed' }
  if (after.pair.version !== sent.version || after.pair.value !== sent.value) return { kind: 'changed' }
  const end = endOf(sent)
  return end !== undefined && end > at
    ? { kind: 'early', seconds: Math.max(0, end - now) }
    : { kind: 'clean' }
}
