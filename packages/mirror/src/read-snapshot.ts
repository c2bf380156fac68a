import type { Revocation } from '@stream-token/core'
import type { CallGroup } from './call-group.js'
import type { MirrorSource, Snapshot } from './mirror-source.js'
import { CALL_LIMIT } from './server-link.js'

/** Reads all that a server has. It is given up when the server does not respond for a while; the whole may take long. */
export async function readSnapshot(source: MirrorSource, calls: CallGroup): Promise<Snapshot> {
  const controller = new AbortController()
  const { position, floor, parts, last } = await calls.run(signal => source.load(signal), CALL_LIMIT, {
    controller,
  })
  return { position, floor, parts: limited(parts, calls, controller), last }
}

async function* limited(
  parts: Snapshot['parts'],
  calls: CallGroup,
  controller: AbortController,
): AsyncIterable<readonly Revocation[]> {
  const iterator = parts[Symbol.asyncIterator]()
  try {
    for (;;) {
      const part = await calls.run(() => iterator.next(), CALL_LIMIT, { controller })
      if (part.done === true) return
      yield part.value
    }
  } finally {
    controller.abort()
    // Nobody waits for it: a generator that hangs does not end either.
    iterator.return?.().catch(() => {})
  }
}
