import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createTokenProvider } from '../../src/index.js'
import { createCredentials } from '../../src/settings/credentials.js'
import { reasonOf, refusal } from '../fixture/caught.js'

const SECRET = 's'.repeat(32)
const NOTHING = { apiKey: undefined, apiSecrets: undefined, allowShortSecret: false }
const environment = (key?: string, secret?: string) =>
  vi.stubEnv('STREAM_API_KEY', key).stubEnv('STREAM_API_SECRET', secret)

beforeEach(() => void environment())

describe('createCredentials', () => {
  it('reads the environment on first use, and once', () => {
    const credentials = createCredentials(NOTHING)
    environment('key', SECRET)
    expect(credentials()).toEqual({ apiKey: 'key', apiSecrets: [SECRET] })
    environment('other', 'o'.repeat(32))
    expect(credentials()).toEqual({ apiKey: 'key', apiSecrets: [SECRET] })
  })

  it('does not keep a failure', async () => {
    const credentials = createCredentials(NOTHING)
    expect(await reasonOf(credentials)).toBe('config_invalid')
    environment('key', SECRET)
    expect(credentials()).toEqual({ apiKey: 'key', apiSecrets: [SECRET] })
  })

  it('prefers what the options say, each for itself', () => {
    environment('environment', 'e'.repeat(32))
    expect(createCredentials({ ...NOTHING, apiKey: 'option' })()).toEqual({
      apiKey: 'option',
      apiSecrets: ['e'.repeat(32)],
    })
    expect(createCredentials({ ...NOTHING, apiSecrets: [SECRET] })()).toEqual({
      apiKey: 'environment',
      apiSecrets: [SECRET],
    })
  })

  it('does not look at a secret of the environment that it does not need', () => {
    environment('key', 'short')
    expect(createCredentials({ ...NOTHING, apiSecrets: [SECRET] })()).toHaveProperty('apiKey', 'key')
  })

  it('names both variables when both are missing', async () => {
    const { message } = await refusal(createCredentials(NOTHING))
    expect(message).toMatch(
      /apiKey is missing: set STREAM_API_KEY.*; apiSecret is missing: set STREAM_API_SECRET/,
    )
  })

  it.each(['', ' ', 'undefined', 'null'])('refuses %j in STREAM_API_KEY', async key => {
    environment(key, SECRET)
    expect((await refusal(createCredentials(NOTHING))).message).toBe('STREAM_API_KEY is empty.')
  })

  it.each(['key\n', ' key', 'a key'])(
    'refuses %j in STREAM_API_KEY, which would reach browsers',
    async key => {
      environment(key, SECRET)
      expect((await refusal(createCredentials(NOTHING))).message).toBe('STREAM_API_KEY holds white space.')
    },
  )

  it.each([
    ['', 'is empty'],
    ['undefined', 'is the word for a missing value'],
    ['short', 'is shorter than 32 bytes (allowShortSecret permits it)'],
    [`${SECRET}\n`, 'starts or ends with white space'],
    [` -----BEGIN PUBLIC KEY-----${SECRET}`, 'looks like a PEM or JWK, not a secret'],
  ])('refuses %j in STREAM_API_SECRET, without naming it', async (secret, fault) => {
    environment('key', secret)
    expect((await refusal(createCredentials(NOTHING))).message).toBe(`STREAM_API_SECRET ${fault}.`)
  })

  it('permits a short secret from the environment where it is told to', () => {
    environment('key', 'short')
    expect(createCredentials({ ...NOTHING, allowShortSecret: true })()).toHaveProperty('apiSecrets', [
      'short',
    ])
  })
})

describe('createTokenProvider', () => {
  it('is made without key and secret, and every use names what is missing', async () => {
    const provider = createTokenProvider()
    const uses = [
      () => provider.apiKey,
      () => provider.ready(),
      () => provider.createToken('john'),
      () => provider.createServerToken(),
      () => provider.verifyToken('e30.e30.e30'),
    ]
    for (const use of uses) expect(await reasonOf(use)).toBe('config_invalid')
    environment('key', SECRET)
    await expect(provider.ready()).resolves.toBeUndefined()
    expect(provider.apiKey).toBe('key')
    await expect(provider.createToken('john')).resolves.toBeTypeOf('string')
  })
})
