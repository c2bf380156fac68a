import { describe, expect, it } from 'vitest'
import { reasonOf } from '../fixture/caught.js'
import { NOW } from '../fixture/fixed-provider.js'
import { iso, json, ORIGIN, setUp, statusAndReason } from '../fixture/routes.js'

describe('without authorizeRevocation', () => {
  it.each(['/revocations', '/revocations/john'])('%s is not a route', async path => {
    const { send, handle } = setUp()
    for (const method of ['GET', 'POST', 'OPTIONS']) {
      const request = { method, path, raw: new Request(ORIGIN), headers: () => [] }
      expect(await handle({ ...request, body: async () => ({ kind: 'none' }) })).toBeUndefined()
    }
    expect(await statusAndReason(await send('POST', path, { app: true }))).toEqual([404, 'not_found'])
  })
})

describe('POST /revocations', () => {
  it('revokes, blocks, undoes and unblocks', async () => {
    const { provider, send } = setUp(() => true)
    const token = await provider.createToken('john')
    const results: unknown[] = []
    for (const body of [
      { userIds: ['john'] },
      { userIds: ['john'], block: true },
      { userIds: ['john'], undo: true },
      { userIds: ['john'], block: false },
    ]) {
      const reply = await send('POST', '/revocations', body)
      const { before, users } = await reply.json()
      const use = await provider.verifyToken(token).catch(({ reason }) => reason)
      results.push([reply.status, before, users, typeof use === 'string' ? use : 'valid'])
    }
    const users = [{ userId: 'john', stored: true, propagated: 'off' }]
    expect(results).toEqual([
      [200, iso(NOW + 0.2), users, 'token_revoked'],
      [200, iso(NOW + 0.2), users, 'token_revoked'],
      [200, null, users, 'token_revoked'],
      [200, null, users, 'valid'],
    ])
  })

  it('revokes the app', async () => {
    const { provider, send } = setUp(() => true)
    const token = await provider.createToken('john')
    const reply = await send('POST', '/revocations', { app: true })
    expect(await reply.json()).toEqual({ before: iso(NOW + 0.2), app: { stored: true, propagated: 'off' } })
    expect(await reasonOf(provider.verifyToken(token))).toBe('token_revoked')
  })

  it.each<[string, unknown, HeadersInit, unknown[]]>([
    ['no body', undefined, json, [400, 'revocation_invalid']],
    ['a field that is null', { userIds: ['john'], before: null }, json, [400, 'revocation_invalid']],
    ['a date in the future', { app: true, before: iso(NOW + 60) }, json, [400, 'date_in_future']],
    ['a body that is not an object', '["john"]', json, [400, 'body_invalid']],
    ['a body that is not JSON', '{', json, [400, 'body_invalid']],
    ['a body with __proto__', '{"__proto__":{"app":true}}', json, [400, 'body_invalid']],
    [
      'a form body',
      'app=true',
      { 'content-type': 'application/x-www-form-urlencoded' },
      [415, 'unsupported_media_type'],
    ],
    ['a text body', '{"app":true}', { 'content-type': 'text/plain' }, [415, 'unsupported_media_type']],
    ['a body without a media type', '{"app":true}', {}, [415, 'unsupported_media_type']],
    ['a body over 64 KiB', `{"app":true${' '.repeat(65_536)}}`, json, [413, 'body_too_large']],
    [
      'a request from another site',
      { app: true },
      { ...json, 'sec-fetch-site': 'cross-site' },
      [403, 'origin_forbidden'],
    ],
    [
      'a request from another origin',
      { app: true },
      { ...json, origin: 'https://evil.example' },
      [403, 'origin_forbidden'],
    ],
  ])('refuses %s and revokes nothing', async (_name, body, headers, expected) => {
    const { provider, send } = setUp(() => true)
    const token = await provider.createToken('john')
    const reply = await send('POST', '/revocations', body, headers)
    expect(await statusAndReason(reply)).toEqual(expected)
    expect(reply.headers.get('cache-control')).toBe('no-store')
    expect(await provider.verifyToken(token)).toHaveProperty('userId', 'john')
  })

  it('undoes nothing without undo: true or block: false', async () => {
    const { provider, send } = setUp(() => true)
    const token = await provider.createToken('john')
    await provider.revokeUserToken('john')
    await provider.revokeTokens(new Date(NOW * 1000))
    await provider.blockUser('john')
    const bodies = [
      ...[
        { before: '' },
        { before: null },
        { undo: false },
        { undo: null },
        { before: iso(NOW - 86_400) },
        {},
      ],
      ...[{ block: null }, { block: '' }, { block: iso(NOW + 1) }, { block: true }],
    ]
    for (const body of bodies) {
      await send('POST', '/revocations', { userIds: ['john'], ...body })
      await send('POST', '/revocations', { app: true, ...body })
    }
    expect(await (await send('GET', '/revocations/john')).json()).toEqual({
      userId: 'john',
      before: iso(NOW + 0.2),
      blockedUntil: 'forever',
      appBefore: iso(NOW + 0.2),
    })
    expect(await reasonOf(provider.verifyToken(token))).toBe('token_revoked')
  })
})
