import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { memoryRevocationStore } from '../../src/index.js'
import { reasonOf, refusal } from '../fixture/caught.js'
import { fakeStream } from '../fixture/fake-stream.js'
import { fakeTime, settled } from '../fixture/fake-time.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString()
const setUp = () => fixedProvider({ revocations: memoryRevocationStore(), streamApi: false })
const HOSTILE_IDS = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '@',
  '-',
  'a'.repeat(255),
]
const WRONG_IDS = [
  '',
  ' ',
  'a b',
  'é',
  'a/b',
  'a.b',
  'the app',
  'john\n',
  'a'.repeat(256),
  null,
  undefined,
  1,
  {},
  [],
]

describe('revokeUserToken', () => {
  it('revokes the tokens issued until now to that user, and to no other', async () => {
    const provider = setUp()
    const tokens = await Promise.all(['john', 'jane'].map(id => provider.createToken(id)))
    const result = await provider.revokeUserToken('john')
    expect(result).toEqual({
      before: iso(NOW + 0.2),
      users: [{ userId: 'john', stored: true, propagated: 'off' }],
    })
    expect(await reasonOf(provider.verifyToken(tokens[0]))).toBe('token_revoked')
    expect(await provider.verifyToken(tokens[1])).toHaveProperty('userId', 'jane')
  })

  it.each(HOSTILE_IDS)('revokes the tokens of user %s, and of no other', async userId => {
    const provider = setUp()
    const token = await provider.createToken(userId)
    const other = await provider.createToken('john')
    await provider.revokeUserToken(userId)
    expect(await reasonOf(provider.verifyToken(token))).toBe('token_revoked')
    expect(await provider.verifyToken(other)).toHaveProperty('userId', 'john')
    await provider.revokeUserToken(userId, null)
    expect(await provider.verifyToken(token)).toHaveProperty('userId', userId)
  })

  it('does not lower the cutoff to an earlier date, and returns the cutoff in force', async () => {
    const provider = setUp()
    const token = await provider.createToken('john', { issuedAt: NOW - 60 })
    await provider.revokeUserToken('john', iso(NOW - 30))
    expect(await provider.revokeUserToken('john', iso(NOW - 90))).toHaveProperty('before', iso(NOW - 30))
    expect(await reasonOf(provider.verifyToken(token))).toBe('token_revoked')
  })

  it('with null, makes tokens valid again and returns no cutoff', async () => {
    const provider = setUp()
    const token = await provider.createToken('john')
    await provider.revokeUserToken('john')
    expect(await provider.revokeUserToken('john', null)).toHaveProperty('before', null)
    expect(await provider.verifyToken(token)).toHaveProperty('userId', 'john')
  })

  it.each(WRONG_IDS)('refuses %j as a user id', async userId => {
    const provider = setUp()
    const calls = [
      provider.revokeUserToken(userId as string),
      provider.revokeUsersToken(['john', userId as string]),
      provider.blockUser(userId as string),
      provider.unblockUser(userId as string),
    ]
    expect(await Promise.all(calls.map(reasonOf))).toEqual(Array(4).fill('config_invalid'))
  })
})

describe('the options in place of the date', () => {
  /** A provider whose Stream never responds: only a command that does not wait for it resolves. */
  async function unanswered() {
    fakeTime(NOW)
    const { streamApi } = fakeStream(() => ({ answers: Number.POSITIVE_INFINITY }))
    const provider = fixedProvider({ revocations: memoryRevocationStore(), streamApi })
    onTestFinished(async () => {
      await settled(provider.close())
      vi.useRealTimers()
    })
    return { provider, token: await provider.createToken('john') }
  }

  it('D16: revokes now, and resolves once that is stored', async () => {
    const { provider, token } = await unanswered()
    const [one, several] = [
      await provider.revokeUserToken('john', { wait: false }),
      await provider.revokeUsersToken(['john'], { wait: false }),
    ]
    for (const result of [one, several])
      expect(result).toEqual({
        before: iso(NOW + 0.2),
        users: [
          {
            userId: 'john',
            stored: true,
            propagated: false,
            reason: 'The call did not wait for Stream',
          },
        ],
      })
    expect(await reasonOf(provider.verifyToken(token))).toBe('token_revoked')
  })

  it('D16: may still come after the date', async () => {
    const { provider } = await unanswered()
    for (const before of [undefined, iso(NOW - 5), new Date((NOW - 5) * 1000), null])
      expect(await provider.revokeUserToken('john', before, { wait: false })).toHaveProperty('users')
    expect(await provider.revokeTokens(iso(NOW - 5), { wait: false })).toHaveProperty('app')
  })

  it('D16: revokes now with empty options', async () => {
    const provider = setUp()
    expect(await provider.revokeUserToken('john', {})).toHaveProperty('before', iso(NOW + 0.2))
  })

  it.each<[string, unknown[]]>([
    ['options twice', [{ wait: false }, { wait: false }]],
    ['an unknown option', [{ wiat: false }]],
    ['a flag of a wrong type', [{ wait: 'false' }]],
  ])('D16: refuses %s, and revokes nothing', async (_name, args) => {
    const provider = setUp()
    const token = await provider.createToken('john')
    const revoke = provider.revokeUserToken as (...args: unknown[]) => Promise<unknown>
    const revokeUsers = provider.revokeUsersToken as (...args: unknown[]) => Promise<unknown>
    const reasons = await Promise.all([revoke('john', ...args), revokeUsers(['john'], ...args)].map(reasonOf))
    expect(reasons).toEqual(['config_invalid', 'config_invalid'])
    expect(await provider.verifyToken(token)).toHaveProperty('userId', 'john')
  })

  it('D16: takes no other object for options', async () => {
    const provider = setUp()
    for (const value of [new Map(), [], Object.assign(new (class Date2 {})(), { wait: false })])
      expect(await reasonOf(provider.revokeUserToken('john', value as never))).toBe('revocation_invalid')
  })
})

describe('revokeUsersToken', () => {
  it('returns the latest cutoff, and the outcome for each user', async () => {
    const provider = setUp()
    await provider.revokeUserToken('a', iso(NOW - 10))
    expect(await provider.revokeUsersToken(['a', 'b'], iso(NOW - 20))).toEqual({
      before: iso(NOW - 10),
      users: [
        { userId: 'a', stored: true, propagated: 'off' },
        { userId: 'b', stored: true, propagated: 'off' },
      ],
    })
  })

  it.each([undefined, null, 'john', {}, []])('refuses %j as a list of ids', async userIds => {
    expect(await reasonOf(setUp().revokeUsersToken(userIds as string[]))).toBe('config_invalid')
  })
})

describe('revokeTokens', () => {
  it('revokes the tokens of all users, including those without iat, but no server token', async () => {
    const provider = setUp()
    const without = await provider.createToken('john', { issuedAt: null })
    const tokens = [await provider.createToken('john'), without]
    const server = await provider.createServerToken()
    expect(await provider.revokeTokens(iso(NOW))).toEqual({
      before: iso(NOW + 0.2),
      app: { stored: true, propagated: 'off' },
    })
    for (const token of tokens) expect(await reasonOf(provider.verifyToken(token))).toBe('token_revoked')
    expect(await provider.verifyToken(server, { kind: 'server' })).toHaveProperty('kind', 'server')
    await provider.revokeTokens(null)
    for (const token of tokens) expect(await provider.verifyToken(token)).toHaveProperty('userId', 'john')
  })

  it('revokes nothing if the date is missing', async () => {
    const provider = setUp()
    const token = await provider.createToken('john')
    expect(await reasonOf(provider.revokeTokens(undefined as never))).toBe('config_invalid')
    expect(await provider.verifyToken(token)).toHaveProperty('userId', 'john')
  })
})

describe('blockUser', () => {
  it('refuses to mint a token and refuses existing ones, whatever their iat, but no server token', async () => {
    const provider = setUp()
    const tokens = [
      await provider.createToken('john'),
      await provider.createToken('john', { issuedAt: null }),
    ]
    expect(await provider.blockUser('john')).toEqual({
      userId: 'john',
      blockedUntil: 'forever',
      stored: true,
      propagated: 'off',
    })
    for (const token of tokens) expect(await reasonOf(provider.verifyToken(token))).toBe('token_revoked')
    expect(await reasonOf(provider.createToken('john'))).toBe('user_blocked')
    const server = await provider.createServerToken()
    expect(await provider.verifyToken(server, { kind: 'server' })).toHaveProperty('kind', 'server')
  })

  it('is independent of a revocation: each has its own undo', async () => {
    const provider = setUp()
    const token = await provider.createToken('john')
    await provider.revokeUserToken('john')
    await provider.blockUser('john')
    await provider.revokeUserToken('john', null)
    expect(await reasonOf(provider.verifyToken(token))).toBe('token_revoked')
    expect(await provider.unblockUser('john')).toMatchObject({ blockedUntil: null })
    expect(await provider.verifyToken(token)).toHaveProperty('userId', 'john')

    await provider.revokeUserToken('john')
    await provider.blockUser('john')
    await provider.unblockUser('john')
    expect(await reasonOf(provider.verifyToken(token))).toBe('token_revoked')
  })

  it('refuses an end beside deactivate, because Stream knows none, and blocks nobody', async () => {
    const provider = setUp()
    const { reason, message } = await refusal(
      provider.blockUser('john', { until: iso(NOW + 60), deactivate: true }),
    )
    expect([reason, message]).toEqual(['config_invalid', expect.stringContaining('until and deactivate')])
    expect(await provider.createToken('john')).toBeTypeOf('string')
    expect(await provider.blockUser('john', { until: iso(NOW + 60), deactivate: false })).toMatchObject({
      blockedUntil: iso(NOW + 60),
    })
  })

  it('with an end date never shortens an existing block', async () => {
    const provider = setUp()
    const untils = [iso(NOW + 60), iso(NOW + 30), iso(NOW + 90), undefined, iso(NOW + 120)]
    const ends: (string | null)[] = []
    for (const until of untils) ends.push((await provider.blockUser('john', { until })).blockedUntil)
    expect(ends).toEqual([iso(NOW + 60), iso(NOW + 60), iso(NOW + 90), 'forever', 'forever'])
  })
})

describe('the command options', () => {
  it.each<unknown>([
    null,
    'wait',
    5,
    [],
    { untill: iso(NOW + 60) },
    { wait: 'false' },
    { deactivate: 1 },
    { constructor: 1 },
  ])('cannot be %j, and nothing is revoked or blocked', async value => {
    const provider = setUp()
    const token = await provider.createToken('john')
    const options = value as object
    const calls = [
      provider.revokeUserToken('john', undefined, options),
      provider.revokeUsersToken(['john'], undefined, options),
      provider.revokeTokens(new Date(NOW * 1000), options),
      provider.blockUser('john', options),
      provider.unblockUser('john', options),
    ]
    const errors = await Promise.all(calls.map(refusal))
    expect(errors.map(({ reason }) => reason)).toEqual(Array(5).fill('config_invalid'))
    expect(await provider.verifyToken(token)).toHaveProperty('userId', 'john')
  })
})

describe('the message of a refusal', () => {
  type Provider = ReturnType<typeof setUp>

  it.each<[string, (provider: Provider) => Promise<unknown>, string]>([
    [
      'no object as options',
      ({ blockUser }) => blockUser('john', null as never),
      'the options must be an object.',
    ],
    [
      'two wrong options',
      ({ blockUser }) => blockUser('john', { untill: iso(NOW + 60), deactivate: 1 } as object),
      'untill is not an option; deactivate must be true or false.',
    ],
    [
      'a flag of unblockUser',
      ({ unblockUser }) => unblockUser('john', { reactivate: 'yes' } as object),
      'reactivate must be true or false.',
    ],
    [
      'options twice',
      ({ revokeUserToken }) => revokeUserToken('john', {} as never, {}),
      'pass the options once.',
    ],
    [
      'no date for the app',
      ({ revokeTokens }) => revokeTokens(undefined as never),
      'revokeTokens: pass a date, or null to undo.',
    ],
    [
      'an empty list of users',
      ({ revokeUsersToken }) => revokeUsersToken([]),
      'userIds must be a list of at least one user id.',
    ],
    [
      'a wrong user id',
      ({ blockUser }) => blockUser('a b'),
      'a user id has 1 to 255 letters, digits, @, _ or -.',
    ],
    [
      'a block that has ended',
      ({ blockUser }) => blockUser('john', { until: iso(NOW) }),
      'A block must end in the future.',
    ],
  ])('names the mistake: %s', async (_name, call, message) => {
    expect((await refusal(call(setUp()))).message).toBe(message)
  })

  it('is none for a flag that is undefined', async () => {
    const options = { until: undefined, deactivate: undefined }
    expect(await setUp().blockUser('john', options)).toHaveProperty('blockedUntil', 'forever')
  })
})
