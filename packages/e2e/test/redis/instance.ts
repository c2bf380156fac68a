import { createTokenProvider, type StoreNotice, type TokenProvider } from '@stream-token/core'
import { type RedisRevocationStoreOptions, redisRevocationStore } from '@stream-token/redis'

/** The shortest that the mirror allows, in seconds: the tests wait for it. */
export const MAX_STALE = 5

let instances = 0

/** One instance of an app. */
export interface Instance {
  readonly provider: TokenProvider
  /** The types of the store's notices. */
  readonly notices: StoreNotice['type'][]
  /** What a guard says of a token. It rejects if that is neither of the first two nor a 503 with Retry-After. */
  check(token: string): Promise<'valid' | 'revoked' | 'unknown'>
  close(): Promise<void>
}

/** Starts an instance. Each has another API key, so that several in one process share nothing. */
export function startInstance(options: RedisRevocationStoreOptions): Instance {
  const notices: StoreNotice['type'][] = []
  const store = redisRevocationStore({ namespace: 'app', maxStale: MAX_STALE, ...options })
  const provider = createTokenProvider({
    apiKey: `key-${++instances}`,
    apiSecret: 'a-secret-of-at-least-thirty-two-bytes',
    revocations: {
      ...store,
      open(context) {
        store.open?.({ ...context, notify: notice => void notices.push(notice.type) })
      },
    },
    streamApi: false,
    onEvent: () => {},
  })
  return {
    provider,
    notices,
    async check(token) {
      try {
        await provider.verifyToken(token)
        return 'valid'
      } catch (error) {
        const { reason, status, headers } = Object(error)
        if (reason === 'token_revoked') return 'revoked'
        if (reason !== 'revocation_state_unknown' || status !== 503 || !headers?.['retry-after']) throw error
        return 'unknown'
      }
    },
    close: () => provider.close(),
  }
}

/** A token from half a minute ago, as sessions have them. */
export function oldToken(provider: TokenProvider, userId: string): Promise<string> {
  return provider.createToken(userId, { issuedAt: Math.floor(Date.now() / 1000) - 30 })
}
