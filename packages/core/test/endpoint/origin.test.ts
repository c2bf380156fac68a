import { describe, expect, it } from 'vitest'
import { createOriginRule } from '../../src/endpoint/origin.js'
import type { TokenRequest } from '../../src/http/token-request.js'
import { createBoundedCall } from '../../src/settings/bounded-call.js'
import type { AllowedOrigins } from '../../src/settings/options.js'
import { createSlots } from '../../src/settings/slots.js'
import { caught, reasonOf } from '../fixture/caught.js'
import { tokenRequest } from '../fixture/token-request.js'

const LISTED = 'https://app.example'
const OTHER = 'https://evil.example'

/** The rule, whose functions look the origin up first, as the endpoint does. */
function ruleOf(allowed: AllowedOrigins | undefined) {
  const slots = createSlots()
  const boundedCall = createBoundedCall(() => slots, { seconds: 5, most: 2 })
  const { judge, check, headers, preflight } = createOriginRule(allowed, [], boundedCall)
  return {
    check: async (given: TokenRequest<unknown>) => check(given, await judge(given)),
    headers: async (given: TokenRequest<unknown>) => headers(await judge(given)),
    preflight: async (given: TokenRequest<unknown>, methods: string) =>
      preflight(await judge(given), given, methods),
  }
}

const rule = ruleOf([LISTED, 'capacitor://localhost'])
const closed = ruleOf(undefined)

type Facts = { origin?: string | string[]; site?: string | string[]; host?: string | string[] }
const request = ({ origin, site, host = 'api.example' }: Facts) =>
  tokenRequest({
    headers: { ...(origin && { origin }), ...(site !== undefined && { 'sec-fetch-site': site }), host },
  })

const ALLOWED: readonly [string, Facts][] = [
  ['a request without browser headers', {}],
  ['a request without browser headers and Host', { host: [] }],
  ['a page of this host', { site: 'same-origin' }],
  ['a page of this host with an Origin header', { site: 'same-origin', origin: 'https://api.example' }],
  ['a page of this host behind a proxy that changes Host', { site: 'same-origin', origin: OTHER }],
  ['an address that the user typed', { site: 'none' }],
  ['an old browser on a page of this host', { origin: 'https://api.example' }],
  ['an old browser on this host and port', { origin: 'http://localhost:3000', host: 'localhost:3000' }],
  ['a proxy that adds the port of https', { origin: 'https://api.example', host: 'api.example:443' }],
  ['a proxy that adds the port of http', { origin: 'http://api.example', host: 'api.example:80' }],
  ['a Host in capitals', { origin: 'https://api.example', host: 'API.example' }],
]

const LISTED_ONLY: readonly [string, Facts][] = [
  ['a listed origin', { origin: LISTED }],
  ['a listed origin that is cross-site', { origin: LISTED, site: 'cross-site' }],
  ['a listed origin that is same-site', { origin: LISTED, site: 'same-site' }],
  ['a listed app shell', { origin: 'capacitor://localhost', site: 'cross-site' }],
]

const REFUSED: readonly [string, Facts][] = [
  ['another site', { origin: OTHER, site: 'cross-site' }],
  ['a same-site page of another host', { origin: 'https://www.api.example', site: 'same-site' }],
  ['another site without an Origin header', { site: 'cross-site' }],
  ['a same-site page without an Origin header', { site: 'same-site' }],
  ['the origin of this host with cross-site', { origin: 'https://api.example', site: 'cross-site' }],
  ['an old browser on another site', { origin: OTHER }],
  ['the origin null', { origin: 'null' }],
  ['the origin null with the host null', { origin: 'null', host: 'null' }],
  ['an unknown Sec-Fetch-Site', { site: 'elsewhere' }],
  ['an empty Sec-Fetch-Site', { site: '' }],
  ['Sec-Fetch-Site in capitals', { site: 'Same-Origin' }],
  ['two different Sec-Fetch-Site headers', { site: ['same-origin', 'cross-site'] }],
  ['the origins of this host and another', { origin: ['https://api.example', OTHER] }],
  ['two Host headers', { origin: 'https://api.example', host: ['api.example', 'evil.example'] }],
  ['no Host header', { origin: 'https://api.example', host: [] }],
  ['the origin null without a Host header', { origin: 'null', host: [] }],
  ['the port of another scheme', { origin: 'http://api.example', host: 'api.example:443' }],
  ['a port that is not in Host', { origin: 'https://api.example:443', host: 'api.example' }],
  ['another port', { origin: 'https://api.example:8443' }],
  ['a host that begins like this one', { origin: 'https://api.example.evil.example' }],
  ['a host that ends like this one', { origin: 'https://evil-api.example' }],
  ['an origin with a path', { origin: 'https://api.example/' }],
  ['an origin with a user', { origin: 'https://api.example@evil.example' }],
  ['another scheme', { origin: 'ftp://api.example' }],
  ['a scheme that ends with https', { origin: 'app-https://api.example' }],
  ['a listed origin in capitals', { origin: 'https://APP.example' }],
  ['a listed origin over http', { origin: 'http://app.example' }],
  ['a listed origin with a port', { origin: `${LISTED}:8443` }],
  ['two listed origins', { origin: [LISTED, LISTED] }],
]

describe('check', () => {
  it.each(ALLOWED)('allows %s, with and without allowedOrigins', async (_name, facts) => {
    await expect(rule.check(request(facts))).resolves.toBeUndefined()
    await expect(closed.check(request(facts))).resolves.toBeUndefined()
  })

  it.each(LISTED_ONLY)('allows %s', async (_name, facts) => {
    await expect(rule.check(request(facts))).resolves.toBeUndefined()
    expect(await reasonOf(closed.check(request(facts)))).toBe('origin_forbidden')
  })

  it.each(REFUSED)('refuses %s, with and without allowedOrigins', async (_name, facts) => {
    expect(await reasonOf(rule.check(request(facts)))).toBe('origin_forbidden')
    expect(await reasonOf(closed.check(request(facts)))).toBe('origin_forbidden')
  })

  it('ignores headers with a forwarded host', async () => {
    const forwarded = tokenRequest({
      headers: {
        origin: OTHER,
        host: 'api.example',
        'x-forwarded-host': 'evil.example',
        forwarded: 'host=evil.example',
      },
    })
    expect(await reasonOf(closed.check(forwarded))).toBe('origin_forbidden')
  })

  it('calls the function and accepts only the result true', async () => {
    const origins: string[] = []
    const byFunction = ruleOf(origin => {
      origins.push(origin)
      return origin === LISTED
    })
    await expect(byFunction.check(request({ origin: LISTED, site: 'cross-site' }))).resolves.toBeUndefined()
    expect(await reasonOf(byFunction.check(request({ origin: OTHER, site: 'cross-site' })))).toBe(
      'origin_forbidden',
    )
    expect(origins).toEqual([LISTED, OTHER])
    for (const result of [1, 'yes', {}, Promise.resolve('yes'), Promise.resolve(1)]) {
      const truthy = ruleOf((() => result) as never)
      expect(await reasonOf(truthy.check(request({ origin: LISTED, site: 'cross-site' })))).toBe(
        'origin_forbidden',
      )
    }
  })

  it('does not call the function for the origin null or for a missing origin', async () => {
    const throwing = ruleOf(() => {
      throw new Error('called')
    })
    await expect(throwing.check(request({}))).resolves.toBeUndefined()
    await expect(throwing.check(request({ origin: 'null', site: 'same-origin' }))).resolves.toBeUndefined()
  })
})

describe('headers', () => {
  it('returns the CORS headers for a listed origin', async () => {
    expect(await rule.headers(request({ origin: LISTED }))).toEqual({
      vary: 'Origin',
      'access-control-allow-origin': LISTED,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'Retry-After, WWW-Authenticate',
    })
  })

  it.each([
    [{}],
    [{ origin: OTHER }],
    [{ origin: 'null' }],
    [{ origin: '*' }],
    [{ origin: [LISTED, OTHER] }],
  ])('returns only Vary for %j', async facts => {
    expect(await rule.headers(request(facts))).toEqual({ vary: 'Origin' })
  })

  it('returns no headers if no origin is allowed', async () => {
    expect(await closed.headers(request({ origin: LISTED }))).toBeUndefined()
  })
})

describe('preflight', () => {
  it('responds to a listed origin', async () => {
    expect(await rule.preflight(request({ origin: LISTED }), 'POST, OPTIONS')).toEqual({
      status: 204,
      headers: {
        'cache-control': 'no-store',
        'access-control-allow-methods': 'POST, OPTIONS',
        'access-control-allow-headers': 'Authorization, Content-Type',
        'access-control-max-age': '600',
      },
      body: '',
    })
  })

  it('refuses another origin', async () => {
    expect(await caught(rule.preflight(request({ origin: OTHER }), 'POST'))).toHaveProperty(
      'reason',
      'origin_forbidden',
    )
  })

  it('returns undefined if no origin is allowed', async () => {
    expect(await closed.preflight(request({ origin: LISTED }), 'POST')).toBeUndefined()
  })
})
