import type { CallGroup } from './call-group.js'
import type { Chain, Proof } from './chain.js'
import type { Freshness } from './freshness.js'
import { type Loader, TooLargeError } from './load-copy.js'
import type { MirrorSource } from './mirror-source.js'
import type { Replica } from './replica.js'
import type { ServerLink } from './server-link.js'

/** How long the server may hold a request for the next entries, in seconds. */
const TAIL_SECONDS = 1

/** How much longer it may take at least, in seconds: then the connection hangs. */
const GRACE = 0.5

/** The shortest time between two requests that return nothing, in seconds: a source may return at once. */
const TAIL_INTERVAL = 0.1

/** The longest pauses after the first failure and after many, in seconds. */
const FIRST_PAUSE = 0.2
const MAX_PAUSE = 1

/** After so many loads without a proof, the pauses grow, to at most so many seconds: loads cost the server most. */
const FREE_LOADS = 3
const MAX_LOAD_PAUSE = 30

/** Keeps the copy up to date while it is used. */
export interface Keeper {
  /** Starts, unless it is running. */
  wake(): void
  /** The server has lost data, or the log has a gap: loads again. */
  reload(): void
  /** There was a proof: the failures are over. */
  prove(): void
}

/** What the keeper uses. */
export interface KeeperParts {
  readonly source: MirrorSource
  /** Calls that end with the mirror. */
  readonly calls: CallGroup
  /** Calls that also end when the server has lost data. */
  readonly following: CallGroup
  readonly replica: Replica
  readonly chain: Chain
  readonly link: ServerLink
  readonly loader: Loader
  readonly freshness: Freshness
  readonly maxStale: number
  readonly maxEntries: number
  readonly readTimeout: number
  readonly elapsed: () => number
  readonly random: () => number
  /** Whether the copy is in use. */
  readonly isUsed: () => boolean
  readonly onProven: (at: number) => void
  readonly onTooLarge: (entries: number) => void
}

/** Creates the keeper. */
export function createKeeper(parts: KeeperParts): Keeper {
  const { source, calls, following, replica, chain, link, loader, freshness, elapsed, random } = parts
  const { maxStale, maxEntries, readTimeout, isUsed } = parts
  const seconds = Math.min(TAIL_SECONDS, maxStale / 8)
  const grace = Math.max(GRACE, readTimeout)
  let isRunning = false
  let isBeating = false
  /** The connection has failed: the server may be another one now. */
  let mustAsk = false
  let failures = 0
  let loads = 0
  let beatAge = 0

  const reload = (): void => {
    chain.restart()
    replica.beginLoad()
    following.abort('The copy is loaded again.')
  }

  /** Uses what a position proves. */
  const use = (proof: Proof): void => {
    if (proof === 'broken') {
      reload()
      throw new Error('Entries of the log are missing.')
    }
    // Parts of a snapshot have a position and prove nothing.
    if (proof !== undefined && Number.isFinite(proof)) parts.onProven(proof)
  }

  const load = async (): Promise<void> => {
    const excess = ++loads - FREE_LOADS
    if (excess > 0) await calls.pause(Math.min(MAX_LOAD_PAUSE, 2 ** excess) * (0.5 + random() / 2))
    use(await loader.load())
  }

  /** Reads the log once. */
  const follow = async (): Promise<void> => {
    const { reached, generation } = chain
    if (reached === undefined) return
    // The log has what was returned before, so it cannot be empty.
    const isExpected = chain.pending > 0
    const begunAt = elapsed()
    const entries = await following.run(signal => source.tail(reached, seconds, signal), seconds + grace)
    if (chain.generation !== generation) return
    for (const entry of entries) {
      replica.merge(entry.changes, entry.floor)
      use(chain.follow(entry))
    }
    if (entries.length > 0) return
    if (isExpected) use('broken')
    const rest = begunAt + TAIL_INTERVAL - elapsed()
    if (rest > 0) await following.pause(rest)
  }

  /** Asks the server for a proof, and does not wait for it. */
  const beat = (): void => {
    if (isBeating || freshness.age() < beatAge) return
    isBeating = true
    const end = (): void => {
      isBeating = false
    }
    link.read(undefined, maxStale / 8).then(end, end)
  }

  const keepUp = async (): Promise<void> => {
    // Before a load: a read costs the server little, and failed loads delay the next one.
    if (mustAsk) await link.read(undefined, grace)
    mustAsk = false
    if (!replica.isLoaded) await load()
    if (replica.copy.size > maxEntries) throw new TooLargeError()
    beat()
    await follow()
    failures = 0
  }

  const run = async (): Promise<void> => {
    isRunning = true
    while (isUsed()) {
      try {
        await keepUp()
      } catch (thrown) {
        if (thrown instanceof TooLargeError) parts.onTooLarge(maxEntries)
        mustAsk = true
        if (!isUsed()) break
        // Not all processes at once: they have lost the server at the same time.
        const pause = Math.min(MAX_PAUSE, FIRST_PAUSE * 2 ** failures++) * random()
        // It rejects if the mirror is closed meanwhile.
        await calls.pause(pause).catch(() => {})
      }
    }
    isRunning = false
    freshness.rest()
  }

  return {
    wake() {
      if (!isRunning) void run()
    },
    reload,
    prove() {
      loads = 0
      beatAge = (maxStale / 4) * (0.8 + random() / 5)
    },
  }
}
