import { describe, expect, it } from 'vitest'
import { createHs256Key } from '#hs256'
import { isCanonical, verifyCompactJws } from '../../src/token/compact-jws.js'
import type { Hs256Key } from '../../src/token/hs256/engine.js'
import { reasonOf, refusal } from '../fixture/caught.js'
import { countingKeyring } from '../fixture/counting-keyring.js'
import { SECRET } from '../fixture/fixed-provider.js'
import { signed } from '../fixture/hostile-recipes.js'

const HEADER = '{"alg":"HS256","typ":"JWT"}'
const PAYLOAD = '{"user_id":"john"}'
const ALPHABET = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
const verify = async (jws: string) => verifyCompactJws(jws, [createHs256Key(SECRET)])

describe('verifyCompactJws', () => {
  it('returns the encoded payload of a signed token', async () => {
    const jws = signed(HEADER, PAYLOAD, SECRET)
    expect(await verify(jws)).toBe(jws.split('.')[1])
  })

  it('does not parse the payload', async () => {
    expect(await verify(signed(HEADER, 'no JSON', SECRET))).toBe(Buffer.from('no JSON').toString('base64url'))
  })

  it.each<[string, (key: Hs256Key) => Hs256Key]>([
    ['keys of this engine', key => key],
    ['keys that return a promise', key => ({ sign: key.sign, verify: async jws => key.verify(jws) })],
  ])('verifies with any of several keys, and with no other: %s', async (_how, keyOf) => {
    const jws = signed(HEADER, PAYLOAD, SECRET)
    const [first, second] = ['first'.repeat(8), 'second'.repeat(8)]
    const verifyWith = async (...secrets: string[]) =>
      verifyCompactJws(
        jws,
        secrets.map(secret => keyOf(createHs256Key(secret))),
      )
    for (const secrets of [[SECRET], [SECRET, first], [first, SECRET], [first, second, SECRET]])
      expect(await verifyWith(...secrets)).toBe(jws.split('.')[1])
    expect(await reasonOf(verifyWith(first, second))).toBe('token_signature_invalid')
  })

  it('refuses every token if there is no key', async () => {
    const verified = (async () => verifyCompactJws(signed(HEADER, PAYLOAD, SECRET), []))()
    expect(await reasonOf(verified)).toBe('token_signature_invalid')
  })

  it.each([
    ['the standard header', HEADER],
    ['the members in reverse order', '{"typ":"JWT","alg":"HS256"}'],
    ['no typ', '{"alg":"HS256"}'],
    ['typ in lower case', '{"alg":"HS256","typ":"jwt"}'],
    ['typ as a media type', '{"alg":"HS256","typ":"application/JWT"}'],
    ['a kid', '{"alg":"HS256","kid":"../../dev/null"}'],
    ['an unknown parameter', '{"alg":"HS256","note":1}'],
    ['white space', ' { "alg" : "HS256" } '],
  ])('accepts a header with %s', async (_name, header) => {
    await expect(verify(signed(header, PAYLOAD, SECRET))).resolves.toBeTypeOf('string')
  })

  it.each([
    ['none', '{"alg":"none"}'],
    ['in lower case', '{"alg":"hs256"}'],
    ['another hash', '{"alg":"HS512","typ":"JWT"}'],
    ['an array', '{"alg":["HS256"]}'],
    ['null', '{"alg":null}'],
    ['missing', '{"typ":"JWT"}'],
    ['a value with a trailing NUL', '{"alg":"HS256\\u0000"}'],
  ])('reports an invalid signature if alg is %s', async (_name, header) => {
    expect(await reasonOf(verify(signed(header, PAYLOAD, SECRET)))).toBe('token_signature_invalid')
  })

  it.each([
    ['an empty object', '{}'],
    ['an array', '["HS256"]'],
    ['a string', '"HS256"'],
    ['null', 'null'],
    ['an empty string', ''],
    ['a byte order mark', '\ufeff{"alg":"HS256"}'],
    ['two algorithms', '{"alg":"HS256","alg":"HS256"}'],
    ['two algorithms, one of them escaped', '{"alg":"HS256","\\u0061lg":"none"}'],
    ['crit', '{"alg":"HS256","crit":["exp"]}'],
    ['an empty crit', '{"alg":"HS256","crit":[]}'],
    ['b64', '{"alg":"HS256","b64":true}'],
    ['jku', '{"alg":"HS256","jku":"https://a.example"}'],
    ['jwk', '{"alg":"HS256","jwk":{}}'],
    ['x5u', '{"alg":"HS256","x5u":"https://a.example"}'],
    ['x5c', '{"alg":"HS256","x5c":[]}'],
    ['zip', '{"alg":"HS256","zip":"DEF"}'],
    ['a null typ', '{"alg":"HS256","typ":null}'],
    ['another typ', '{"alg":"HS256","typ":"at+jwt"}'],
    ['a typ that begins with JWT', '{"alg":"HS256","typ":"JWT+x"}'],
    ['a typ in a list', '{"alg":"HS256","typ":["JWT"]}'],
  ])('refuses a token as malformed because of its header: %s', async (_name, header) => {
    expect(await reasonOf(verify(signed(header, PAYLOAD, SECRET)))).toBe('token_malformed')
  })

  it.each([
    ['an empty string', ''],
    ['two dots', '..'],
    ['one part', 'e30'],
    ['two parts', 'e30.e30'],
    ['four parts', `${signed(HEADER, PAYLOAD, SECRET)}.`],
    ['the five parts of a JWE', 'e30.e30.e30.e30.e30'],
    ['a trailing line break', `${signed(HEADER, PAYLOAD, SECRET)}\n`],
    ['a leading space', ` ${signed(HEADER, PAYLOAD, SECRET)}`],
    ['padding', signed(HEADER, PAYLOAD, SECRET).replace('.', '=.')],
    ['JSON serialisation', '{"payload":"e30","signatures":[]}'],
  ])('refuses %s as malformed', async (_name, jws) => {
    expect(await reasonOf(verify(jws))).toBe('token_malformed')
  })

  it.each(['', 'AAAA', 'A'.repeat(42), 'A'.repeat(44), `${'A'.repeat(42)}B`])(
    'does not compute a MAC for the signature part %j',
    async signature => {
      const { keyring, count } = countingKeyring(SECRET)
      const jws = signed(HEADER, PAYLOAD, SECRET).replace(/[^.]*$/, signature)
      const verified = (async () => verifyCompactJws(jws, keyring.all()))()
      expect(await reasonOf(verified)).toBe('token_signature_invalid')
      expect(count()).toBe(0)
    },
  )

  it('shows no part of the token in an error', async () => {
    const jws = signed(HEADER, '{"user_id":"marker"}', 'o'.repeat(32))
    const { message, stack } = await refusal(verify(jws))
    for (const part of jws.split('.')) expect(`${message}${stack}`).not.toContain(part)
  })
})

describe('isCanonical', () => {
  it.each([[0], [1], [2], [3], [4], [5]])('accepts the canonical encoding of %d bytes', length => {
    for (let last = 0; last < 256; last++) {
      const bytes = Buffer.alloc(length, last)
      expect(isCanonical(bytes.toString('base64url'))).toBe(true)
    }
  })

  it.each(['', 'A', 'AA', 'AAA', 'AAAA'])(
    'accepts %j and one more character only as Node writes it',
    start => {
      const texts = ALPHABET.map(character => start + character)
      const written = texts.map(text => Buffer.from(text, 'base64url').toString('base64url'))
      expect(texts.map(isCanonical)).toEqual(texts.map((text, at) => text === written[at]))
    },
  )
})
