import type { Network } from './network.js'
import { replaceGlobal } from './replace-globals.js'

/** Stream as the calls of all processes have left it. The last call wins, whenever it was sent. */
export interface StreamModel {
  /** The date of each user, and of the app under ''; null: a call has removed it. */
  readonly dates: Map<string, string | null>
  readonly deactivated: Set<string>
  /** Called for each date that arrives. */
  onDate: (key: string, date: string | null) => void
  /** From now on, every call succeeds. */
  heal(): void
}

/** The time limit of a call, in seconds. */
export const STREAM_TIMEOUT = 1

/** A user whom this Stream does not know. */
export const STRANGER = 'stranger'

const FIELD = 'revoke_tokens_issued_before'

interface Answer {
  readonly status: number
  readonly body: { readonly code?: number; readonly message?: string }
}

/** Creates Stream, and replaces `fetch` by calls to it. */
export function createStream(network: Network, random: () => number, failing: number): StreamModel {
  let rate = failing
  const model: StreamModel = {
    dates: new Map(),
    deactivated: new Set(),
    onDate: () => {},
    heal() {
      rate = 0
    },
  }
  const setDate = (key: string, date: string | null): void => {
    model.dates.set(key, date)
    model.onDate(key, date)
  }

  const handle = (path: string, text: string): Answer => {
    const fault = random() < rate ? Math.floor(random() * 5) : -1
    if (fault === 0) return { status: 500, body: {} }
    if (fault === 1) return { status: 429, body: {} }
    if (fault === 2) return { status: 404, body: { code: 16, message: 'url not found' } }
    const answer = apply(path, JSON.parse(text))
    // An error after the change was made.
    return fault === 3 ? { status: 502, body: {} } : answer
  }

  const apply = (path: string, body: Record<string, unknown>): Answer => {
    const [, userId, action] = /^\/users\/([^/]+)\/(\w+)$/.exec(path) ?? []
    if (userId !== undefined) {
      const active = action === 'reactivate'
      if (model.deactivated.has(userId) !== active)
        return { status: 400, body: { code: 4, message: active ? 'not deactivated' : 'already deactivated' } }
      if (active) model.deactivated.delete(userId)
      else model.deactivated.add(userId)
      return { status: 200, body: {} }
    }
    if (path === '/app') setDate('', body[FIELD] as string | null)
    const users = (body.users ?? []) as { id: string; set: Record<string, string | null> }[]
    if (users.some(({ id }) => id === STRANGER))
      return { status: 404, body: { code: 16, message: `the user ${STRANGER} does not exist` } }
    for (const { id, set } of users) setDate(id, set[FIELD] ?? null)
    return { status: 200, body: {} }
  }

  replaceGlobal(
    globalThis,
    'fetch',
    async (url: string, { body, signal }: { body: string; signal: AbortSignal }) => {
      const { pathname } = new URL(url)
      const sent = network.send(() => handle(pathname, body), STREAM_TIMEOUT, STREAM_TIMEOUT)
      const { status, body: answer } = await Promise.race([
        sent,
        new Promise<never>((_, reject) =>
          signal.addEventListener('abort', () => reject(new Error('aborted'))),
        ),
      ])
      return { ok: status < 300, status, headers: new Headers(), json: async () => answer }
    },
  )
  return model
}
