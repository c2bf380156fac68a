import type { RevocationState } from '@stream-token/core'
import type { Freshness } from './freshness.js'
import type { Replica } from './replica.js'
import type { ServerLink } from './server-link.js'

/** For how long checks do not ask a server that has not responded, in seconds. */
const REST = 1

/** Reads from the copy, or while that is stale from the server. */
export interface MirroredReads {
  read(userId: string | undefined, now: number): RevocationState | Promise<RevocationState>
  /** The server has responded. */
  succeed(): void
}

/** What the reads use. */
export interface MirroredReadsParts {
  readonly replica: Replica
  readonly freshness: Freshness
  readonly link: ServerLink
  readonly elapsed: () => number
  readonly readTimeout: number
}

/** Creates the reads. */
export function createMirroredReads(parts: MirroredReadsParts): MirroredReads {
  const { replica, freshness, link, elapsed, readTimeout } = parts
  /** When a check may ask the server again; undefined: its last response was none. */
  let askAt: number | undefined
  let failure: unknown

  /** The copy, if it is not older than what the app has chosen. */
  const readOld = (userId: string | undefined): RevocationState => {
    if (freshness.isUsable()) return replica.copy.read(userId)
    throw new Error('The server does not respond, and there is no copy that is recent enough.', {
      cause: failure,
    })
  }

  return {
    read(userId, now) {
      if (replica.isLoaded && freshness.isFresh(now)) return replica.copy.read(userId)
      if (!freshness.isFresh(now)) freshness.reportStale()
      if (askAt !== undefined && now < askAt) return readOld(userId)
      // One check asks, the others use the copy until it has its response.
      if (askAt !== undefined) askAt = now + REST
      return link.read(userId, readTimeout).catch(thrown => {
        askAt = elapsed() + REST
        failure = thrown
        return readOld(userId)
      })
    },
    succeed() {
      askAt = undefined
    },
  }
}
