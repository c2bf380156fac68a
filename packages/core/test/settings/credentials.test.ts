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
  it('reads the environment once, on first use', () => {
    const credentials = createCredentials(NOTHING)
    environment('key', SECRET)
    expect(credentials.current()).toEqual({ apiKey: 'key', apiSecrets: [SECRET] })
    environment('other', 'o'.repeat(32))
    expect(credentials.current()).toEqual({ apiKey: 'key', apiSecrets: [SECRET] })
  })

  it('does not cache a failure', async () => {
    const credentials = createCredentials(NOTHING)
    expect(await reasonOf(credentials.current)).toBe('config_invalid')
    environment('key', SECRET)
    expect(credentials.current()).toEqual({ apiKey: 'key', apiSecrets: [SECRET] })
  })

  it('prefers each option over its variable', () => {
    environment('environment', 'e'.repeat(32))
    expect(createCredentials({ ...NOTHING, apiKey: 'option' }).current()).toEqual({
      apiKey: 'option',
      apiSecrets: ['e'.repeat(32)],
    })
    expect(createCredentials({ ...NOTHING, apiSecrets: [SECRET] }).current()).toEqual({
      apiKey: 'environment',
      apiSecrets: [SECRET],
    })
  })

  it('ignores the secret in the environment if it does not need it', () => {
    environment('key', 'short')
    expect(createCredentials({ ...NOTHING, apiSecrets: [SECRET] }).current()).toHaveProperty('apiKey', 'key')
  })

  it('names both variables when both are missing', async () => {
    const { message } = await refusal(createCredentials(NOTHING).current)
    expect(message).toMatch(
      /apiKey is missing: set STREAM_API_KEY.*; apiSecret is missing: set STREAM_API_SECRET/,
    )
  })

  it.each([
    ['', 'is empty'],
    [' ', 'is empty'],
    ['undefined', 'is a placeholder for a missing value'],
    ['null', 'is a placeholder for a missing value'],
    ['key\n', 'starts or ends with white space'],
    [' key', 'starts or ends with white space'],
    ['a key', 'contains white space: a comment behind the value in an env file, or two values'],
  ])('refuses %j in STREAM_API_KEY, which would reach browsers', async (key, error) => {
    environment(key, SECRET)
    expect((await refusal(createCredentials(NOTHING).current)).message).toBe(`STREAM_API_KEY ${error}.`)
  })

  it.each([
    ['', 'is empty'],
    ['undefined', 'is a placeholder for a missing value'],
    ['short', 'is shorter than 32 bytes (allowShortSecret permits it)'],
    [`${SECRET}\n`, 'starts or ends with white space'],
    [` -----BEGIN PUBLIC KEY-----${SECRET}`, 'looks like a PEM or JWK'],
  ])('refuses %j in STREAM_API_SECRET, without repeating it', async (secret, error) => {
    environment('key', secret)
    expect((await refusal(createCredentials(NOTHING).current)).message).toBe(`STREAM_API_SECRET ${error}.`)
  })

  it('permits a short secret from the environment with allowShortSecret', () => {
    environment('key', 'short')
    expect(createCredentials({ ...NOTHING, allowShortSecret: true }).current()).toHaveProperty('apiSecrets', [
      'short',
    ])
  })
})

describe('createTokenProvider', () => {
  it('is created without key and secret, and refuses every use until they are set', async () => {
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
