import type { ReadCutoffs } from '../cutoffs/read-cutoffs.js'
import type { Cutoffs, RevocationStore } from '../cutoffs/store.js'
import { TokenProviderError } from '../errors/errors.js'
import type { Emit } from '../events/events.js'
import { isRecord } from '../primitives/is-record.js'
import { isInstant } from '../primitives/numeric-date.js'
import { isPromise, within } from '../primitives/waiting.js'
import { areTaken, createSlots, sweepSlots, takeSlot } from '../settings/slots.js'
import { type Overlay, withLayer } from './overlay.js'

/** How many reads of a store may be pending: beyond it, the store hangs, and each further read would only cost memory. */
const MAX_READS = 10_000

/** After this time, in seconds, a read that the store never ends no longer counts. */
const MAX_READ_SECONDS = 60

interface Flight {
  readonly result: Promise<Cutoffs>
  /** When the read times out, on the monotonic clock (`performance.now()`). */
  readonly until: number
}

/**
 * Creates the reader of the store. Each user has at most one read in flight and one waiting. A call during a read waits
 * for the next read, because the store may have looked up the first result before the call.
 */
export function createCutoffReader(
  store: () => RevocationStore,
  overlay: Overlay,
  storeTimeout: number,
  emit: Emit,
): ReadCutoffs {
  const flights = new Map<string, Flight>()
  const slots = createSlots()
  let unknown = false

  const succeed = (cutoffs: Cutoffs): Cutoffs => {
    if (unknown) emit({ type: 'store_recovered' })
    unknown = false
    return cutoffs
  }
  const fail = (cause: unknown): TokenProviderError => {
    if (!unknown) emit({ type: 'store_unknown' }, cause)
    unknown = true
    return new TokenProviderError('revocation_state_unknown')
  }

  /** Reads the store now. A promise has a time limit; a later result is ignored. */
  const start = (userId: string): Cutoffs | Promise<Cutoffs> => {
    // Outside of the try: a missing key is an error of the configuration and not of the store.
    const source = store()
    let result: unknown
    try {
      void sweepSlots(slots, MAX_READS)
      if (areTaken(slots, MAX_READS)) throw new Error(`The store has not responded to ${MAX_READS} reads.`)
      result = source.read(userId)
      if (isCutoffs(result)) return succeed(result)
      if (!isPromise(result)) throw notCutoffs()
    } catch (thrown) {
      throw fail(thrown)
    }
    const read = Promise.resolve(result)
    const free = takeSlot(slots, MAX_READ_SECONDS)
    read.then(free, free)
    const flight: Flight = {
      result: within(read, storeTimeout)
        .then(value => {
          if (isCutoffs(value)) return succeed(value)
          throw notCutoffs()
        })
        .catch((thrown: unknown) => {
          throw fail(thrown)
        })
        .finally(() => {
          if (flights.get(userId) === flight) flights.delete(userId)
        }),
      until: performance.now() + storeTimeout * 1000,
    }
    forgetEnded()
    flights.delete(userId)
    flights.set(userId, flight)
    return flight.result
  }

  /**
   * Removes timed-out reads of requests that Workers have ended. The oldest come first; all have the same time limit.
   */
  const forgetEnded = (): void => {
    const now = performance.now()
    for (const [userId, { until }] of flights) {
      if (until > now) break
      flights.delete(userId)
    }
  }

  /**
   * Waits for the read of another request, with its own timer: when a client is gone, Workers end its request and all
   * that it started. It waits a little longer than the read, so that the read's own timer fires first.
   */
  const wait = ({ result, until }: Flight): Promise<Cutoffs> =>
    within(result, Math.max(0, until - performance.now() + 2) / 1000)

  const join = (flight: Flight): Promise<Cutoffs> =>
    wait(flight).catch((thrown: unknown) => {
      throw thrown instanceof TokenProviderError ? thrown : fail(thrown)
    })

  const readStore = (userId: string): Cutoffs | Promise<Cutoffs> => {
    const flight = flights.get(userId)
    if (flight === undefined || flight.until < performance.now()) return start(userId)
    // Wait for the current read, then use a read that started later: it sees everything stored before this call.
    const next = (): Cutoffs | Promise<Cutoffs> => {
      const other = flights.get(userId)
      return other === undefined || other === flight ? start(userId) : join(other)
    }
    return wait(flight).then(next, next)
  }

  return userId => {
    const layer = overlay.layer(userId)
    const stored = readStore(userId)
    if (!isPromise(stored)) return withLayer(stored, layer)
    // Applies the layer of the call and the layer of now. A revocation that was pending at the call may be stored by now,
    // but only after the store looked up its result.
    return stored.then(cutoffs => withLayer(withLayer(cutoffs, layer), overlay.layer(userId)))
  }
}

/**
 * Whether a store's result has the shape of Cutoffs. Other members are refused and not read as "nothing in force": a
 * store that uses other names would never revoke anything.
 */
export function isCutoffs(value: unknown): value is Cutoffs {
  if (!isRecord(value) || !isPlain(value)) return false
  for (const name of Object.keys(value)) if (!MEMBERS.has(name)) return false
  const { user, app, blockedUntil } = value
  return isCutoff(user) && isCutoff(app) && (blockedUntil === 'forever' || isCutoff(blockedUntil))
}

/** Whether a value is a plain object. A Map or a Date would pass for an object without members. */
function isPlain(value: object): boolean {
  return (
    Object.getPrototypeOf(value) === Object.prototype ||
    Object.prototype.toString.call(value) === '[object Object]'
  )
}

const MEMBERS: ReadonlySet<string> = new Set(['user', 'app', 'blockedUntil'])

function isCutoff(value: unknown): boolean {
  return value === undefined || isInstant(value)
}

function notCutoffs(): TypeError {
  return new TypeError('The store returned something other than Cutoffs.')
}
