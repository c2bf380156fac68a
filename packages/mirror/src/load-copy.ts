import type { Revocation, StoreNotice } from '@stream-token/core'
import type { CallGroup } from './call-group.js'
import type { Chain, Proof } from './chain.js'
import { type Copy, createCopy } from './copy.js'
import type { LogPosition, MirrorSource } from './mirror-source.js'
import { readSnapshot } from './read-snapshot.js'
import type { Replica } from './replica.js'
import type { ServerLink } from './server-link.js'

/** How many changes one write has. Each blocks the server. */
export const BATCH = 500

/** After how many pairs the event loop runs other work. */
const PAIRS_A_TURN = 5000

/** Loads the copy. */
export interface Loader {
  /** How many pairs are still to be written back. */
  readonly dirty: number
  /**
   * Replaces the copy by what the server has, merged with what this process has seen; what the server does not have is
   * written back before. Rejects if the server fails or loses data meanwhile.
   */
  load(): Promise<Proof>
}

/** What the loader uses. */
export interface LoaderParts {
  readonly source: MirrorSource
  readonly calls: CallGroup
  readonly replica: Replica
  readonly chain: Chain
  readonly link: ServerLink
  readonly maxEntries: number
  readonly notify: (notice: StoreNotice) => void
  readonly onLost: () => void
}

/** Thrown if the server has more than the copy may have. */
export class TooLargeError extends Error {}

/** Creates the loader. */
export function createLoader(parts: LoaderParts): Loader {
  const { source, calls, replica, chain, link, maxEntries, notify } = parts
  const dirty: Revocation[] = []

  const readAll = async (check: () => void): Promise<{ loaded: Copy; position: LogPosition }> => {
    const loaded = createCopy()
    const call = chain.begin(Number.NEGATIVE_INFINITY)
    const snapshot = await readSnapshot(source, calls)
    for await (const changes of snapshot.parts) {
      check()
      const last = snapshot.last?.()
      if (last !== undefined && chain.respond(call, last, false) === 'lost') parts.onLost()
      check()
      for (const change of changes) loaded.merge(change)
      if (loaded.size > maxEntries) throw new TooLargeError()
    }
    loaded.mergeFloor(snapshot.floor)
    return { loaded, position: snapshot.position }
  }

  /** Merges what this process has seen, and collects what the server does not have. */
  const collect = async (loaded: Copy, check: () => void): Promise<void> => {
    let turn = 0
    for (const change of replica.copy.changes()) {
      if (loaded.merge(change)) dirty.push(change)
      if (++turn % PAIRS_A_TURN > 0) continue
      await calls.pause(0)
      check()
    }
  }

  return {
    get dirty() {
      return dirty.length
    },
    async load() {
      const { generation } = chain
      const check = (): void => {
        if (chain.generation !== generation) throw new Error('The server has lost data while it was read.')
      }
      dirty.length = 0
      const { loaded, position } = await readAll(check)
      await collect(loaded, check)
      let news = replica.takeNews()
      const isNews = new Set(news.map(userOf))
      // What was merged during the load may be newer than the snapshot: the server has not lost it.
      const lost = dirty.filter(change => !isNews.has(userOf(change))).length
      for (;;) {
        for (const change of news) if (loaded.merge(change)) dirty.push(change)
        const isFloorLost = loaded.mergeFloor(replica.copy.floor)
        if (dirty.length === 0 && !isFloorLost) break
        await link.write(dirty.splice(-BATCH), loaded.floor)
        check()
        news = replica.takeNews()
      }
      const proof = chain.load(position)
      if (proof === 'broken') return proof
      replica.endLoad(loaded)
      if (lost > 0) notify({ type: 'store_refilled', entries: lost })
      return proof
    },
  }
}

function userOf(change: Revocation): string | undefined {
  return 'userId' in change ? change.userId : undefined
}
