import { describe, expect, it } from 'vitest'
import { decodeToken } from '../../src/token/decode-token.js'
import { fixedProvider } from '../fixture/fixed-provider.js'

const HEADER = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9'
const provider = fixedProvider({ devTokens: true })
const base64url = (text: string): string => Buffer.from(text).toString('base64url')

describe('decodeToken', () => {
  it('reads header and claims of a token', async () => {
    const token = await provider.createToken('john', { claims: { name: 'Jörg' } })
    expect(decodeToken(token)).toEqual({
      header: { alg: 'HS256', typ: 'JWT' },
      claims: { user_id: 'john', exp: expect.any(Number), iat: expect.any(Number), name: 'Jörg' },
      isDevToken: false,
    })
  })

  it('reads a token that is not valid: another algorithm, no signature, an expiry in the past', () => {
    const token = `${base64url('{"alg":"RS256"}')}.${base64url('{"user_id":"john","exp":1}')}.`
    expect(decodeToken(token)).toEqual({
      header: { alg: 'RS256' },
      claims: { user_id: 'john', exp: 1 },
      isDevToken: false,
    })
  })

  it('reads a dev token, which is padded', () => {
    const token = provider.createDevToken?.('jo') ?? ''
    expect(token).toContain('==.')
    expect(decodeToken(token)).toEqual({
      header: { alg: 'HS256', typ: 'JWT' },
      claims: { user_id: 'jo' },
      isDevToken: true,
    })
  })

  it.each([
    ['no text', ''],
    ['two parts', `${HEADER}.e30`],
    ['four parts', `${HEADER}.e30.x.x`],
    ['a payload that is not base64url', `${HEADER}.e3 0.x`],
    ['a payload with stray bits', `${HEADER}.e31.x`],
    ['a payload that is not JSON', `${HEADER}.${base64url('no')}.x`],
    ['a payload with a name twice', `${HEADER}.${base64url('{"a":1,"a":2}')}.x`],
    ['a header that is not JSON', `e30x.e30.x`],
    ['a padded payload that is no dev token', `${HEADER}.e30=.x`],
    ['a dev token whose padding is too long', `${HEADER}.e30==.devtoken`],
  ])('returns undefined for %s', (_name, token) => {
    expect(decodeToken(token)).toBeUndefined()
  })
})
