import type { TokenProviderOptions } from '@stream-token/core'
import { NOW } from './now.js'
import { TEST_STORE } from './test-store.js'

export const API_KEY = 'conformance-key'

/** The secret of the apps under test; no answer may hold it. */
export const API_SECRET = 'conformance-canary-secret-0123456789abcdef'

const common: TokenProviderOptions = {
  apiKey: API_KEY,
  apiSecret: API_SECRET,
  clock: () => NOW * 1000,
  streamApi: false,
  revocations: TEST_STORE,
}

/** The one origin that the settings with origins allow. */
export const LISTED_ORIGIN = 'https://app.example'

/** The `maxPending` of the setting that lets few calls be under way. */
export const FEW_CALLS = 8

const setting = (options: TokenProviderOptions = {}): TokenProviderOptions => ({ ...common, ...options })

export type AppSetting =
  | 'standard'
  | 'no base path'
  | 'long base path'
  | 'origins'
  | 'origin function'
  | 'impatient'
  | 'slow bodies'
  | 'few calls'
  | 'small bodies'
  | 'short lives'
  | 'endless lives'
  | 'revocations'
  | 'limited'

/** How the apps under test are set up; a case names one of these. */
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
  impatient: setting({ bodyTimeout: 0.3, verifyUserTimeout: 0.1 }),
  'slow bodies': setting({ bodyTimeout: 2.5 }),
  // A key of its own: calls under way are counted for all providers of a key, and another case's may hang still.
  'few calls': setting({ apiKey: 'conformance-key-few', maxPending: FEW_CALLS, verifyUserTimeout: 60 }),
  'small bodies': setting({ bodyLimit: 16 }),
  'short lives': setting({ expiresIn: 60, maxExpiresIn: 120, backdate: 0 }),
  'endless lives': setting({ expiresIn: null }),
  revocations: setting({
    authorizeRevocation: (_raw, { command }) => {
      const users = command.action === 'read' ? [command.userId] : command.userIds
      if (users?.includes('signed-out') === true) throw Object.assign(new Error('canary'), { status: 401 })
      return users?.includes('forbidden') !== true
    },
  }),
  limited: setting({ rateLimit: { consume: () => Promise.reject({ msBeforeNext: 1500 }) } }),
}
