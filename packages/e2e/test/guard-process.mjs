// One process of an app: it mints, revokes, and watches a token with its guard. Its parent sends commands.
import { createTokenProvider } from '@stream-token/core'
import { redisRevocationStore } from '@stream-token/redis'
import { sqliteRevocationStore } from '@stream-token/sqlite'

const url = process.argv[2]

const provider = createTokenProvider({
  apiKey: 'key',
  apiSecret: 'a-secret-of-at-least-thirty-two-bytes',
  revocations: url.startsWith('file:') ? sqliteRevocationStore({ url }) : redisRevocationStore({ url }),
  streamApi: false,
  onEvent: () => {},
})

/** In milliseconds. The same clock in all processes of a machine. */
const now = () => performance.timeOrigin + performance.now()

/** Repeats a call for half a minute while its status is 503: on a busy machine, a store may respond too late for it. */
async function repeat(call) {
  const end = now() + 30_000
  for (;;) {
    try {
      return await call()
    } catch (error) {
      if (error.status !== 503 || now() > end) throw error
    }
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

const isValid = token =>
  repeat(() => provider.verifyToken(token)).then(
    () => true,
    error => {
      if (error.reason !== 'token_revoked') throw error
      return false
    },
  )

const commands = {
  mint: userId => repeat(() => provider.createToken(userId)),
  check: token => isValid(token),
  async revoke(userId) {
    await repeat(() => provider.revokeUserToken(userId))
    return now()
  },
  async untilRefused(token) {
    while (await isValid(token)) await new Promise(resolve => setTimeout(resolve, 1))
    return now()
  },
}

process.on('message', ({ id, command, argument }) => {
  commands[command](argument).then(
    result => process.send({ id, result }),
    error => process.send({ id, error: String(error) }),
  )
})
process.on('disconnect', () => process.exit())
