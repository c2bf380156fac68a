import { vi } from 'vitest'
import type { TokenProviderEvent } from '../src/events.js'
import { createGuard, createTokenProvider } from '../src/index.js'
import type { TokenProviderOptions } from '../src/options.js'
import { NOW } from './fixed-provider.js'
import { signed } from './hostile-recipes.js'
import { jsonRequest, type TokenRequestFacts, tokenRequest } from './token-request.js'

/** Stands in every secret, token, claim, cookie, body and thrown message of this file, and in no name that a refusal may tell. */
export const CANARY = 'c4n4ry'
const SECRET = `${CANARY}-`.repeat(6)
const HEADER = '{"alg":"HS256","typ":"JWT"}'
const cookie = `session=${CANARY}`
export const events: TokenProviderEvent[] = []
export const settings: TokenProviderOptions = {
  apiKey: 'key',
  apiSecret: SECRET,
  clock: () => NOW * 1000,
  onEvent: event => events.push(event),
}
export const make = (options: object) =>
  createTokenProvider({ ...settings, ...options } as TokenProviderOptions)
export const provider = make({ devTokens: true, maxTokenBytes: 1024 })

const token = (claims: object, secret = SECRET, header = HEADER): string =>
  signed(header, JSON.stringify({ user_id: CANARY, ...claims }), secret)
const verify = (text: unknown, options = {}) => provider.verifyToken(text, options)
const bearer = (text: string) => ({ authorization: `Bearer ${text}`, cookie })
export const thrown = (status?: number) =>
  Object.assign(new Error(CANARY), {
    status,
    headers: { 'retry-after': CANARY, 'x-note': CANARY },
    body: CANARY,
  })

const asked =
  (verifyUser: () => unknown, facts: TokenRequestFacts = {}, options: object = {}) =>
  () =>
    make(options)
      .endpoint(verifyUser as () => string)
      .handle(
        tokenRequest({
          ...facts,
          headers: { cookie, authorization: `Bearer ${SECRET}`, ...facts.headers },
        }) as never,
      )
const sent =
  (body: string, headers = {}) =>
  () =>
    provider.endpoint(() => 'john' as never).handle(jsonRequest(body, { cookie, ...headers }) as never)
const answers = (answer: unknown) => asked(() => answer)
const throws = (error: unknown) =>
  asked(() => {
    throw error
  })
const fetched =
  (path: string, init: RequestInit = {}) =>
  () =>
    provider
      .endpoint(() => null)
      .fetch(
        new Request(`https://api.example${path}`, {
          method: 'POST',
          ...init,
          headers: { cookie, ...init.headers },
        }),
      )

/** What goes wrong, and how to make it go wrong. */
export const PATHS: Readonly<Record<string, () => unknown>> = {
  'a short secret': () => make({ apiSecret: CANARY }),
  'a PEM for a secret': () => make({ apiSecret: `-----BEGIN ${SECRET}` }),
  'a JWK for a secret': () => make({ apiSecret: `{"kty":"oct","k":"${SECRET}"}` }),
  'a secret with a space': () => make({ apiSecret: ` ${SECRET}` }),
  'a secret that is no text': () => make({ apiSecret: { secret: SECRET } }),
  'too many secrets': () => make({ apiSecret: Array(11).fill(SECRET) }),
  'a secret beside other faults': () =>
    make({ backdate: -1, basePath: CANARY, expiresIn: CANARY, clock: CANARY }),
  'a value under an unknown name': () => make({ secret: SECRET }),
  'an origin that is none': () => make({ allowedOrigins: [CANARY] }),
  'an address that is none': () => make({ streamApi: { baseUrl: CANARY } }),
  'dev tokens in production': () => {
    vi.stubEnv('NODE_ENV', CANARY)
    return make({ devTokens: true })
  },
  'a short secret in the environment': () => {
    vi.stubEnv('STREAM_API_SECRET', CANARY)
    return make({ apiSecret: undefined }).ready()
  },
  'no key beside a secret': () => {
    vi.stubEnv('STREAM_API_KEY', '')
    return make({ apiKey: undefined }).createToken('john')
  },
  'a user id that is none': () => provider.createToken(`${CANARY} `),
  'a claim that is reserved': () => provider.createToken('john', { claims: { sub: CANARY } }),
  'a claim that is no JSON': () => provider.createToken('john', { claims: { f: () => CANARY } }),
  'a cid that is none': () => provider.createToken('john', { callCids: [CANARY] }),
  'a date that is none': () =>
    provider.createToken('john', { expiresAt: CANARY as never, issuedAt: CANARY as never }),
  'a token that would be too long': () =>
    provider.createToken('john', { claims: { pad: CANARY.repeat(1000) } }),
  'a dev token for nobody': () => provider.createDevToken?.(`${CANARY} `),
  'a kind that is none': () => verify('x', { kind: CANARY }),
  rubbish: () => verify(SECRET),
  'a list with a token': () => verify([token({})]),
  'a token that is too long': () => verify(token({ pad: CANARY.repeat(1000) })),
  'a token without a dot': () => verify(CANARY),
  'a token with a bad header': () => verify(token({}, SECRET, `{"alg":"HS256","typ":"${CANARY}"}`)),
  'a token with another algorithm': () => verify(token({}, SECRET, `{"alg":"${CANARY}"}`)),
  'a token with crit': () => verify(token({}, SECRET, `{"alg":"HS256","crit":["${CANARY}"]}`)),
  'a token signed by another': () => verify(token({}, CANARY)),
  'a token with a cut signature': () => verify(token({}).slice(0, -1)),
  'a token with two ids': () => verify(signed(HEADER, `{"user_id":"${CANARY}","user_id":"john"}`, SECRET)),
  'a token with a payload that is text': () => verify(signed(HEADER, CANARY, SECRET)),
  'a token with an exp in text': () => verify(token({ exp: CANARY })),
  'a token with a role that is none': () => verify(token({ role: [CANARY] })),
  'a token for a server and a user': () => verify(token({ server: true })),
  'a token of the other kind': () => verify(token({}), { kind: 'server' }),
  'an expired token': () => verify(token({ exp: NOW })),
  'a token before its time': () => verify(token({ nbf: NOW + 60 })),
  'a token from the future': () => verify(token({ iat: NOW + 60 })),
  'a bad dev token': () => verify(`${btoa(HEADER).replace(/=+$/, '')}.${CANARY}.devtoken`),
  'a dev token where there are none': () => make({}).verifyToken(provider.createDevToken?.(CANARY)),
  'a token while the clock is broken': () => make({ clock: () => Number.NaN }).verifyToken(token({})),
  'no token beside a cookie': () => provider.authenticate({ cookie }),
  'another scheme': () => provider.authenticate({ authorization: `Basic ${CANARY}` }),
  'two tokens': () => provider.authenticate({ authorization: [`Bearer ${token({})}`, `Bearer ${CANARY}`] }),
  'a guard that answers': () => createGuard(provider, 'user')(bearer(token({ exp: NOW }))),
  'a guard that throws': () => createGuard(provider, 'server', { onRefused: 'throw' })(bearer(token({}))),
  'nobody signed in': answers(null),
  'an empty id': answers(''),
  'an id that is none': answers(`${CANARY} `),
  'an identity full of faults': answers({
    id: `${CANARY} `,
    expiresIn: CANARY,
    role: [CANARY],
    claims: { exp: CANARY },
    callCids: CANARY,
  }),
  'a token too long for verifyUser’s claims': answers({ id: 'john', claims: { pad: CANARY.repeat(2000) } }),
  'verifyUser that throws': throws(thrown()),
  'verifyUser that throws text': throws(CANARY),
  'verifyUser that throws 401': throws(thrown(401)),
  'verifyUser that throws 403': throws(thrown(403)),
  'verifyUser that throws 429': throws(thrown(429)),
  'verifyUser that throws 503': throws(thrown(503)),
  'verifyUser that throws a verdict on a token': throws(
    new (class extends Error {
      status = 401
      token = SECRET
    })(CANARY),
  ),
  'verifyUser that rejects': asked(() => Promise.reject(thrown())),
  'verifyUser that hangs': asked(() => new Promise(() => {}), {}, { verifyUserTimeout: 0.001 }),
  'another method': asked(() => null, { method: CANARY }),
  'another origin': asked(() => null, {
    headers: { origin: `https://${CANARY}.example`, 'sec-fetch-site': 'cross-site' },
  }),
  'another origin’s preflight': asked(
    () => null,
    { method: 'OPTIONS', headers: { origin: `https://${CANARY}.example` } },
    { allowedOrigins: [] },
  ),
  'allowedOrigins that throws': asked(
    () => null,
    { headers: { origin: 'https://a.example' } },
    {
      allowedOrigins: () => {
        throw thrown()
      },
    },
  ),
  'a body that is no JSON': sent(`{"password":"${CANARY}"`),
  'a body that is a list': sent(`["${CANARY}"]`),
  'a body with __proto__': sent(`{"__proto__":{"a":"${CANARY}"}}`),
  'a body of another type': sent(CANARY, { 'content-type': `text/${CANARY}` }),
  'a body that is too large': sent(`{"a":"${CANARY.repeat(1000)}"}`),
  'a body that cannot be read': asked(() => null, { body: () => Promise.reject(thrown()) }),
  'a path that is not there': fetched(`/${CANARY}?token=${CANARY}`),
  'a Web body that is no JSON': fetched('/stream/token', {
    body: CANARY,
    headers: { 'content-type': 'application/json' },
  }),
}
