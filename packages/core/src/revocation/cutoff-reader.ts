import { isState } from '../cutoffs/is-state.js'
import type { ReadState } from '../cutoffs/read-state.js'
import type { RevocationState, RevocationStore } from '../cutoffs/store.js'
import { TokenProviderError } from '../errors/errors.js'
import type { Emit } from '../events/events.js'
import { isPromise, within } from '../primitives/waiting.js'
import { areTaken, createSlots, sweepSlots, takeSlot } from '../settings/slots.js'

/** How many reads of a store may be pending: beyond it, the store hangs, and each further read would only cost memory. */
const MAX_READS = 10_000

/** After this time, in seconds, a read that the store never ends no longer counts. */
const MAX_READ_SECONDS = 60

interface Flight {
  readonly result: Promise<RevocationState>
  /** When the read times out, on the monotonic clock (`performance.now()`). */
  readonly until: number
}

type Flights = Map<string | undefined, Flight>

/**
 * Creates the reader of the store. Each user has at most one read in flight and one waiting; fresh reads are counted
 * apart, because they must not join others. A call during a read waits for the next read, because the store may have
 * looked up the first result before the call.
 */
export function createCutoffReader(
  store: () => RevocationStore,
  storeTimeout: number,
  emit: Emit,
): ReadState {
  const copies: Flights = new Map()
  const fresh: Flights = new Map()
  const slots = createSlots()
  let unknown = false

  const succeed = (state: RevocationState): RevocationState => {
    if (unknown) emit({ type: 'store_recovered' })
    unknown = false
    return state
  }
  const fail = (cause: unknown): TokenProviderError => {
    if (!unknown) emit({ type: 'store_unknown' }, cause)
    unknown = true
    return new TokenProviderError('revocation_state_unknown')
  }

  /** Reads the store now. A promise has a time limit; a later result is ignored. */
  const start = (
    userId: string | undefined,
    flights: Flights,
  ): RevocationState | Promise<RevocationState> => {
    // Outside of the try: a missing key is an error of the configuration and not of the store.
    const source = store()
    let result: unknown
    try {
      void sweepSlots(slots, MAX_READS)
      if (areTaken(slots, MAX_READS)) throw new Error(`The store has not responded to ${MAX_READS} reads.`)
      result = flights === fresh ? source.read(userId, FRESH) : source.read(userId)
      if (isState(result)) return succeed(result)
      if (!isPromise(result)) throw notAState()
    } catch (thrown) {
      throw fail(thrown)
    }
    const read = Promise.resolve(result)
    const free = takeSlot(slots, MAX_READ_SECONDS)
    read.then(free, free)
    const flight: Flight = {
      result: within(read, storeTimeout)
        .then(value => {
          if (isState(value)) return succeed(value)
          throw notAState()
        })
        .catch((thrown: unknown) => {
          throw fail(thrown)
        })
        .finally(() => {
          if (flights.get(userId) === flight) flights.delete(userId)
        }),
      until: performance.now() + storeTimeout * 1000,
    }
    forgetEnded(flights)
    flights.delete(userId)
    flights.set(userId, flight)
    return flight.result
  }

  /** Waits for the read of another request. */
  const join = (flight: Flight): Promise<RevocationState> =>
    wait(flight).catch((thrown: unknown) => {
      throw thrown instanceof TokenProviderError ? thrown : fail(thrown)
    })

  return (userId, isFresh = false) => {
    const flights = isFresh ? fresh : copies
    const flight = flights.get(userId)
    if (flight === undefined || flight.until < performance.now()) return start(userId, flights)
    // Wait for the current read, then use a read that started later: it sees everything stored before this call.
    const next = (): RevocationState | Promise<RevocationState> => {
      const other = flights.get(userId)
      return other === undefined || other === flight ? start(userId, flights) : join(other)
    }
    return wait(flight).then(next, next)
  }
}

const FRESH = { fresh: true } as const

/** Removes timed-out reads of requests that Workers have ended. The oldest come first; all have the same time limit. */
function forgetEnded(flights: Flights): void {
  const now = performance.now()
  for (const [userId, { until }] of flights) {
    if (until > now) break
    flights.delete(userId)
  }
}

/**
 * Waits for a read with a timer of its own: when a client is gone, Workers end its request and all that it started. It
 * waits a little longer than the read, so that the read's own timer fires first.
 */
function wait({ result, until }: Flight): Promise<RevocationState> {
  return within(result, Math.max(0, until - performance.now() + 2) / 1000)
}

function notAState(): TypeError {
  return new TypeError('The store returned something other than a RevocationState.')
}
