import { describe, expect, it, vi } from 'vitest'
import type { TokenProviderEvent } from '../../src/events/events.js'
import { memoryRevocationStore } from '../../src/index.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { bodyOf, type TokenRequestFacts, tokenRequest } from '../fixture/token-request.js'

const OTHER = 'https://other.example'
const allowedOrigins = [OTHER]

/** A log-out of john, whose functions record their calls. */
async function logOut(facts: TokenRequestFacts, options: TokenProviderOptions = {}) {
  const events: TokenProviderEvent[] = []
  const provider = fixedProvider({
    revocations: memoryRevocationStore(),
    streamApi: false,
    onEvent: event => events.push(event),
    ...options,
  })
  const [verifyUser, end] = [vi.fn(() => 'john'), vi.fn()]
  const token = await provider.createToken('john')
  const reply = await provider
    .endpoint<string>(verifyUser)
    .logOut(tokenRequest({ path: '/log-out', ...facts }), end)
  const isValid = await provider.verifyToken(token).then(
    () => true,
    () => false,
  )
  return { reply, events, isValid, called: [verifyUser.mock.calls.length, end.mock.calls.length] }
}

const host = { host: 'app.example' }
const crossSite = { ...host, origin: OTHER, 'sec-fetch-site': 'cross-site' }

describe('logOut from a page of another site', () => {
  it.each<[string, TokenRequestFacts, TokenProviderOptions]>([
    ['a form', { headers: crossSite }, {}],
    ['a page of the same site', { headers: { ...crossSite, 'sec-fetch-site': 'same-site' } }, {}],
    ['an old browser', { headers: { ...host, origin: OTHER } }, {}],
    ['a sandboxed page', { headers: { ...host, origin: 'null' } }, {}],
    ['a link', { method: 'GET', headers: { ...host, 'sec-fetch-site': 'cross-site' } }, {}],
    ['an origin that is not listed', { headers: crossSite }, { allowedOrigins: ['https://third.example'] }],
    ['an origin that the function refuses', { headers: crossSite }, { allowedOrigins: async () => false }],
  ])('D3: is 403 for %s: nobody is asked, nothing ended, nothing revoked', async (_what, facts, options) => {
    const { reply, events, isValid, called } = await logOut(facts, options)
    expect([reply?.status, bodyOf(reply).reason]).toEqual([403, 'origin_forbidden'])
    expect([called, isValid]).toEqual([[0, 0], true])
    expect(events.filter(({ type }) => type === 'refused')).toMatchObject([{ reason: 'origin_forbidden' }])
  })

  it.each<[string, TokenProviderOptions['allowedOrigins']]>([
    ['in the list', allowedOrigins],
    ['accepted by the function', async origin => origin === OTHER],
  ])('D3: logs out if the origin is %s', async (_what, given) => {
    const { reply, isValid, called } = await logOut({ headers: crossSite }, { allowedOrigins: given })
    expect([reply, called, isValid]).toEqual([undefined, [1, 1], false])
  })

  it('D3: is 500 and ends nothing if the function throws', async () => {
    const fails = () => {
      throw new Error('canary')
    }
    const { reply, isValid, called } = await logOut({ headers: crossSite }, { allowedOrigins: fails })
    expect([reply?.status, bodyOf(reply).reason]).toEqual([500, 'internal_error'])
    expect([called, isValid]).toEqual([[0, 0], true])
  })

  it('D3: lets an allowed page read a refusal', async () => {
    const { reply } = await logOut(
      { headers: crossSite },
      { allowedOrigins, revocations: { read: () => ({}), write: () => Promise.reject(new Error('down')) } },
    )
    expect(reply).toMatchObject({
      status: 503,
      headers: {
        'access-control-allow-origin': OTHER,
        'access-control-allow-credentials': 'true',
        vary: 'Origin',
      },
    })
  })
})

describe('logOut from the own site', () => {
  it.each<[string, TokenRequestFacts]>([
    ['a page', { headers: { ...host, origin: 'https://app.example', 'sec-fetch-site': 'same-origin' } }],
    ['a page in an old browser', { headers: { ...host, origin: 'https://app.example' } }],
    ['a link', { method: 'GET', headers: { ...host, 'sec-fetch-site': 'same-origin' } }],
    ['the address bar', { method: 'GET', headers: { ...host, 'sec-fetch-site': 'none' } }],
    ['a native app', { headers: host }],
  ])('D3: works for %s', async (_what, facts) => {
    const { reply, events, isValid, called } = await logOut(facts)
    expect([reply, called, isValid]).toEqual([undefined, [1, 1], false])
    expect(events).toContainEqual({
      at: NOW,
      type: 'revoked',
      userId: 'john',
      before: new Date((NOW + 0.2) * 1000).toISOString(),
    })
  })
})
