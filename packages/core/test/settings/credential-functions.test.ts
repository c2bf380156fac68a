import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TokenProviderEvent } from '../../src/events/events.js'
import { createTokenProvider, memoryRevocationStore } from '../../src/index.js'
import { checkCredentials } from '../../src/provider/prepare-adapter.js'
import { createCredentials } from '../../src/settings/credentials.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { reasonOf, refusal } from '../fixture/caught.js'
import { rest } from '../fixture/fake-time.js'
import { fixedProvider, NOW, SECRET } from '../fixture/fixed-provider.js'
import { deferred } from '../fixture/store-doubles.js'
import { bodyOf, tokenRequest } from '../fixture/token-request.js'

const GIVEN = { apiKey: undefined, apiSecrets: undefined, allowShortSecret: false }

beforeEach(() => void vi.stubEnv('STREAM_API_KEY', undefined).stubEnv('STREAM_API_SECRET', undefined))
afterEach(() => void vi.unstubAllEnvs())

describe('createCredentials with functions', () => {
  it('C2: calls nothing before load, and each function once', async () => {
    const [apiKey, apiSecrets] = [vi.fn(() => 'key'), vi.fn(async () => SECRET)]
    const { current, load } = createCredentials({ ...GIVEN, apiKey, apiSecrets })
    expect(await refusal(current)).toMatchObject({
      reason: 'config_invalid',
      message: 'apiKey and apiSecret are functions that were not called yet: await ready() first.',
    })
    expect([apiKey.mock.calls, apiSecrets.mock.calls]).toEqual([[], []])
    await Promise.all([load(), load(), load()])
    expect(current()).toEqual({ apiKey: 'key', apiSecrets: [SECRET] })
    expect([load(), apiKey.mock.calls.length, apiSecrets.mock.calls.length]).toEqual([undefined, 1, 1])
  })

  it('C2: calls a function again after it has failed, and keeps the cause', async () => {
    const thrown = new Error('canary')
    const apiSecrets = vi.fn(async () => SECRET).mockRejectedValueOnce(thrown)
    const { current, load } = createCredentials({ ...GIVEN, apiKey: 'key', apiSecrets })
    const error = await refusal(async () => load())
    expect([error.reason, error.message]).toEqual(['config_invalid', 'The function apiSecret failed.'])
    await load()
    expect(current()).toEqual({ apiKey: 'key', apiSecrets: [SECRET] })
  })

  it.each<[string, () => unknown, string]>([
    ['nothing', () => undefined, 'apiSecret is missing: set STREAM_API_SECRET or pass the option.'],
    ['null', async () => null, 'apiSecret is not a string.'],
    [
      'a quoted secret',
      () => `"${SECRET}"`,
      'apiSecret is quoted: docker --env-file keeps quotes, remove them.',
    ],
    ['a short secret', () => 'short', 'apiSecret is shorter than 32 bytes (allowShortSecret permits it).'],
    [
      'the key',
      () => 'k'.repeat(32),
      'apiKey and apiSecret are the same: the key goes to browsers, and one of them is in the wrong place.',
    ],
    ['an empty list', () => [], 'apiSecret is missing: set STREAM_API_SECRET or pass the option.'],
    ['eleven secrets', () => Array(11).fill(SECRET), 'apiSecret lists more than 10 secrets.'],
    ['a list with a hole', () => Object.assign(new Array(2), { 0: SECRET }), 'apiSecret is not a string.'],
  ])('C1: refuses %s from a function', async (_what, apiSecrets, message) => {
    const { load } = createCredentials({
      ...GIVEN,
      apiKey: 'k'.repeat(32),
      apiSecrets: apiSecrets as () => string,
    })
    expect(await refusal(async () => load())).toMatchObject({ reason: 'config_invalid', message })
  })

  it('C1: refuses a key in the environment that equals the secret', async () => {
    vi.stubEnv('STREAM_API_KEY', SECRET).stubEnv('STREAM_API_SECRET', SECRET)
    expect((await refusal(createCredentials(GIVEN).current)).message).toMatch(
      /^apiKey and apiSecret are the same/,
    )
  })

  it('C2: is replaced by replaceSecrets, before and after it was called', async () => {
    const apiSecrets = vi.fn(async () => SECRET)
    const before = createCredentials({ ...GIVEN, apiKey: 'key', apiSecrets })
    before.replaceSecrets(['n'.repeat(32)])
    expect([before.load(), before.current().apiSecrets, apiSecrets.mock.calls]).toEqual([
      undefined,
      ['n'.repeat(32)],
      [],
    ])
    const during = createCredentials({ ...GIVEN, apiKey: 'key', apiSecrets })
    const loading = during.load()
    during.replaceSecrets(['n'.repeat(32)])
    await loading
    expect(during.current().apiSecrets).toEqual(['n'.repeat(32)])
  })
})

describe('a provider whose credentials are functions', () => {
  const options: TokenProviderOptions = {
    ...{ apiKey: async () => 'loaded', apiSecret: async () => [SECRET], clock: () => NOW * 1000 },
    ...{ revocations: memoryRevocationStore(), streamApi: false },
  }

  it('C2: is created where no secret exists, also by an adapter, and knows its key after ready()', async () => {
    const provider = createTokenProvider(options)
    expect(provider.loadsCredentials).toBe(true)
    expect(() => checkCredentials(provider)).not.toThrow()
    expect(() => checkCredentials(createTokenProvider())).toThrow('STREAM_API_KEY')
    expect(await reasonOf(() => provider.apiKey)).toBe('config_invalid')
    await provider.ready()
    expect(provider.apiKey).toBe('loaded')
  })

  it.each<[string, (provider: ReturnType<typeof createTokenProvider>) => Promise<unknown>]>([
    ['createToken', provider => provider.createToken('john')],
    ['createServerToken', provider => provider.createServerToken()],
    ['verifyToken', async provider => provider.verifyToken(await fixedProvider().createToken('john'))],
    [
      'authenticate',
      async provider => {
        const authorization = `Bearer ${await fixedProvider().createToken('john')}`
        return provider.authenticate({ authorization })
      },
    ],
    ['revokeTokens', provider => provider.revokeTokens(null)],
    ['blockUser', provider => provider.blockUser('jane')],
    ['issueToken', provider => provider.endpoint(() => 'john').issueToken({} as Request)],
    [
      'the token route',
      async provider => {
        const reply = await provider.endpoint<string>(() => 'john').handle(tokenRequest())
        expect(bodyOf(reply)).toMatchObject({ apiKey: 'loaded' })
      },
    ],
  ])('C2: loads them at the first call of %s', async (_name, call) => {
    const provider = createTokenProvider(options)
    await call(provider)
    expect(provider.apiKey).toBe('loaded')
  })

  it('C2: responds 500 while a function fails, with its cause in the event, and recovers', async () => {
    const events: TokenProviderEvent[] = []
    const apiSecret = vi.fn(async () => SECRET).mockRejectedValueOnce(new Error('canary'))
    const { handle } = createTokenProvider({
      ...options,
      apiSecret,
      onEvent: event => events.push(event),
    }).endpoint<string>(() => 'john')
    const reply = await handle(tokenRequest())
    expect([reply?.status, bodyOf(reply).reason]).toEqual([500, 'config_invalid'])
    expect(events[0]).toHaveProperty('cause', new Error('canary'))
    expect(JSON.stringify([reply, events])).not.toContain('canary')
    expect(await handle(tokenRequest())).toHaveProperty('status', 200)
  })

  it('C2: is closed only after a revocation that waits for them', async () => {
    const key = deferred<string>()
    const closed: string[] = []
    const store = Object.assign(memoryRevocationStore(), { close: async () => void closed.push('closed') })
    const provider = createTokenProvider({ ...options, apiKey: () => key.promise, revocations: store })
    const revoking = provider.revokeUserToken('john')
    const closing = provider.close()
    await rest()
    expect(closed).toEqual([])
    key.resolve('loaded')
    await closing
    expect(closed).toEqual(['closed'])
    expect(await revoking).toHaveProperty('users.0.stored', true)
  })
})
