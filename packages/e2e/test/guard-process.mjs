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
  // On a busy machine a store responds late, and the tests ask whether its responses are right.
  storeTimeout: 20,
  writeTimeout: 20,
  onEvent: () => {},
})

/** In milliseconds. The same clock in all processes of a machine. */
const now = () => performance.timeOrigin + performance.now()

const isValid = token =>
  provider.verifyToken(token).then(
    () => true,
    error => {
      if (error.reason !== 'token_revoked') throw error
      return false
    },
  )

const commands = {
  mint: userId => provider.createToken(userId),
  check: token => isValid(token),
  async revoke(userId) {
    await provider.revokeUserToken(userId)
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
