import {
  type Clock,
  createTokenProvider,
  memoryRevocationStore,
  systemClock,
  type VerifiedToken,
} from '@stream-token/core'
import { type Channels, createChannels } from './chat/channels.js'
import { type Connections, createConnections } from './chat/connections.js'
import type { StreamEmulatorOptions } from './emulator-options.js'
import { createRevokeDates, type RevokeDates } from './revoke-dates.js'
import { createUsers, type Users } from './users.js'

/** The Stream app that an emulator serves. */
export interface EmulatedApp {
  readonly apiKey: string
  readonly disableAuthChecks: boolean
  readonly now: Clock
  readonly verifyToken: (
    token: string,
    options: { readonly kind: 'user' | 'server' },
  ) => Promise<VerifiedToken>
  readonly users: Users
  readonly revokeDates: RevokeDates
  readonly channels: Channels
  readonly connections: Connections
}

export function createEmulatedApp(options: StreamEmulatorOptions): EmulatedApp {
  const {
    apiKey,
    apiSecret,
    clock = systemClock,
    disableAuthChecks = false,
    tokensWithoutIat = 'revoked',
  } = options
  const provider = createTokenProvider({
    apiKey,
    apiSecret,
    clock,
    devTokens: disableAuthChecks,
    allowDevTokensInProduction: disableAuthChecks,
    // Stream keeps its own dates: revocations of an app in this process must not affect the emulator.
    revocations: memoryRevocationStore(),
    streamApi: false,
  })
  return {
    apiKey,
    disableAuthChecks,
    now: clock,
    verifyToken: (token, kind) => provider.verifyToken(token, kind),
    users: createUsers(clock),
    revokeDates: createRevokeDates(tokensWithoutIat),
    channels: createChannels(),
    connections: createConnections(),
  }
}
