import { TokenProviderError } from '../errors.js'
import type { Emit } from '../events.js'
import { isPromise } from '../is-promise.js'
import { isJsonObject } from '../strict-json.js'
import { within } from '../waiting.js'
import type { Overlay } from './overlay.js'
import type { Cutoffs, RevocationStore } from './store.js'

/**
 * Tells what is in force for a user; at once where the store can.
 *
 * @throws {TokenProviderError} `revocation_state_unknown`
 */
export type ReadCutoffs = (userId: string) => Cutoffs | Promise<Cutoffs>

interface Flight {
  readonly answer: Promise<Cutoffs>
  /** The read that starts when this one is over, for all who asked meanwhile. */
  next?: Promise<Cutoffs>
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
    let answer: unknown
    try {
      answer = store().read(userId)
    } catch (thrown) {
      throw fail(thrown)
    }
    if (isCutoffs(answer)) return known(answer)
    if (!isPromise(answer)) throw fail(new TypeError('The store answered something that is not Cutoffs.'))
    const flight: Flight = {
      answer: within(Promise.resolve(answer), storeTimeout)
        .then(value => {
          if (isCutoffs(value)) return known(value)
          throw new TypeError('The store answered something that is not Cutoffs.')
        })
        .catch((thrown: unknown) => {
          throw fail(thrown)
        })
        .finally(() => {
          if (flights.get(userId) === flight) flights.delete(userId)
        }),
    }
    flights.set(userId, flight)
    return flight.answer
  }

  const readStore = (userId: string): Cutoffs | Promise<Cutoffs> => {
    const flight = flights.get(userId)
    if (flight === undefined) return start(userId)
    // A read that started once this one was over started after all of these asked.
    const next = (): Cutoffs | Promise<Cutoffs> => flights.get(userId)?.answer ?? start(userId)
    flight.next ??= flight.answer.then(next, next)
    return flight.next
  }

  return userId => {
    const stored = readStore(userId)
    return isPromise(stored)
      ? stored.then(cutoffs => overlay.over(userId, cutoffs))
      : overlay.over(userId, stored)
  }
}

export function isCutoffs(value: unknown): value is Cutoffs {
  if (!isJsonObject(value) || 'then' in value) return false
  const { user, app, blockedUntil } = value
  return isInstant(user) && isInstant(app) && (blockedUntil === 'forever' || isInstant(blockedUntil))
}

function isInstant(value: unknown): boolean {
  return value === undefined || (typeof value === 'number' && Number.isFinite(value))
}
