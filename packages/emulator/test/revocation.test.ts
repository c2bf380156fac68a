import { StreamClient } from '@stream-io/node-sdk'
import { describe, expect, it, vi } from 'vitest'
import { apiKey, apiSecret, emulate, serverToken, start, userToken } from './fixture/emulate.js'

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString()
const codeOf = ({ status, body }: { status: number; body: { code?: number } }) => body.code ?? status

/** An emulator with the user john, and a function that sends a request with john's token. */
async function withJohn(options?: Parameters<typeof emulate>[0]) {
  const emulated = await emulate(options)
  const server = emulated.server()
  await server.upsertUser({ id: 'john' })
  const requestWith = async (claims: object) =>
    codeOf(await emulated.request('/users', { token: userToken('john', claims) }))
  return { ...emulated, server, requestWith }
}

describe.each(['revoked', 'valid'] as const)('with tokensWithoutIat "%s"', tokensWithoutIat => {
  const withoutIat = tokensWithoutIat === 'revoked' ? 40 : 200

  it.each([
    // [revoke date of the user, revoke date of the app, iat of the token, expected code or status]; seconds from now
    [null, null, 0, 200],
    [null, null, undefined, 200],
    [-10, null, -11, 40],
    [-10, null, -10, 200],
    [-9.999, null, -10, 40],
    [-10, null, undefined, withoutIat],
    [null, -10, -11, 40],
    [null, -10, -10, 200],
    [null, -9.999, -10, 40],
    [null, -10, undefined, 40],
    [-20, -10, -15, 40],
    [-10, -20, -15, 40],
    [-20, -10, -5, 200],
    [60, null, 0, 40],
  ])('user %s, app %s, iat %s: %s', async (user, app, iat, expected) => {
    const { server, requestWith } = await withJohn({ tokensWithoutIat })
    if (user !== null) await server.revokeUserToken('john', iso(start + user))
    if (app !== null) await server.revokeTokens(iso(start + app))
    expect(await requestWith(iat === undefined ? {} : { iat: start + iat })).toBe(expected)
  })
})

describe('revocation', () => {
  it('has the error of an expired token', async () => {
    const { server, request } = await withJohn()
    await server.revokeUserToken('john', iso(start + 1))
    const { status, body } = await request('/users', { token: userToken('john') })
    expect([status, body.code, body.message]).toEqual([
      401,
      40,
      'QueryUsers failed with error: "JWTAuth error: token is expired (revoked)"',
    ])
  })

  it('uses the last date written, even if it is earlier, and clears it by null', async () => {
    const { server, requestWith } = await withJohn()
    for (const revoke of [
      (before: string | null) => server.revokeUserToken('john', before),
      (before: string | null) => server.revokeTokens(before),
    ]) {
      await revoke(iso(start - 10))
      expect(await requestWith({ iat: start - 15 })).toBe(40)
      await revoke(iso(start - 20))
      expect(await requestWith({ iat: start - 15 })).toBe(200)
      await revoke(iso(start - 10))
      await revoke(null)
      expect(await requestWith({ iat: start - 15 })).toBe(200)
    }
  })

  it('affects only the given users, and never the server’s token', async () => {
    const { server, request, requestWith } = await withJohn()
    await server.upsertUsers([{ id: 'jane' }, { id: 'jim' }])
    await server.revokeUsersToken(['john', 'jane'], iso(start + 1))
    expect(await requestWith({ iat: start })).toBe(40)
    expect(codeOf(await request('/users', { token: userToken('jane') }))).toBe(40)
    expect(codeOf(await request('/users', { token: userToken('jim') }))).toBe(200)
    await server.revokeTokens(iso(start + 1))
    expect(codeOf(await request('/users', { token: userToken('jim') }))).toBe(40)
    expect(codeOf(await request('/users', { token: serverToken }))).toBe(200)
  })

  it('makes a connected client fetch a new token', async () => {
    const { server, chat, time, url } = await withJohn()
    const provider = vi.fn(async () => userToken('john', { iat: time.seconds }))
    const client = chat({ baseURL: url })
    await client.connectUser({ id: 'john' }, provider)
    time.seconds += 1
    await server.revokeUserToken('john', iso(time.seconds))
    await client.queryUsers({})
    expect(provider).toHaveBeenCalledTimes(2)
  })

  it('refuses a connection with a revoked token', async () => {
    const { server, chat } = await withJohn()
    await server.revokeTokens(iso(start + 1))
    await expect(chat().connectUser({ id: 'john' }, userToken('john'))).rejects.toThrow('"code":40')
  })

  it('is read and written by node-sdk with dates in nanoseconds', async () => {
    const { url, requestWith, request } = await withJohn()
    const sdk = new StreamClient(apiKey, apiSecret, { basePath: url })
    const before = new Date((start + 1) * 1000)

    const set = await sdk.updateUsersPartial({
      users: [{ id: 'john', set: { revoke_tokens_issued_before: before } }],
    })
    expect(set.users.john?.revoke_tokens_issued_before).toEqual(before)
    expect(await requestWith({ iat: start })).toBe(40)
    await sdk.updateUsersPartial({ users: [{ id: 'john', unset: ['revoke_tokens_issued_before'] }] })
    expect(await requestWith({ iat: start })).toBe(200)

    await sdk.updateApp({ revoke_tokens_issued_before: before })
    expect((await sdk.getApp()).app.revoke_tokens_issued_before).toEqual(before)
    const { body } = await request('/api/v2/app', { token: serverToken })
    expect(body.app.revoke_tokens_issued_before).toBe((start + 1) * 1e9)
    expect(await requestWith({ iat: start })).toBe(40)
  })

  it('is read by stream-chat as ISO dates', async () => {
    const { server } = await withJohn()
    const before = iso(start - 60)
    const { users } = await server.revokeUserToken('john', before)
    expect(users.john).toMatchObject({ id: 'john', revoke_tokens_issued_before: before })
    await server.revokeTokens(before)
    expect((await server.getAppSettings()).app).toMatchObject({ revoke_tokens_issued_before: before })
  })

  it('does not show revoke dates to users', async () => {
    const { server, request } = await withJohn()
    await server.revokeUserToken('john', iso(start - 60))
    const { body } = await request('/users', { token: userToken('john') })
    expect(body.users[0].id).toBe('john')
    expect(body.users[0]).not.toHaveProperty('revoke_tokens_issued_before')
  })

  it('changes nothing on an empty body, as at Stream', async () => {
    const { server, request } = await withJohn()
    await server.revokeTokens(iso(start - 60))
    const { status } = await request('/app', { method: 'PATCH', token: serverToken, body: '{}' })
    expect(status).toBe(200)
    expect((await server.getAppSettings()).app).toMatchObject({
      revoke_tokens_issued_before: iso(start - 60),
    })
  })
})

describe.each(['', '/api/v2'])('validation of revocations under "%s"', root => {
  const patch = async (path: string, body: unknown, token = serverToken) => {
    const { request } = await withJohn()
    return request(`${root}${path}`, { method: 'PATCH', token, body: JSON.stringify(body) })
  }
  const named = (id: unknown, before: unknown) => ({ id, set: { revoke_tokens_issued_before: before } })

  it.each([
    ['text', 'yesterday'],
    ['a number', 1_800_000_000],
    ['a date without a zone', '2026-01-02T03:04:05'],
    ['a date without a time', '2026-01-02'],
    ['a day that does not exist', '2026-02-30T00:00:00Z'],
    ['an hour that does not exist', '2026-01-02T25:00:00Z'],
    ['true', true],
  ])('refuses %s as a date', async (_, before) => {
    const user = await patch('/users', { users: [named('john', before)] })
    expect([user.status, user.body.code, user.body.StatusCode]).toEqual([400, 4, 400])
    const app = await patch('/app', { revoke_tokens_issued_before: before })
    expect([app.status, app.body.code]).toEqual([400, 4])
  })

  it.each(['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.678901234Z', '2026-01-02t03:04:05.6+05:30', null])(
    'accepts %s',
    async before => {
      expect((await patch('/users', { users: [named('john', before)] })).status).toBe(200)
      expect((await patch('/app', { revoke_tokens_issued_before: before })).status).toBe(200)
    },
  )

  it.each([
    ['no users', {}],
    ['an empty list', { users: [] }],
    ['101 users', { users: Array(101).fill(named('john', null)) }],
    ['a user without an id', { users: [{ set: {} }] }],
    ['an id that is not a string', { users: [named(7, null)] }],
    ['a set that is not an object', { users: [{ id: 'john', set: [] }] }],
    ['an unset that is not a list', { users: [{ id: 'john', unset: 'name' }] }],
  ])('refuses %s with code 4', async (_, body) => {
    const { status, body: error } = await patch('/users', body)
    expect([status, error.code]).toEqual([400, 4])
  })

  it('accepts 100 users', async () => {
    expect((await patch('/users', { users: Array(100).fill(named('john', null)) })).status).toBe(200)
  })

  it('refuses a setting that the emulator does not support', async () => {
    expect((await patch('/app', { multi_tenant_enabled: true })).body.code).toBe(4)
  })

  it('changes nothing if one user does not exist', async () => {
    const { request, requestWith } = await withJohn()
    const users = [named('john', iso(start + 1)), named('nobody', iso(start + 1))]
    const refused = await request(`${root}/users`, {
      method: 'PATCH',
      token: serverToken,
      body: JSON.stringify({ users }),
    })
    expect([refused.status, refused.body.code]).toEqual([404, 16])
    expect(refused.body.message).toBe(
      'UpdateUsersPartial failed with error: "the user nobody does not exist"',
    )
    expect(await requestWith({ iat: start })).toBe(200)
  })

  it('refuses user tokens', async () => {
    expect((await patch('/users', { users: [named('john', null)] }, userToken('john'))).body.code).toBe(17)
    expect((await patch('/app', {}, userToken('john'))).body.code).toBe(17)
  })
})
