import { describe, expect, it } from 'vitest'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { fixedProvider } from '../fixture/fixed-provider.js'
import { bodyOf, tokenRequest } from '../fixture/token-request.js'

const LISTED = 'https://app.example'
const authorizeRevocation = () => true
const respondOf = (options: TokenProviderOptions = {}) =>
  fixedProvider(options).endpoint<string>(() => 'john').respond

describe('respond', () => {
  it('responds to a route as handle does', async () => {
    const reply = await respondOf()(tokenRequest())
    expect([reply.status, bodyOf(reply)]).toMatchObject([200, { userId: 'john' }])
  })

  it.each(['', '/', '/token/', '/tokens', '/Token', '/guest', '/revocations', '/revocations/john'])(
    'responds 404 to %j for any method',
    async path => {
      for (const method of ['GET', 'POST', 'OPTIONS', 'DELETE']) {
        const reply = await respondOf()(tokenRequest({ path, method }))
        expect([reply.status, bodyOf(reply).reason, reply.headers['cache-control']], method).toEqual([
          404,
          'not_found',
          'no-store',
        ])
      }
    },
  )

  it.each([
    ['/token', 'POST, OPTIONS'],
    ['/revocations', 'POST, OPTIONS'],
    ['/revocations/john', 'GET, OPTIONS'],
  ])('responds to OPTIONS of %s with 204, no body and Allow: %s', async (path, allow) => {
    const reply = await respondOf({ authorizeRevocation })(tokenRequest({ path, method: 'OPTIONS' }))
    expect(reply).toEqual({ status: 204, headers: { 'cache-control': 'no-store', allow }, body: '' })
  })

  it('responds to the preflight of a listed origin with CORS headers', async () => {
    const respond = respondOf({ allowedOrigins: [LISTED] })
    const reply = await respond(tokenRequest({ method: 'OPTIONS', headers: { origin: LISTED } }))
    expect(reply).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': LISTED } })
  })

  it('responds 405 with Allow to another method of a route', async () => {
    const { status, headers } = await respondOf()(tokenRequest({ method: 'DELETE' }))
    expect([status, headers.allow]).toEqual([405, 'POST, OPTIONS'])
  })
})
