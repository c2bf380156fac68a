import { afterEach, describe, expect, it } from 'vitest'
import { memoryRevocationStore, type TokenProviderEvent } from '../../src/index.js'
import { type ProviderMethods, providerMethods } from '../../src/provider/provider-methods.js'
import { reasonOf, refusal } from '../fixture/caught.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { deferred } from '../fixture/store-doubles.js'
import { type StreamServer, startStream } from '../fixture/stream-server.js'

const COMMANDS = ['revokeUserToken', 'revokeUsersToken', 'revokeTokens', 'blockUser', 'unblockUser']
const METHODS = [...COMMANDS, 'authenticate', 'authenticateUpgrade', 'close', 'createToken', 'verifyToken']
const before = new Date((NOW + 0.2) * 1000).toISOString()

const servers: StreamServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

describe('providerMethods', () => {
  it('has the methods that an adapter exposes, and none that Connect would treat as an app', () => {
    expect(Object.keys(providerMethods(fixedProvider())).sort()).toEqual([...METHODS, 'provider'].sort())
  })

  it('works without the provider as `this`', async () => {
    const { createToken, verifyToken, close } = providerMethods(fixedProvider())
    await expect(verifyToken(await createToken('john'))).resolves.toHaveProperty('userId', 'john')
    await expect(close()).resolves.toBeUndefined()
  })
})

describe('the options of a revocation', () => {
  const create = (): ProviderMethods =>
    providerMethods(fixedProvider({ revocations: memoryRevocationStore(), streamApi: false }))

  it.each<[string, (methods: ProviderMethods) => Promise<{ readonly before: string | null }>]>([
    ['alone, for a user', ({ revokeUserToken }) => revokeUserToken('john', { wait: false })],
    ['alone, for users', ({ revokeUsersToken }) => revokeUsersToken(['john'], { wait: false })],
    ['alone and empty', ({ revokeUserToken }) => revokeUserToken('john', {})],
    ['alone, without a prototype', ({ revokeUserToken }) => revokeUserToken('john', Object.create(null))],
    ['alone, before undefined', ({ revokeUserToken }) => revokeUserToken('john', {} as never, undefined)],
    ['after undefined', ({ revokeUserToken }) => revokeUserToken('john', undefined, { wait: false })],
    ['after a date', ({ revokeUserToken }) => revokeUserToken('john', new Date(NOW * 1000), { wait: false })],
  ])('D16: may be %s, and it revokes as of now', async (_what, revoke) => {
    const methods = create()
    const token = await methods.createToken('john')
    expect(await revoke(methods)).toHaveProperty('before', before)
    expect(await reasonOf(methods.verifyToken(token))).toBe('token_revoked')
  })

  it('D16: with wait: false resolve once stored, while Stream has not responded', async () => {
    const response = deferred<undefined>()
    const stream = await startStream(() => response.promise)
    servers.push(stream)
    const events: TokenProviderEvent[] = []
    const methods = providerMethods(
      fixedProvider({
        revocations: memoryRevocationStore(),
        streamApi: { baseUrl: stream.url, retries: 0 },
        onEvent: event => events.push(event),
      }),
    )
    const reason = 'The call did not wait for Stream'
    expect(await methods.revokeUserToken('john', { wait: false })).toEqual({
      before,
      users: [{ userId: 'john', stored: true, propagated: false, reason }],
    })
    await stream.received(1)
    expect(events.map(({ type }) => type)).not.toContain('propagated')
    response.resolve(undefined)
    await methods.close()
    expect(events).toContainEqual({ at: NOW, type: 'propagated', userId: 'john' })
  })

  it.each<[string, (methods: ProviderMethods) => Promise<unknown>, string]>([
    [
      'the options twice',
      ({ revokeUserToken }) => revokeUserToken('john', { wait: false } as never, { wait: false }),
      'pass the options once.',
    ],
    [
      'an unknown option',
      ({ revokeUsersToken }) => revokeUsersToken(['john'], { wiat: false } as object),
      'wiat is not an option.',
    ],
    [
      'an option that is a string',
      ({ revokeUserToken }) => revokeUserToken('john', { wait: 'false' } as object),
      'wait must be true or false.',
    ],
    [
      'the options alone for the app, where a date is required',
      ({ revokeTokens }) => revokeTokens({ wait: false } as never),
      'A date must be a Date or an RFC 3339 string with a time zone, such as 2026-01-02T03:04:05.678Z, in the years 0 to 9999.',
    ],
    [
      'an end of a block beside deactivate',
      ({ blockUser }) => blockUser('john', { until: new Date((NOW + 60) * 1000), deactivate: true }),
      'until and deactivate exclude each other: Stream knows no end of a deactivation.',
    ],
  ])('D16: refuses %s, and changes nothing', async (_what, call, message) => {
    const methods = create()
    const token = await methods.createToken('john')
    expect((await refusal(call(methods))).message).toBe(message)
    expect(await methods.verifyToken(token)).toHaveProperty('userId', 'john')
  })

  it('accepts an end of a block beside deactivate: false', async () => {
    const until = new Date((NOW + 60) * 1000)
    expect(await create().blockUser('john', { until, deactivate: false })).toHaveProperty(
      'blockedUntil',
      until.toISOString(),
    )
  })

  it.each<[string, unknown]>([
    [
      'an instance of a class',
      new (class {
        wait = false
      })(),
    ],
    ['a Map', new Map([['wait', false]])],
    ['a list', []],
    ['a number', NOW],
  ])('D16: are not %s: that is no date either', async (_what, value) => {
    const methods = create()
    const token = await methods.createToken('john')
    expect(await reasonOf(methods.revokeUserToken('john', value as never))).toBe('revocation_invalid')
    expect(await methods.verifyToken(token)).toHaveProperty('userId', 'john')
  })
})
