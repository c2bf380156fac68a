import {
  type CreateTokenOptions,
  createTokenProvider,
  memoryRevocationStore,
  systemClock,
  type VerifiedToken,
} from '@stream-token/core'
import type { AppSettings } from './auth/app-settings.js'
import { createRevokeDates, type RevokeDates } from './auth/revoke-dates.js'
import { type Channels, createChannels } from './chat/channels.js'
import { createEmulatedClock } from './controls/emulated-clock.js'
import { createEventLog } from './controls/event-log.js'
import type { StreamEmulatorOptions } from './emulator-options.js'
import { type Connections, createConnections } from './sockets/connections.js'
import { createUsers, type Users } from './users/users.js'

type TokenKind = { readonly kind: 'user' | 'server' }

/** What an app forgets when it is reset. */
interface AppState {
  readonly settings: AppSettings
  readonly users: Users
  readonly revokeDates: RevokeDates
  readonly channels: Channels
  readonly connections: Connections
}

/** The Stream app that an emulator serves. */
export interface EmulatedApp extends AppState {
  readonly apiKey: string
  readonly clock: ReturnType<typeof createEmulatedClock>
  readonly now: () => number
  readonly log: ReturnType<typeof createEventLog>
  readonly createToken: (userId: string, options?: CreateTokenOptions) => Promise<string>
  readonly verifyToken: (token: string, options: TokenKind) => Promise<VerifiedToken>
  readonly changeSettings: (settings: AppSettings) => void
  /** Forgets everything and closes every connection, as if the emulator had been started again. */
  readonly reset: () => void
}

export function createEmulatedApp(options: StreamEmulatorOptions): EmulatedApp {
  const { apiKey, apiSecret, disableAuthChecks = false, tokensWithoutIat = 'revoked' } = options
  const clock = createEmulatedClock(options.clock ?? systemClock)
  const provide = (devTokens: boolean): ReturnType<typeof createTokenProvider> =>
    createTokenProvider({
      apiKey,
      apiSecret,
      clock: clock.now,
      // The emulator mints and checks by the same clock, so `iat` needs no margin.
      backdate: 0,
      devTokens,
      allowDevTokensInProduction: devTokens,
      // Stream keeps its own dates: revocations of an app in this process must not affect the emulator.
      revocations: memoryRevocationStore(),
      streamApi: false,
    })
  const strict = provide(false)
  // Accepts dev tokens too. It is created when the setting is switched on for the first time.
  let lax: typeof strict | undefined

  const begin = (): AppState => ({
    users: createUsers(clock.now),
    revokeDates: createRevokeDates(tokensWithoutIat),
    settings: { disable_auth_checks: disableAuthChecks, guest_user_creation_disabled: false },
    channels: createChannels(),
    connections: createConnections(),
  })
  let state = begin()

  const log = createEventLog()
  return {
    apiKey,
    clock,
    now: clock.now,
    log,
    createToken: (userId, tokenOptions) => strict.createToken(userId, tokenOptions),
    verifyToken: async (token, kind) => {
      if (!state.settings.disable_auth_checks) return strict.verifyToken(token, kind)
      lax ??= provide(true)
      return lax.verifyToken(token, kind)
    },
    get settings() {
      return state.settings
    },
    changeSettings: settings => {
      state = { ...state, settings }
    },
    get users() {
      return state.users
    },
    get revokeDates() {
      return state.revokeDates
    },
    get channels() {
      return state.channels
    },
    get connections() {
      return state.connections
    },
    reset: () => {
      const { connections } = state
      state = begin()
      for (const { socket } of connections.all()) socket.close(1000)
      clock.reset()
      log.clear()
    },
  }
}
