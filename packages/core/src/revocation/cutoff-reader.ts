import type { ReadCutoffs } from '../cutoffs/read-cutoffs.js'
import type { Cutoffs, RevocationStore } from '../cutoffs/store.js'
import { TokenProviderError } from '../errors/errors.js'
import type { Emit } from '../events/events.js'
import { isRecord } from '../primitives/is-record.js'
import { isInstant } from '../primitives/numeric-date.js'
import { isPromise, within } from '../primitives/waiting.js'
import { type Overlay, withLayer } from './overlay.js'

interface Flight {
  readonly answer: Promise<Cutoffs>
  /** When it is given up, on the clock that is never set. */
  readonly until: number
}

/**
 * Makes the reader of the store. A user has at most one read in flight and one behind it: who asks while one is in
 * flight is told by the next, since the first may have been answered before they asked.
 */
export function createCutoffReader(
  store: () => RevocationStore,
  overlay: Overlay,
  storeTimeout: number,
  emit: Emit,
): ReadCutoffs {
  const flights = new Map<string, Flight>()
  let unknown = false

  const known = (cutoffs: Cutoffs): Cutoffs => {
    if (unknown) emit({ type: 'store_recovered' })
    unknown = false
    return cutoffs
  }
  const fail = (cause: unknown): TokenProviderError => {
    if (!unknown) emit({ type: 'store_unknown' }, cause)
    unknown = true
    return new TokenProviderError('revocation_state_unknown')
  }

  /** Asks the store now; a promise is bounded, and whatever comes after the bound is dropped. */
  const start = (userId: string): Cutoffs | Promise<Cutoffs> => {
    // Outside of the try: a missing key is a fault of the configuration and not of the store.
    const asked = store()
    let answer: unknown
    try {
      answer = asked.read(userId)
      if (isCutoffs(answer)) return known(answer)
      if (!isPromise(answer)) throw notCutoffs()
    } catch (thrown) {
      throw fail(thrown)
    }
    const flight: Flight = {
      answer: within(Promise.resolve(answer), storeTimeout)
        .then(value => {
          if (isCutoffs(value)) return known(value)
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
    return flight.answer
  }

  /** Reads that nobody is left to end; the oldest stand first, and all have the same time. */
  const forgetEnded = (): void => {
    const now = performance.now()
    for (const [userId, { until }] of flights) {
      if (until > now) break
      flights.delete(userId)
    }
  }

  /**
   * Waits for another's read, with a timer of one's own: Workers end a request whose client is gone with all it started. A
   * little longer than the read itself, whose own timer tells that it is over.
   */
  const wait = ({ answer, until }: Flight): Promise<Cutoffs> =>
    within(answer, Math.max(0, until - performance.now() + 2) / 1000)

  const join = (flight: Flight): Promise<Cutoffs> =>
    wait(flight).catch((thrown: unknown) => {
      throw thrown instanceof TokenProviderError ? thrown : fail(thrown)
    })

  const readStore = (userId: string): Cutoffs | Promise<Cutoffs> => {
    const flight = flights.get(userId)
    if (flight === undefined || flight.until < performance.now()) return start(userId)
    // A read that started once this one was over started after all of these asked.
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
    // Both what was in force when this was asked and what is now: in between it may have been stored, after the store
    // looked and before it answered.
    return stored.then(cutoffs => withLayer(withLayer(cutoffs, layer), overlay.layer(userId)))
  }
}

/**
 * Whether a store's answer is what the interface says. An answer with other members is not read as "nothing in force":
 * a store that names them otherwise would never revoke anything.
 */
export function isCutoffs(value: unknown): value is Cutoffs {
  if (!isRecord(value) || !isPlain(value)) return false
  for (const name in value) if (!MEMBERS.has(name)) return false
  const { user, app, blockedUntil } = value
  return isCutoff(user) && isCutoff(app) && (blockedUntil === 'forever' || isCutoff(blockedUntil))
}

/** Not a Map, a Date or the like, which have no members to tell them by. */
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
  return new TypeError('The store answered something that is not Cutoffs.')
}
