import { describe, expect, it } from 'vitest'
import { apiKey, apiSecret, emulate, serverToken, start, userToken } from './fixture/emulate.js'
import { mint } from './fixture/mint.js'

const OTHER_SECRET = 'another-secret-that-is-over-32-bytes-long'

const REFUSED = [
  ['an expired token', userToken('john', { iat: start - 9, exp: start }), 40, 'token is expired (exp)'],
  ['a token before its nbf', userToken('john', { nbf: start + 1 }), 41, 'token is not valid yet (nbf)'],
  [
    'a token issued in the next second',
    userToken('john', { iat: start + 1 }),
    42,
    'token used before issue at (iat)',
  ],
  [
    'a token of another app',
    mint({ user_id: 'john' }, OTHER_SECRET),
    43,
    `signature is not valid. Make sure the token is created using the secret for API key "${apiKey}"`,
  ],
  ['a token of another user', userToken('jane'), 5, 'the user_id of the token does not match the user'],
  ['no token', '', 5, 'token contains an invalid number of segments'],
  ['a token after Bearer', `Bearer ${userToken('john')}`, 5, 'token is malformed'],
  ['a number as user_id', mint({ user_id: 7 }, apiSecret), 5, 'token is malformed'],
  [
    'a fraction as iat',
    userToken('john', { iat: start - 0.5 }),
    5,
    'exp and iat of the token must be of type int64',
  ],
  [
    'a dev token',
    'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ1c2VyX2lkIjoiam9obiJ9.devtoken',
    5,
    'token is malformed',
  ],
] as const

describe.each(['', '/api/v2'])('REST authentication under "%s"', root => {
  it.each(REFUSED)('refuses %s', async (_, token, code, message) => {
    const { request } = await emulate()
    const { status, body } = await request(`${root}/users?user_id=john`, { token })
    expect(status).toBe(401)
    expect(body).toEqual({
      code,
      message: `QueryUsers failed with error: "JWTAuth error: ${message}"`,
      StatusCode: 401,
      duration: expect.stringMatching(/^\d+\.\d\dms$/),
      more_info: 'https://getstream.io/chat/docs/api_errors_response',
      details: [],
    })
  })

  it.each([
    ['in the last second before exp', { iat: start - 9, exp: start + 1 }],
    ['in the second of its iat', { iat: start }],
    ['at its nbf', { nbf: start }],
    ['without iat and exp', {}],
  ])('accepts a token %s', async (_, claims) => {
    const { request } = await emulate()
    const { status } = await request(`${root}/users?user_id=john`, { token: userToken('john', claims) })
    expect(status).toBe(200)
  })

  it('rounds the current time down to whole seconds', async () => {
    const { request, time } = await emulate()
    time.seconds = start + 0.999
    const token = (claims: object) => ({ token: userToken('john', claims) })
    expect((await request(`${root}/users`, token({ exp: start + 1 }))).status).toBe(200)
    expect((await request(`${root}/users`, token({ iat: start + 1 }))).body.code).toBe(42)
  })

  it('refuses a wrong or missing key before it checks the token', async () => {
    const { request, url } = await emulate()
    const wrong = await request(`${root}/users`, { key: 'other', token: 'x' })
    expect([wrong.status, wrong.body.code]).toEqual([401, 2])
    const missing = await fetch(`${url}${root}/users`)
    expect([missing.status, (await missing.json()).code]).toEqual([401, 2])
  })

  it('refuses a request without credentials', async () => {
    const { request } = await emulate()
    const { status, body } = await request(`${root}/users`)
    expect([status, body.code, body.message]).toEqual([
      401,
      5,
      'QueryUsers failed with error: "stream-auth-type missing or invalid"',
    ])
  })

  it('refuses users at endpoints for the server only', async () => {
    const { request } = await emulate()
    const change = { method: 'PATCH', body: '{}' }
    const user = await request(`${root}/app`, { ...change, token: userToken('john') })
    expect([user.status, user.body.code]).toEqual([403, 17])
    const headers = { 'stream-auth-type': 'anonymous' }
    const anonymous = await request(`${root}/app`, { ...change, headers })
    expect([anonymous.status, anonymous.body.code]).toEqual([403, 17])
    expect((await request(`${root}/app`, { ...change, token: serverToken })).status).toBe(200)
  })

  it('shows users the name of the app and the limits of uploads, and no other settings', async () => {
    const { request } = await emulate()
    const { status, body } = await request(`${root}/app`, { token: userToken('john') })
    const uploads = { file_upload_config: expect.anything(), image_upload_config: expect.anything() }
    expect([status, body.app]).toEqual([200, { name: 'stream-emulator', ...uploads }])
  })

  it('lets the server act for any user, and lets anonymous users read', async () => {
    const { request } = await emulate()
    expect((await request(`${root}/users?user_id=jane`, { token: serverToken })).status).toBe(200)
    const anonymous = { method: 'POST', body: '{}', headers: { 'stream-auth-type': 'anonymous' } }
    expect((await request(`${root}/channels`, anonymous)).status).toBe(201)
  })
})

describe('disableAuthChecks', () => {
  it('can be changed by the server, until a reset', async () => {
    const { chat, emulator, request, server } = await emulate()
    const token = chat().devToken('john')
    const status = async () => (await request('/users?user_id=john', { token })).status
    expect(await status()).toBe(401)
    await server().updateAppSettings({ disable_auth_checks: true })
    expect(await status()).toBe(200)
    expect((await server().getAppSettings()).app?.disable_auth_checks).toBe(true)
    emulator.reset()
    expect(await status()).toBe(401)
  })

  it('accepts dev tokens but no other wrong signature', async () => {
    const { chat, request } = await emulate({ disableAuthChecks: true })
    const token = chat().devToken('john')
    expect((await request('/users?user_id=john', { token })).status).toBe(200)
    expect((await request('/users?user_id=jane', { token })).body.code).toBe(5)
    expect((await request('/users', { token: mint({ user_id: 'john' }, OTHER_SECRET) })).body.code).toBe(43)
  })
})
