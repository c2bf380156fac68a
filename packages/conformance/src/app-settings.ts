import { type TokenProviderOptions, unauthenticated } from '@stream-token/core'
import { NOW } from './now.js'
import { TEST_STORE } from './test-store.js'

export const API_KEY = 'conformance-key'

/** The secret of the apps under test; no response may contain it. */
export const API_SECRET = 'conformance-canary-secret-0123456789abcdef'

const common: TokenProviderOptions = {
  apiKey: API_KEY,
  apiSecret: API_SECRET,
  clock: () => NOW * 1000,
  streamApi: false,
  revocations: TEST_STORE,
}

/** The web origin that the settings with `allowedOrigins` allow. */
export const LISTED_ORIGIN = 'https://app.example'

/** The `maxPending` of the setting 'low maxPending'. */
export const LOW_MAX_PENDING = 8

const setting = (options: TokenProviderOptions = {}): TokenProviderOptions => ({ ...common, ...options })

export type AppSetting =
  | 'standard'
  | 'no base path'
  | 'long base path'
  | 'origins'
  | 'origin function'
  | 'async origins'
  | 'allowed headers'
  | 'short timeouts'
  | 'slow bodies'
  | 'low maxPending'
  | 'small bodies'
  | 'short lifetimes'
  | 'no expiry'
  | 'revocations'
  | 'rate limited'
  | 'guests'
  | 'forwarded errors'

/** A port on which nobody listens: {@link settingsWithStream} replaces it. */
const NOBODY = 'http://127.0.0.1:1'

/** The options of the apps under test, by the name that a case uses. */
export const APP_SETTINGS: Readonly<Record<AppSetting, TokenProviderOptions>> = {
  standard: setting(),
  'no base path': setting({ basePath: '' }),
  'long base path': setting({ basePath: '/a/b.c/~stream' }),
  origins: setting({ allowedOrigins: [LISTED_ORIGIN, 'capacitor://localhost'] }),
  'origin function': setting({
    allowedOrigins: origin => {
      if (origin === 'https://throws.example') throw new Error('canary')
      return origin === LISTED_ORIGIN
    },
  }),
  'async origins': setting({
    verifyUserTimeout: 0.1,
    allowedOrigins: async origin => {
      if (origin === 'https://throws.example') throw new Error('canary')
      return origin === 'https://late.example' ? new Promise(() => {}) : origin === LISTED_ORIGIN
    },
  }),
  'allowed headers': setting({
    allowedOrigins: [LISTED_ORIGIN],
    allowedHeaders: ['X-CSRFToken', 'x-requested-with'],
  }),
  'short timeouts': setting({ bodyTimeout: 0.3, verifyUserTimeout: 0.1 }),
  'slow bodies': setting({ bodyTimeout: 2.5 }),
  'low maxPending': setting({ maxPending: LOW_MAX_PENDING, verifyUserTimeout: 60 }),
  'small bodies': setting({ bodyLimit: 16 }),
  'short lifetimes': setting({ expiresIn: 60, maxExpiresIn: 120, backdate: 0 }),
  'no expiry': setting({ expiresIn: null }),
  revocations: setting({
    authorizeRevocation: (_raw, { command }) => {
      const users = command.action === 'read' ? [command.userId] : command.userIds
      if (users?.includes('signed-out') === true) throw unauthenticated()
      return users?.includes('forbidden') !== true
    },
  }),
  'rate limited': setting({
    rateLimit: { consume: () => Promise.reject({ msBeforeNext: 1500 }) },
    guests: {},
    streamApi: { baseUrl: NOBODY },
  }),
  guests: setting({
    allowedOrigins: [LISTED_ORIGIN],
    guests: { expiresIn: 1800 },
    streamApi: { baseUrl: NOBODY, retries: 0 },
  }),
  'forwarded errors': setting({ onServerError: 'forward', verifyUserTimeout: 0.1 }),
}
