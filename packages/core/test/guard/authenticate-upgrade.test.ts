import { describe, expect, it } from 'vitest'
import { fixedProvider } from '../fixture/fixed-provider.js'

const provider = fixedProvider()
const authenticate = provider.authenticateUpgrade
const token = await provider.createToken('john')
const server = await provider.createServerToken()
const bearer = { authorization: `Bearer ${token}` }
const query = { acceptQueryToken: true }

describe('authenticateUpgrade', () => {
  it.each([
    ['the header', { url: '/chat', headers: bearer }, undefined],
    ['the header, with a query without a token', { url: '/chat?room=1', headers: bearer }, query],
    ['the header, without a url', { headers: bearer }, query],
    ['the query, if it is accepted', { url: `/chat?authorization=${token}`, headers: {} }, query],
    ['the query, between other parameters', { url: `/?a=1&authorization=${token}&b=2`, headers: {} }, query],
    [
      'a percent-encoded query',
      { url: `/?authorization=${token.replaceAll('.', '%2E')}`, headers: {} },
      query,
    ],
  ])('finds the user in %s', async (_what, request, options) => {
    expect(await authenticate(request, options)).toMatchObject({ kind: 'user', userId: 'john' })
  })

  it.each([
    ['a request without a token', { url: '/chat', headers: {} }, undefined, 401, 'token_missing'],
    [
      'a token in the query by default',
      { url: `/?authorization=${token}`, headers: {} },
      undefined,
      401,
      'token_missing',
    ],
    [
      'a token in the query with acceptQueryToken: false',
      { url: `/?authorization=${token}`, headers: {} },
      { acceptQueryToken: false },
      401,
      'token_missing',
    ],
    ['a query without a token', { url: '/?authorisation=x', headers: {} }, query, 401, 'token_missing'],
    ['an empty token in the query', { url: '/?authorization=', headers: {} }, query, 401, 'token_missing'],
    [
      'an anonymous client of Stream',
      { url: '/connect?authorization=&stream-auth-type=anonymous', headers: {} },
      query,
      401,
      'token_missing',
    ],
    [
      'two tokens in the query',
      { url: `/?authorization=${token}&authorization=${token}`, headers: {} },
      query,
      400,
      'token_ambiguous',
    ],
    [
      'a token in the query and one in the header',
      { url: `/?authorization=${token}`, headers: bearer },
      query,
      400,
      'token_ambiguous',
    ],
    [
      'two headers, one of which Node drops',
      { headers: bearer, rawHeaders: ['Authorization', `Bearer ${token}`, 'authorization', 'Bearer x'] },
      undefined,
      400,
      'token_ambiguous',
    ],
    [
      'a token in the header and one as access_token',
      { url: `/?access_token=${token}`, headers: bearer },
      undefined,
      400,
      'token_ambiguous',
    ],
    [
      'a token as authorization and one as access_token',
      { url: `/?authorization=${token}&access_token=${token}`, headers: {} },
      query,
      400,
      'token_ambiguous',
    ],
    [
      'the word Bearer in the query',
      { url: `/?authorization=Bearer%20${token}`, headers: {} },
      query,
      401,
      'token_malformed',
    ],
    ['a server token', { url: `/?authorization=${server}`, headers: {} }, query, 401, 'token_wrong_kind'],
    [
      'a token in the fragment',
      { url: `/#?authorization=${token}`, headers: {} },
      undefined,
      401,
      'token_missing',
    ],
  ])('refuses %s', async (_what, request, options, status, reason) => {
    await expect(authenticate(request, options)).rejects.toMatchObject({ status, reason })
  })

  it.each([
    { acceptQueryToken: 'false' },
    { acceptQueryToken: 1 },
    { acceptQueryToken: null },
    { acceptQuery: true },
  ])('refuses the options %j', async options => {
    const request = { url: `/?authorization=${token}`, headers: {} }
    await expect(authenticate(request, options as never)).rejects.toMatchObject({ reason: 'config_invalid' })
  })

  it('refuses a revoked token without showing it in the error', async () => {
    // A separate app, because all providers of an app share its revocations.
    const own = fixedProvider({ apiKey: 'upgrade', streamApi: false })
    const revoked = await own.createToken('john')
    await own.revokeUserToken('john')
    const error = await own
      .authenticateUpgrade({ url: `/?authorization=${revoked}`, headers: {} }, query)
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ reason: 'token_revoked', streamCode: 40 })
    expect(JSON.stringify(error) + String(error)).not.toContain(revoked)
  })
})
