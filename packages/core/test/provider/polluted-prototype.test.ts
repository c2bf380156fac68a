import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createGuard } from '../../src/guard/guard.js'
import { memoryRevocationStore } from '../../src/index.js'
import { reasonOf, refusal } from '../fixture/caught.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { pair } from '../fixture/pair.js'
import { iso, setUp, statusAndReason } from '../fixture/routes.js'
import { readingStore } from '../fixture/store-doubles.js'
import { bodyOf, jsonRequest } from '../fixture/token-request.js'

// The sources are loaded by now, as an app's are when an old library adds its members.
const ADDED = { extend: () => 1, first: 'x', role: 'admin', expiresIn: null, toJSON: undefined }

beforeEach(() => void Object.assign(Object.prototype, ADDED))
afterEach(() => {
  for (const name of Object.keys(ADDED)) Reflect.deleteProperty(Object.prototype, name)
})

describe('a provider, where an old library has added enumerable members to Object.prototype', () => {
  it('C14: accepts its options, and still refuses unknown ones', async () => {
    expect(() => fixedProvider({ streamApi: { retries: 0 }, maxPending: 5 })).not.toThrow()
    expect((await refusal(() => fixedProvider({ first: 'x' } as object))).message).toBe(
      'first is not an option.',
    )
  })

  it('C14: mints what the app asked for, and nothing that was added', async () => {
    const provider = fixedProvider()
    const { claims } = await provider.verifyToken(
      await provider.createToken('john', { claims: { team: 'red' } }),
    )
    expect(Object.entries(claims)).toEqual([
      ['user_id', 'john'],
      ['exp', NOW + 3600],
      ['iat', NOW - 5],
      ['team', 'red'],
    ])
    const { handle } = provider.endpoint<string>((_raw, { body }) => ({ id: String(body.id) }))
    expect(bodyOf(await handle(jsonRequest('{"id":"john"}')))).toMatchObject({
      userId: 'john',
      expiresIn: 3600,
      token: await provider.createToken('john'),
    })
  })

  it('C14: takes the state of a store, and refuses a state with unknown members', async () => {
    const token = await fixedProvider().createToken('john')
    const reads = (state: unknown) =>
      fixedProvider({ revocations: readingStore(() => state) }).verifyToken(token)
    expect(await reads({})).toHaveProperty('userId', 'john')
    expect(await reads(Promise.resolve({ user: pair(NOW - 60) }))).toHaveProperty('userId', 'john')
    expect(await reasonOf(reads({ user: pair(NOW) }))).toBe('token_revoked')
    expect(await reasonOf(reads({ first: 1 }))).toBe('revocation_state_unknown')
  })

  it('C14: revokes and blocks, by its methods and by its routes', async () => {
    const { provider, send } = setUp(() => true, { revocations: memoryRevocationStore() })
    const token = await provider.createToken('john')
    expect(await provider.revokeUserToken('john', iso(NOW - 1))).toHaveProperty('before', iso(NOW - 1))
    expect(await reasonOf(provider.verifyToken(token))).toBe('token_revoked')
    expect(await send('POST', '/revocations', { userIds: ['jane'], block: true })).toHaveProperty(
      'status',
      200,
    )
    expect(await reasonOf(provider.createToken('jane'))).toBe('user_blocked')
    const unknown = await send('POST', '/revocations', { userIds: ['jane'], first: 'x' })
    expect(await statusAndReason(unknown)).toEqual([400, 'revocation_invalid'])
  })

  it('C14: guards routes', async () => {
    const provider = fixedProvider()
    const authorization = `Bearer ${await provider.createToken('john')}`
    const guard = createGuard(provider, 'user', { anonymous: true })
    expect(await guard({ authorization })).toMatchObject({ auth: { userId: 'john' } })
    expect(await guard({})).toEqual({ auth: { kind: 'anonymous' } })
  })
})
