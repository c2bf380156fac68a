import { notStrictEqual, ok, strictEqual } from 'node:assert'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import * as importedCore from '@stream-token/core'
import * as importedExpress from '@stream-token/express'
import express from 'express'

const require = createRequire(import.meta.url)
const imported = { core: importedCore, express: importedExpress }
const required = { core: require('@stream-token/core'), express: require('@stream-token/express') }
notStrictEqual(
  imported.core.createTokenProvider,
  required.core.createTokenProvider,
  'there is one copy alone',
)

const settings = { apiKey: 'key', apiSecret: 'a-secret-of-at-least-thirty-two-bytes', streamApi: false }
const refusal = promise =>
  promise.then(
    () => undefined,
    thrown => thrown,
  )

/** Serves a route that one copy guards, whose handler asks the other one what the guard has found. */
async function serve(guarding, asking) {
  const stream = guarding.express.streamTokenProvider(() => null, settings)
  const app = express().get('/me', stream.requireUserToken(), (req, res) => {
    res.end(asking.express.getStreamAuth(req).userId)
  })
  app.use((error, _req, res, _next) => res.status(500).end(error.message))
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

/** All that one copy does, and the other has to know of. */
async function check(name, one, other) {
  const provider = one.core.createTokenProvider(settings)
  const token = await provider.createToken(name)
  const server = await serve(other, one)
  try {
    const ask = async () => {
      const headers = { authorization: `Bearer ${token}` }
      const response = await fetch(`http://127.0.0.1:${server.address().port}/me`, { headers })
      return `${response.status} ${response.ok ? await response.text() : ''}`
    }
    strictEqual(await ask(), `200 ${name}`, `${name}: what the guard of the other copy has found`)
    await provider.revokeUserToken(name)
    strictEqual(await ask(), '401 ', `${name}: a revocation that the other copy has not seen`)
  } finally {
    server.close()
  }
  const error = await refusal(provider.verifyToken(token))
  strictEqual(error.reason, 'token_revoked')
  ok(other.core.isTokenProviderError(error), `${name}: isTokenProviderError of the other copy`)
  ok(error instanceof other.core.TokenProviderError, `${name}: instanceof the other copy's class`)
  ok(!(new Error() instanceof one.core.TokenProviderError), `${name}: any error is an instance`)
  class Own extends one.core.TokenProviderError {}
  ok(new Own('forbidden') instanceof Own && !(error instanceof Own), `${name}: a class of the app's own`)
}

await check('imported', imported, required)
await check('required', required, imported)
