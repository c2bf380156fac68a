import { createHmac } from 'node:crypto'
import { CompactSign } from 'jose'
import { describe, expect, inject, it } from 'vitest'
import { createHs256Key, decodeText, fingerprint } from '#hs256'
import { type Hs256Engine, STANDARD_HEADER } from '../../../src/token/hs256/engine.js'
import * as nodeEngine from '../../../src/token/hs256/node.js'
import * as webEngine from '../../../src/token/hs256/web.js'
import { SECRET } from '../../fixture/fixed-provider.js'

const engine = inject('engine')
const engines: Readonly<Record<typeof engine, Hs256Engine>> = { node: nodeEngine, web: webEngine }
const utf8 = (...bytes: number[]): string => Buffer.from(bytes).toString('base64url')

describe('#hs256', () => {
  it('is the engine of this test project', () => {
    expect(createHs256Key).toBe(engines[engine].createHs256Key)
  })

  it('signs synchronously with node:crypto and asynchronously with Web Crypto', () => {
    const signed = createHs256Key(SECRET).sign('{}')
    expect(typeof signed === 'string' ? 'node' : 'web').toBe(engine)
  })
})

describe('createHs256Key', () => {
  it('signs the same token as jose', async () => {
    const payload = '{"user_id":"john","note":"\\u00e9"}'
    const oracle = await new CompactSign(new TextEncoder().encode(payload))
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .sign(new TextEncoder().encode(SECRET))
    expect(await createHs256Key(SECRET).sign(payload)).toBe(oracle)
  })

  it('encodes a secret as UTF-8', async () => {
    const input = `${STANDARD_HEADER}.e30`
    const mac = createHmac('sha256', Buffer.from('ключ', 'utf8')).update(input).digest('base64url')
    expect(await createHs256Key('ключ').sign('{}')).toBe(`${input}.${mac}`)
  })

  it('accepts a secret longer than a hash block', async () => {
    const secret = 'k'.repeat(100)
    const input = `${STANDARD_HEADER}.e30`
    const mac = createHmac('sha256', secret).update(input).digest('base64url')
    expect(await createHs256Key(secret).sign('{}')).toBe(`${input}.${mac}`)
  })

  it('verifies what it signed, with the same secret only', async () => {
    const jws = await createHs256Key(SECRET).sign('{"user_id":"john"}')
    expect(await createHs256Key(SECRET).verify(jws)).toBe(true)
    expect(await createHs256Key(`${SECRET}s`).verify(jws)).toBe(false)
  })

  it.each(['', 'A', 'AAAA', 'A'.repeat(42), 'A'.repeat(44), 'A'.repeat(86)])(
    'does not verify the signature %j',
    async signature => {
      expect(await createHs256Key(SECRET).verify(`${STANDARD_HEADER}.e30.${signature}`)).toBe(false)
    },
  )

  it('does not verify a shortened, extended or altered signature right after the full one', async () => {
    const key = createHs256Key(SECRET)
    const jws = await key.sign('{}')
    expect(await key.verify(jws)).toBe(true)
    expect(await key.verify(jws.slice(0, -3))).toBe(false)
    expect(await key.verify(`${jws}A`)).toBe(false)
    for (const other of ['é', '€', '\u0141', '\0'])
      expect(await key.verify(jws.slice(0, -1) + other)).toBe(false)
  })
})

describe('decodeText', () => {
  it.each([
    ['ASCII', utf8(0x7b, 0x7d), '{}'],
    ['an empty string', '', ''],
    ['characters outside the BMP', utf8(0xf0, 0x9f, 0x98, 0x80), '😀'],
    ['a byte order mark, which is kept', utf8(0xef, 0xbb, 0xbf, 0x7b), '\ufeff{'],
    ['characters that base64url writes with - and _', utf8(0x3f, 0x3e, 0x7e, 0x3f), '?>~?'],
  ])('decodes %s', (_name, encoded, text) => {
    expect(decodeText(encoded)).toBe(text)
  })

  it.each([
    ['a lone continuation byte', utf8(0x80)],
    ['a truncated sequence', utf8(0xe2, 0x82)],
    ['an overlong slash', utf8(0xc0, 0xaf)],
    ['an encoded surrogate', utf8(0xed, 0xa0, 0x80)],
    ['a byte that is invalid in UTF-8', utf8(0xff)],
    ['more than U+10FFFF', utf8(0xf4, 0x90, 0x80, 0x80)],
  ])('returns undefined for %s', (_name, encoded) => {
    expect(decodeText(encoded)).toBeUndefined()
  })
})

describe('fingerprint', () => {
  it('is the first sixteen hex digits of the SHA-256', async () => {
    expect(await fingerprint('abc')).toBe('ba7816bf8f01cfea')
  })
})
