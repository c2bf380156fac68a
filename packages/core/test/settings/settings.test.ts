import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { OPTION_RULES } from '../../src/settings/option-rules.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { parseOptions } from '../../src/settings/settings.js'
import { refusal } from '../fixture/caught.js'

const SECRET = 's'.repeat(32)
const parse = (options: object) => parseOptions(options as TokenProviderOptions)
const messageOf = async (options: object): Promise<string> => (await refusal(() => parse(options))).message

afterEach(() => vi.unstubAllEnvs())

describe('parseOptions', () => {
  it('has these defaults', () => {
    expect(parse({})).toEqual({
      apiKey: undefined,
      apiSecrets: undefined,
      allowShortSecret: false,
      basePath: '/stream',
      expiresIn: 3600,
      maxExpiresIn: 86_400,
      backdate: 5,
      clockSkew: 0.2,
      clockTolerance: 0,
      verifyUserTimeout: 5,
      maxPending: 256,
      maxHeld: 10_000,
      bodyLimit: 4096,
      bodyTimeout: 10,
      maxTokenBytes: 8192,
      revocations: undefined,
      streamApi: { baseUrl: 'https://chat.stream-io-api.com', timeout: 5, retries: 3 },
      tokensWithoutIat: 'revoked',
      maxTokenAge: undefined,
      storeTimeout: 1,
      writeTimeout: 5,
      devTokens: false,
      guests: false,
      authorizeRevocation: undefined,
      allowedOrigins: undefined,
      allowedHeaders: [],
      rateLimit: undefined,
      onEvent: undefined,
      onServerError: 'respond',
      waitUntil: undefined,
      clock: expect.any(Function),
    })
  })

  it('treats undefined as not given, for every option', () => {
    const nothing = Object.fromEntries(Object.keys(OPTION_RULES).map(name => [name, undefined]))
    expect(parse(nothing)).toEqual(parse({}))
  })

  it.each([
    [{ guests: {} }, 3600],
    [{ guests: {}, expiresIn: 60 }, 60],
    [{ guests: {}, expiresIn: null }, null],
    [{ guests: { expiresIn: 30 }, expiresIn: 60 }, 30],
    [{ guests: { expiresIn: undefined } }, 3600],
  ])('of %j gives tokens of guests %s seconds', (options, expiresIn) => {
    expect(parse(options).guests).toEqual({ expiresIn })
  })

  it('refuses guests without the API of Stream, where they are created', async () => {
    expect(await messageOf({ guests: {}, streamApi: false })).toBe(
      'guests are created at Stream: streamApi must not be false beside guests.',
    )
    expect(parse({ guests: false, streamApi: false }).guests).toBe(false)
  })

  it('keeps the given members of streamApi, and removes trailing slashes from baseUrl', () => {
    expect(parse({ streamApi: { baseUrl: 'http://localhost:3030//', retries: 0 } }).streamApi).toEqual({
      baseUrl: 'http://localhost:3030',
      timeout: 5,
      retries: 0,
    })
    expect(parse({ streamApi: false }).streamApi).toBe(false)
  })

  it.each([
    ['localhost:3030', 'http://localhost:3030'],
    [' 127.0.0.1:4000 ', 'http://127.0.0.1:4000'],
    ['', 'https://chat.stream-io-api.com'],
    [' ', 'https://chat.stream-io-api.com'],
  ])('C11: with STREAM_LOCAL_TEST_HOST %j, sends revocations to %s', (host, baseUrl) => {
    vi.stubEnv('STREAM_LOCAL_TEST_HOST', host)
    expect(parse({}).streamApi).toHaveProperty('baseUrl', baseUrl)
    expect(parse({ streamApi: { retries: 0 } }).streamApi).toHaveProperty('baseUrl', baseUrl)
    expect(parse({ streamApi: { baseUrl: 'https://b.example' } }).streamApi).toHaveProperty(
      'baseUrl',
      'https://b.example',
    )
    expect(parse({ streamApi: false }).streamApi).toBe(false)
  })

  it.each([
    'chat.example',
    '10.0.0.1:3030',
    'localhost.a.example',
    'http://localhost:3030',
    'a b',
    'localhost/?x',
  ])(
    'D15: refuses STREAM_LOCAL_TEST_HOST %j, to which the server token would go in clear text or not at all',
    async host => {
      vi.stubEnv('STREAM_LOCAL_TEST_HOST', host)
      const error = 'STREAM_LOCAL_TEST_HOST must be a host and port of this machine, such as 127.0.0.1:8700.'
      expect(await messageOf({})).toBe(error)
      expect(await messageOf({ streamApi: { retries: 0 } })).toBe(error)
      for (const streamApi of [false, { baseUrl: 'https://b.example' }])
        expect(() => parse({ streamApi })).not.toThrow()
    },
  )

  it('D15: names the rule for an address in clear text that is not on this machine', async () => {
    expect(await messageOf({ streamApi: { baseUrl: 'http://chat.example' } })).toMatch(
      /^streamApi must be .* an https URL \(http only on this machine, because calls carry the server token\)/,
    )
  })

  it('turns one secret into an array', () => {
    expect(parse({ apiSecret: SECRET }).apiSecrets).toEqual([SECRET])
    expect(parse({ apiSecret: [SECRET, 'o'.repeat(32)] }).apiSecrets).toEqual([SECRET, 'o'.repeat(32)])
  })

  it('keeps null for a token that never expires', () => {
    expect(parse({ expiresIn: null }).expiresIn).toBeNull()
  })

  it.each([null, 'text', 5, true, []])('refuses %j as the options', async options => {
    const { reason, message } = await refusal(() => parseOptions(options as never))
    expect([reason, message]).toEqual([
      'config_invalid',
      expect.stringMatching(/^the options must be an object\.$/),
    ])
  })

  it('refuses an unknown option', async () => {
    expect(await messageOf({ expiresin: 60, secret: SECRET })).toBe(
      'expiresin is not an option; secret is not an option.',
    )
  })

  it('refuses __proto__ as an option', async () => {
    expect(await messageOf(JSON.parse('{"__proto__":{"apiKey":"key"}}'))).toBe('__proto__ is not an option.')
  })

  it('names every error at once, each with its rule, and no value', async () => {
    const message = await messageOf({
      apiKey: '',
      apiSecret: 'canary',
      backdate: 77_777,
      basePath: 'canary',
      nonsense: 'canary',
    })
    expect(message).toContain('nonsense is not an option')
    expect(message).toContain('backdate must be whole seconds from 0 to 300')
    expect(message).toContain("basePath must be a path such as '/stream'")
    expect(message).toContain('apiKey is empty')
    expect(message).toContain('apiSecret is shorter than 32 bytes')
    expect(message).not.toMatch(/canary|77.?777/)
  })

  it('names an error once if several secrets share it', async () => {
    expect(await messageOf({ apiSecret: ['a', 'b'] })).toBe(
      'apiSecret is shorter than 32 bytes (allowShortSecret permits it).',
    )
  })

  it.each([
    ['', 'is empty'],
    ['undefined', 'missing value'],
    [`\ufeff-----BEGIN PRIVATE KEY-----${SECRET}`, 'PEM or JWK'],
  ])('refuses the secret %j, also after a valid one', async (secret, error) => {
    expect(await messageOf({ apiSecret: secret })).toContain(error)
    expect(await messageOf({ apiSecret: [SECRET, secret] })).toContain(error)
  })

  it.each([
    ['', 'is empty'],
    ['undefined', 'is a placeholder for a missing value'],
    [' key', 'starts or ends with white space'],
    ['a key', 'contains white space: a comment behind the value in an env file, or two values'],
    ['"key"', 'is quoted: docker --env-file keeps quotes, remove them'],
    ['key;', 'ends with a semicolon: env files have none'],
    ['key\u200b', 'contains an invisible or non-ASCII character: copy it again from the Stream dashboard'],
  ])('C1: refuses the key %j at creation', async (apiKey, error) => {
    expect(await messageOf({ apiKey })).toBe(`apiKey ${error}.`)
  })

  it('C1: refuses a key that equals a secret, and shows neither', async () => {
    const error = /^apiKey and apiSecret are the same: the key goes to browsers.*\.$/
    for (const apiSecret of [SECRET, ['o'.repeat(32), SECRET]]) {
      const message = await messageOf({ apiKey: SECRET, apiSecret })
      expect(message).toMatch(error)
      expect(message).not.toContain(SECRET)
    }
  })

  it('C2: checks functions for key and secret without a call', () => {
    const call = vi.fn(() => 'x')
    expect(parse({ apiKey: call, apiSecret: call })).toMatchObject({ apiKey: call, apiSecrets: call })
    expect(call).not.toHaveBeenCalled()
  })

  it('C14: ignores what an old library has added to Object.prototype', () => {
    const names = ['extend', 'clock', 'apiKey', 'devTokens']
    onTestFinished(() => void names.map(name => Reflect.deleteProperty(Object.prototype, name)))
    const expected = parse({})
    Object.assign(Object.prototype, { extend: () => 1, clock: () => 0, apiKey: 'polluted', devTokens: true })
    expect({ ...parse({ streamApi: {} }) }).toEqual({ ...expected })
    expect(parse({ maxPending: 3, streamApi: { retries: 1 } })).toMatchObject({ maxPending: 3 })
    expect(() => parse({ extends: 1 })).toThrow('extends is not an option')
  })

  it('permits a short secret with allowShortSecret', () => {
    expect(parse({ apiSecret: 'short', allowShortSecret: true }).apiSecrets).toEqual(['short'])
  })

  it('does not change its argument, and ignores later changes to it', () => {
    const apiSecret = [SECRET]
    const allowedOrigins = ['https://a.example']
    const options = Object.freeze({ apiSecret, allowedOrigins })
    const settings = parse(options)
    apiSecret.push('pushed')
    allowedOrigins.push('https://b.example')
    expect(settings).toMatchObject({ apiSecrets: [SECRET], allowedOrigins: ['https://a.example'] })
  })

  it.each(['production', 'staging', 'Development', ' test', '', undefined])(
    'refuses devTokens while NODE_ENV is %j',
    async env => {
      vi.stubEnv('NODE_ENV', env)
      expect(await messageOf({ devTokens: true })).toMatch(
        /^devTokens accepts unsigned tokens for any user: NODE_ENV must be/,
      )
      expect(parse({ devTokens: true, allowDevTokensInProduction: true }).devTokens).toBe(true)
      expect(parse({ devTokens: false }).devTokens).toBe(false)
    },
  )

  it.each(['development', 'test'])('permits devTokens while NODE_ENV is %s', env => {
    vi.stubEnv('NODE_ENV', env)
    expect(parse({ devTokens: true }).devTokens).toBe(true)
  })

  it('reads neither key nor secret from the environment', () => {
    vi.stubEnv('STREAM_API_KEY', 'key').stubEnv('STREAM_API_SECRET', SECRET)
    expect(parse({})).toMatchObject({ apiKey: undefined, apiSecrets: undefined })
  })
})
