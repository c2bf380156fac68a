import { UserFromToken } from 'stream-chat'
import { describe, expect, it } from 'vitest'
import { createTokenProvider } from '../../src/index.js'
import { caught, reasonOf, refusal } from '../fixture/caught.js'
import { fixedProvider, NOW, SECRET } from '../fixture/fixed-provider.js'
import { seeded } from '../fixture/seeded.js'

const provider = fixedProvider()
const payloadOf = (token: string): string =>
  Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('latin1')

describe('createToken', () => {
  it('writes user_id, exp and iat, then role and cids, then claims', async () => {
    const token = await provider.createToken('john', {
      claims: { 2: 'b', a: 'a', 1: 'c' },
      channelCids: ['messaging:1'],
      callCids: ['default:1'],
      role: 'host',
      issuedAt: NOW,
      expiresAt: NOW + 60,
    })
    expect(payloadOf(token)).toBe(
      '{"user_id":"john","exp":1800000060,"iat":1800000000,"role":"host","call_cids":["default:1"],"channel_cids":["messaging:1"],"1":"c","2":"b","a":"a"}',
    )
  })

  it('writes nothing for empty claims', async () => {
    expect(payloadOf(await provider.createToken('john', { claims: {} }))).toMatch(/"iat":\d+\}$/)
  })

  it('preserves every claim when the token is read', async () => {
    const claims = { text: 'é😀\u007f"\\\n?>~', list: [1, { b: null }], '': 'no name', 'é?': '~' }
    const read = await provider.verifyToken(await provider.createToken('john', { claims }))
    expect(read.claims).toMatchObject(claims)
  })

  it.each([
    ['é', '\\u00e9'],
    ['😀', '\\ud83d\\ude00'],
    ['>', '\\u003e'],
    ['?', '\\u003f'],
    ['~', '\\u007e'],
    ['\u007f', '\\u007f'],
    ['\u2028', '\\u2028'],
    ['\ud800', '\\ud800'],
    ['\n', '\\n'],
    ['=@A}|', '=@A}|'],
  ])('writes %j as %s', async (character, written) => {
    expect(payloadOf(await provider.createToken('john', { claims: { x: character } }))).toContain(
      `"x":"${written}"}`,
    )
  })

  it('never writes - or _ into a payload, whatever the claims, and stream-chat reads the token', async () => {
    const { below, text } = seeded(2)
    const alphabet = `${String.fromCharCode(...Array.from({ length: 256 }, (_, code) => code))}€ьあ\u2028\uffff`
    for (let round = 0; round < 500; round++) {
      const [name, value] = [text(alphabet, 1 + below(12)), text(alphabet, below(40))]
      const token = await provider.createToken('john', {
        claims: { [name]: value, note: '?'.repeat(below(4)) },
      })
      const [, payload = ''] = token.split('.')
      expect(payload, JSON.stringify({ name, value })).toMatch(/^[A-Za-z0-9]+$/)
      expect(UserFromToken(token)).toBe('john')
      expect(JSON.parse(atob(payload))).toMatchObject({ user_id: 'john', [name]: value })
    }
  })

  it('mints a token that the decoder of stream-chat reads', async () => {
    const token = await provider.createToken('a@b_c-1', { claims: { note: 'é?>~' } })
    expect(UserFromToken(token)).toBe('a@b_c-1')
  })

  it.each([[''], ['a b'], ['j'.repeat(256)], [42], [null], [undefined], [{ id: 'john' }], [['john']]])(
    'refuses the user id %j',
    async id => {
      expect(await reasonOf(provider.createToken(id as never))).toBe('config_invalid')
    },
  )

  it.each(['undefined', 'null', 'NaN', 'true', 'false', '[object Object]'])(
    'A2: refuses the user id %s, which is what a missing id becomes, also for a dev token',
    async id => {
      const words = `"${id}" is what a missing id becomes in String(): check for nobody before.`
      expect((await refusal(provider.createToken(id))).message).toBe(`createToken: ${words}`)
      const dev = fixedProvider({ devTokens: true })
      expect((await refusal(() => dev.createDevToken?.(id))).message).toBe(`createDevToken: ${words}`)
    },
  )

  it.each([[null], ['3600'], [3600], [true]])('refuses the options %j', async options => {
    expect(await reasonOf(provider.createToken('john', options as never))).toBe('config_invalid')
  })

  it('names every error at once, and no value', async () => {
    const { message, reason } = await refusal(
      provider.createToken('the canary', {
        expiresIn: -1,
        role: '',
        exp: 'canary',
        claims: { sub: 'canary' },
      } as never),
    )
    expect(reason).toBe('config_invalid')
    expect(message).toMatch(
      /^createToken: a user id has .*; unknown option exp; expiresIn must be .*; role must be .*; claims must not contain the reserved name sub\.$/,
    )
    expect(message).not.toContain('canary')
  })

  it('does not change its arguments', async () => {
    const options = Object.freeze({
      callCids: Object.freeze(['default:1']),
      claims: Object.freeze({ a: Object.freeze([1]) }),
    })
    await expect(provider.createToken('john', options)).resolves.toBeTypeOf('string')
  })

  it('refuses to mint a token that is longer than it accepts', async () => {
    const small = fixedProvider({ maxTokenBytes: 256 })
    const token = await small.createToken('john', { claims: { pad: 'x'.repeat(60) } })
    expect(token.length).toBeLessThanOrEqual(256)
    await expect(small.verifyToken(token)).resolves.toHaveProperty('userId', 'john')
    const { reason, message } = await refusal(small.createToken('john', { claims: { pad: 'x'.repeat(120) } }))
    expect([reason, message]).toEqual(['config_invalid', expect.stringContaining('maxTokenBytes (256)')])
  })

  it('mints a token of exactly maxTokenBytes', async () => {
    const claims = { pad: 'x'.repeat(200) }
    const { length } = await provider.createToken('john', { claims })
    const [enough, scant] = [length, length - 1].map(maxTokenBytes => fixedProvider({ maxTokenBytes }))
    expect(await enough?.createToken('john', { claims })).toHaveLength(length)
    expect(await reasonOf(async () => scant?.createToken('john', { claims }))).toBe('config_invalid')
  })

  it('refuses a lifetime that ends after the year 9999', async () => {
    const late = fixedProvider({ clock: () => 253_402_300_000_000 })
    expect(await reasonOf(late.createToken('john'))).toBe('config_invalid')
    await expect(late.createToken('john', { expiresIn: 100 })).resolves.toBeTypeOf('string')
  })
})

describe('apiSecret', () => {
  it('signs with the first of several secrets and verifies with all', async () => {
    const [newest, older] = ['n'.repeat(32), SECRET]
    const both = fixedProvider({ apiSecret: [newest, older] })
    expect(await both.createToken('john')).toBe(
      await fixedProvider({ apiSecret: newest }).createToken('john'),
    )
    await expect(both.verifyToken(await provider.createToken('john'))).resolves.toHaveProperty(
      'userId',
      'john',
    )
    expect(await reasonOf(async () => provider.verifyToken(await both.createToken('john')))).toBe(
      'token_signature_invalid',
    )
  })
})

describe('createDevToken', () => {
  it('exists only with devTokens', () => {
    expect(provider).not.toHaveProperty('createDevToken')
    expect(createTokenProvider({ apiKey: 'key', apiSecret: SECRET, devTokens: true })).toHaveProperty(
      'createDevToken',
    )
  })

  it.each([[''], ['a b'], [undefined], [7]])('refuses the user id %j', async id => {
    const error = await caught(() => fixedProvider({ devTokens: true }).createDevToken?.(id as never))
    expect(error).toHaveProperty('reason', 'config_invalid')
  })
})
