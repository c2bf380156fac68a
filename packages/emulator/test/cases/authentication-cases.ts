import { createHmac } from 'node:crypto'
import { mint } from '../fixture/mint.js'
import type { Result, Target } from './target.js'

/** What happens, how it ends, and whether it changes the whole app, which no run against Stream may do. */
export type AuthenticationCase = readonly [
  name: string,
  run: (target: Target) => Promise<Result>,
  expected: object,
  scope?: 'app',
]

const OTHER_SECRET = 'another-secret-that-is-over-32-bytes-long'
const ok = { status: 200, code: undefined }
const refused = (code: number) => ({ status: 401, code })

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const signed = (header: object, claims: object, hash: string, secret: string): string => {
  const text = `${encode(header)}.${encode(claims)}`
  return `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`
}
const devToken = (t: Target): string =>
  `${encode({ alg: 'HS256', typ: 'JWT' })}.${btoa(JSON.stringify({ user_id: t.id('john') }))}.devtoken`
const date = (t: Target, seconds: number): string => new Date(t.at(seconds) * 1000).toISOString()
const guest = async (t: Target, fields: object = {}): Promise<Result> =>
  t.call('POST', '/guest', { authType: 'anonymous', body: { user: { id: t.id('ann'), ...fields } } })

const asJohn = (t: Target, body: object) => ({ token: t.token('john'), userId: t.id('john'), body })

/** Each case makes what it needs; john and jane exist. */
export const authenticationCases: readonly AuthenticationCase[] = [
  // Tokens of users
  ['a token without exp and iat', t => t.read(t.token('john')), ok],
  ['a token with exp and iat', t => t.read(t.token('john', { exp: t.at(600), iat: t.at(-5) })), ok],
  ['a token issued ten years ago', t => t.read(t.token('john', { iat: t.at(-315_360_000) })), ok],
  ['a token with a claim of the app', t => t.read(t.token('john', { plan: 'free' })), ok],
  ['a token whose nbf has passed', t => t.read(t.token('john', { nbf: t.at(-5) })), ok],
  [
    'a token with typ before alg',
    t => t.read(signed({ typ: 'JWT', alg: 'HS256' }, { user_id: t.id('john') }, 'sha256', t.apiSecret)),
    ok,
  ],
  [
    'a token without typ',
    t => t.read(signed({ alg: 'HS256' }, { user_id: t.id('john') }, 'sha256', t.apiSecret)),
    ok,
  ],
  ['an expired token', t => t.read(t.token('john', { exp: t.at(-5) })), refused(40)],
  ['a token that expired long ago', t => t.read(t.token('john', { exp: 2000 })), refused(40)],
  ['a token whose nbf is ahead', t => t.read(t.token('john', { nbf: t.at(60) })), refused(41)],
  ['a token whose iat is ahead', t => t.read(t.token('john', { iat: t.at(60) })), refused(42)],
  ['a token signed with another secret', t => t.read(t.token('john', {}, OTHER_SECRET)), refused(43)],
  [
    'an expired token signed with another secret',
    t => t.read(t.token('john', { exp: t.at(-5) }, OTHER_SECRET)),
    refused(43),
  ],
  [
    'a token with the claims of another one',
    t => t.read(t.token('jane').replace(/\.[^.]+\./, `.${encode({ user_id: t.id('john') })}.`)),
    refused(43),
  ],
  ['a token without a signature', t => t.read(t.token('john').replace(/[^.]+$/, '')), { status: 401 }],
  [
    'a token with alg none',
    t => t.read(`${encode({ alg: 'none', typ: 'JWT' })}.${encode({ user_id: t.id('john') })}.`),
    { status: 401 },
  ],
  [
    'a token with alg HS512',
    t => t.read(signed({ alg: 'HS512', typ: 'JWT' }, { user_id: t.id('john') }, 'sha512', t.apiSecret)),
    { status: 401 },
  ],
  ['a token of another user', t => t.read(t.token('jane')), refused(5)],
  ['a token without a user', t => t.read(mint({}, t.apiSecret)), refused(5)],
  ['a token with a number as user_id', t => t.read(mint({ user_id: 7 }, t.apiSecret)), refused(5)],
  ['a token with an object as exp', t => t.read(t.token('john', { exp: {} })), refused(5)],
  ['a token with a text as exp', t => t.read(t.token('john', { exp: '1900000000' })), refused(5)],
  ['a token of two parts', t => t.read(t.token('john').replace(/\.[^.]+$/, '')), refused(5)],
  ['a token that is JSON', t => t.read(JSON.stringify({ token: t.token('john') })), refused(5)],
  ['a token after Bearer', t => t.read(`Bearer ${t.token('john')}`), { status: 401 }],
  ['no token', t => t.call('GET', '/users', { userId: t.id('john') }), refused(5)],
  ['a development token', t => t.read(devToken(t)), refused(5)],

  // What is beside the token
  ['no key', t => t.read(t.token('john'), { key: '' }), refused(2)],
  ['the key of no app', t => t.read(t.token('john'), { key: 'nosuchkey' }), refused(2)],
  ['no stream-auth-type', t => t.read(t.token('john'), { authType: null }), refused(5)],
  ['an unknown stream-auth-type', t => t.read(t.token('john'), { authType: 'basic' }), refused(5)],

  // The server
  ['the token of the server', t => t.call('GET', '/app', { token: t.serverToken }), ok],
  [
    'the token of the server, in the second generation',
    t => t.call('GET', '/api/v2/app', { token: t.serverToken }),
    ok,
  ],
  ['the token of the server on behalf of a user', t => t.read(t.serverToken), ok],
  [
    'the token of another server',
    t => t.call('GET', '/app', { token: mint({ server: true }, OTHER_SECRET) }),
    refused(43),
  ],
  [
    'a user who changes the app',
    t => t.call('PATCH', '/app', { token: t.token('john'), body: {} }),
    { status: 403, code: 17 },
  ],
  [
    'a user who revokes',
    t =>
      t.call('PATCH', '/users', {
        token: t.token('john'),
        body: { users: [{ id: t.id('jane'), set: { revoke_tokens_issued_before: date(t, -60) } }] },
      }),
    { status: 403 },
  ],
  [
    'a user who changes its own name',
    t => t.call('PATCH', '/users', asJohn(t, { users: [{ id: t.id('john'), set: { name: 'John' } }] })),
    ok,
  ],
  [
    'a user who gives itself a role',
    t => t.call('PATCH', '/users', asJohn(t, { users: [{ id: t.id('john'), set: { role: 'admin' } }] })),
    { status: 403 },
  ],
  [
    'a user who changes another',
    t => t.call('PATCH', '/users', asJohn(t, { users: [{ id: t.id('jane'), set: { name: 'J' } }] })),
    { status: 403 },
  ],
  [
    'a user who creates another',
    t => t.call('POST', '/users', asJohn(t, { users: { [t.id('new')]: { id: t.id('new') } } })),
    { status: 403 },
  ],
  [
    'a user who was given a role connects',
    async t => {
      await t.create('boss', { role: 'admin' })
      return t.connectChat(t.token('boss'), 'boss')
    },
    { status: 101, body: { me: { role: 'admin' } } },
  ],

  // Guests and anonymous users
  ['a guest is created', t => guest(t), { status: 201, body: { user: { role: 'guest' } } }],
  [
    'a guest with a role of its choice',
    t => guest(t, { role: 'admin' }),
    { body: { user: { role: 'guest' } } },
  ],
  [
    'a guest with its token',
    async t => {
      const { body } = await guest(t)
      return t.read(body.access_token, { userId: body.user.id })
    },
    ok,
  ],
  [
    'a guest in place of the user whose id it asked for',
    async t => {
      const { body } = await guest(t, { id: t.id('john') })
      return t.read(body.access_token)
    },
    refused(5),
  ],
  [
    'a guest connects',
    async t => {
      const { body } = await guest(t)
      return t.connectChat(body.access_token, body.user.id)
    },
    { status: 101, body: { me: { role: 'guest' } } },
  ],
  [
    'a guest without an id',
    t => t.call('POST', '/guest', { authType: 'anonymous', body: { user: {} } }),
    { status: 400, code: 4 },
  ],
  [
    'an anonymous user connects',
    t => t.connectChat('', 'nobody', { authType: 'anonymous' }),
    { status: 101, body: { type: 'health.check' } },
  ],
  [
    'an anonymous user changes the app',
    t => t.call('PATCH', '/app', { authType: 'anonymous', body: {} }),
    { status: 403 },
  ],

  [
    'an anonymous user searches users',
    t => t.call('GET', '/users?payload=%7B%22filter_conditions%22:%7B%7D%7D', { authType: 'anonymous' }),
    { status: 403 },
  ],

  // Sockets
  [
    'chat connects with a token',
    t => t.connectChat(t.token('john')),
    { status: 101, body: { type: 'health.check' } },
  ],
  [
    'chat connects with an expired token',
    t => t.connectChat(t.token('john', { exp: t.at(-5) })),
    refused(40),
  ],
  [
    'chat connects with a token from the future',
    t => t.connectChat(t.token('john', { iat: t.at(60) })),
    refused(42),
  ],
  [
    'chat connects with a token signed with another secret',
    t => t.connectChat(t.token('john', {}, OTHER_SECRET)),
    refused(43),
  ],
  ['chat connects with a token of another user', t => t.connectChat(t.token('jane')), refused(5)],
  ['chat connects with a development token', t => t.connectChat(devToken(t)), refused(5)],
  [
    'chat connects with invalid JSON',
    t => t.connectChat(t.token('john'), 'john', { json: '{' }),
    { status: 400, code: 4 },
  ],
  [
    'video connects with a token',
    t => t.connectVideo(t.token('john')),
    { status: 101, body: { type: 'connection.ok' } },
  ],
  [
    'video connects with an expired token',
    t => t.connectVideo(t.token('john', { exp: t.at(-5) })),
    { ...refused(40), body: { type: 'connection.error' } },
  ],
  [
    'video connects with a token signed with another secret',
    t => t.connectVideo(t.token('john', {}, OTHER_SECRET)),
    refused(43),
  ],
  ['video connects with a token of another user', t => t.connectVideo(t.token('jane')), refused(5)],

  // Revocation and deactivation of a user of this case's own
  [
    'a token from before the revocation',
    async t => {
      await revoke(t, 'r1', -60)
      return own(t, 'r1', { iat: t.at(-120) })
    },
    refused(40),
  ],
  [
    'a token from after the revocation',
    async t => {
      await revoke(t, 'r2', -60)
      return own(t, 'r2', { iat: t.at(-5) })
    },
    ok,
  ],
  [
    'a token without iat after the revocation',
    async t => {
      await revoke(t, 'r3', -60)
      return own(t, 'r3', {})
    },
    refused(40),
  ],
  [
    'a token from before a revocation that was undone',
    async t => {
      await revoke(t, 'r4', -60)
      await t.patch('r4', { revoke_tokens_issued_before: null })
      return own(t, 'r4', { iat: t.at(-120) })
    },
    ok,
  ],
  [
    'a token from between a revocation and an earlier one that came later',
    async t => {
      await revoke(t, 'r5', -60)
      await revoke(t, 'r5', -600)
      return own(t, 'r5', { iat: t.at(-120) })
    },
    ok,
  ],
  [
    'chat connects with a revoked token',
    async t => {
      await revoke(t, 'r6', -60)
      return t.connectChat(t.token('r6', { iat: t.at(-120) }), 'r6')
    },
    refused(40),
  ],
  [
    'a revocation with an invalid date',
    t => t.patch('john', { revoke_tokens_issued_before: 'yesterday' }),
    { status: 400, code: 4 },
  ],
  ['a revocation of no user', t => t.server('PATCH', '/users', { users: [] }), { status: 400, code: 4 }],
  [
    'a revocation of 101 users',
    t =>
      t.server('PATCH', '/users', {
        users: Array.from({ length: 101 }, (_, at) => ({ id: t.id(`u${at}`), set: {} })),
      }),
    { status: 400, code: 4 },
  ],
  [
    'a user who was deactivated and reactivated',
    async t => {
      await t.create('d1')
      await t.server('POST', `/users/${t.id('d1')}/deactivate`, {})
      await t.server('POST', `/users/${t.id('d1')}/reactivate`, {})
      return own(t, 'd1', {})
    },
    ok,
  ],

  // The whole app
  [
    'a token from before the revocation of the app',
    async t => {
      await revokeApp(t, date(t, -60))
      return t.read(t.token('john', { iat: t.at(-120) }))
    },
    refused(40),
    'app',
  ],
  [
    'a token without iat after the revocation of the app',
    async t => {
      await revokeApp(t, date(t, -60))
      return t.read(t.token('john'))
    },
    refused(40),
    'app',
  ],
  [
    'the token of the server after the revocation of the app',
    async t => {
      await revokeApp(t, date(t, -60))
      return t.read(t.serverToken)
    },
    ok,
    'app',
  ],
  [
    'a token after the revocation of the app was undone',
    async t => {
      await revokeApp(t, date(t, -60))
      await revokeApp(t, null)
      return t.read(t.token('john'))
    },
    ok,
    'app',
  ],
  [
    'a development token where auth checks are disabled',
    async t => {
      await t.server('PATCH', '/app', { disable_auth_checks: true })
      return t.read(devToken(t))
    },
    ok,
    'app',
  ],
  [
    'a guest where they are disabled',
    async t => {
      await t.server('PATCH', '/app', { guest_user_creation_disabled: true })
      return guest(t)
    },
    { status: 403 },
    'app',
  ],
]

async function revoke(t: Target, name: string, seconds: number): Promise<void> {
  await t.create(name)
  await t.patch(name, { revoke_tokens_issued_before: date(t, seconds) })
}

async function revokeApp(t: Target, before: string | null): Promise<void> {
  await t.server('PATCH', '/app', { revoke_tokens_issued_before: before })
}

/** A request of a user with a token of its own. */
function own(t: Target, name: string, claims: object): Promise<Result> {
  return t.read(t.token(name, claims), { userId: t.id(name) })
}
