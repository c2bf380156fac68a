import { setTimeout } from 'node:timers/promises'
import { createTokenProvider } from '@stream-token/core'
import { redisRevocationStore } from '@stream-token/redis'
import type { Command } from './propagation.js'

// One process of an app, for `propagation.ts`, which sends it commands.

const provider = createTokenProvider({
  apiKey: 'key',
  apiSecret: 'a-secret-of-at-least-thirty-two-bytes',
  revocations: redisRevocationStore({ url: process.argv[2] }),
  streamApi: false,
  onEvent: () => {},
})

/** In milliseconds. The same clock in all processes of a machine. */
const now = (): number => performance.timeOrigin + performance.now()

const isValid = (token: string): Promise<boolean> =>
  provider.verifyToken(token).then(
    () => true,
    error => {
      if (error.reason !== 'token_revoked') throw error
      return false
    },
  )

const commands: Readonly<Record<Command['name'], (argument: string) => Promise<unknown>>> = {
  mint: userId => provider.createToken(userId),
  async revoke(userId) {
    const calledAt = now()
    await provider.revokeUserToken(userId)
    return [calledAt, now()]
  },
  async untilRefused(token) {
    while (await isValid(token)) await setTimeout(1)
    return [now()]
  },
}

process.on('message', async ({ id, name, argument }: Command) => {
  process.send?.({ id, result: await commands[name](argument) })
})
process.on('disconnect', () => process.exit())
