import { DevToken } from 'stream-chat'
import { describe, expect, it } from 'vitest'
import { isDevToken, readDevToken, writeDevToken } from '../../src/token/dev-token.js'
import { reasonOf } from '../fixture/caught.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'

const HEADER = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9'
const reader = fixedProvider({ devTokens: true })
const dev = (payload: string): string => `${HEADER}.${btoa(payload)}.devtoken`

describe('isDevToken', () => {
  it.each([
    [`${HEADER}.e30.devtoken`, true],
    ['.devtoken', true],
    [`${HEADER}.e30.DEVTOKEN`, false],
    [`${HEADER}.e30.devtoken `, false],
    [`${HEADER}.e30.xdevtoken`, false],
    ['devtoken', false],
  ])('for %j returns %s', (token, expected) => {
    expect(isDevToken(token)).toBe(expected)
  })
})

describe('writeDevToken', () => {
  it.each(['j', 'jo', 'joh', 'john', 'a@b_c-1'])('writes the same token for %s as stream-chat', userId => {
    expect(writeDevToken(JSON.stringify({ user_id: userId }))).toBe(DevToken(userId))
  })
})

describe('readDevToken', () => {
  it.each([
    ['padded', `${HEADER}.e30=.devtoken`],
    ['not padded', `${HEADER}.e30.devtoken`],
  ])('reads a payload that is %s', (_name, token) => {
    expect(readDevToken(token)).toBe('{}')
  })

  it('reads + and /, which base64url does not have', () => {
    expect(readDevToken(`${HEADER}.Pj4+Pz8/.devtoken`)).toBe('>>>???')
  })

  it.each([
    ['no header', '.e30.devtoken'],
    ['no payload', `${HEADER}..devtoken`],
    ['a fourth part', `${HEADER}.e30.e30.devtoken`],
    ['base64url in the payload', `${HEADER}.Pj4-Pz8_.devtoken`],
    ['too little padding', `${HEADER}.eyJ1c2VyX2lkIjoiam8ifQ=.devtoken`],
    ['too much padding', `${HEADER}.e30==.devtoken`],
    ['three padding characters', `${HEADER}.e30===.devtoken`],
    ['stray bits', `${HEADER}.e31.devtoken`],
    ['an impossible base64 length', `${HEADER}.e30aa.devtoken`],
    ['white space', `${HEADER}.e3 0.devtoken`],
    ['bytes that are not UTF-8', `${HEADER}.gA.devtoken`],
    ['a header that is not JSON', 'e3.e30.devtoken'],
  ])('refuses %s as malformed', async (_name, token) => {
    expect(await reasonOf(() => readDevToken(token))).toBe('token_malformed')
  })

  it('refuses a header with another algorithm', async () => {
    const none = Buffer.from('{"alg":"none"}').toString('base64url')
    expect(await reasonOf(() => readDevToken(`${none}.e30.devtoken`))).toBe('token_signature_invalid')
  })
})

describe('verifyToken with devTokens', () => {
  it('reads a dev token of stream-chat', async () => {
    const read = await reader.verifyToken(DevToken('john'))
    expect(read).toEqual({ kind: 'user', userId: 'john', claims: { user_id: 'john' } })
  })

  it('reads a token from createDevToken', async () => {
    await expect(reader.verifyToken(reader.createDevToken?.('a@b_c-1'))).resolves.toHaveProperty(
      'userId',
      'a@b_c-1',
    )
  })

  it('still reads signed tokens, and checks their signatures', async () => {
    const token = await reader.createToken('john')
    await expect(reader.verifyToken(token)).resolves.toHaveProperty('userId', 'john')
    expect(await reasonOf(reader.verifyToken(`${token.slice(0, -43)}${'A'.repeat(43)}`))).toBe(
      'token_signature_invalid',
    )
  })

  it.each([
    ['a server token', { server: true }, 'user', 'token_malformed'],
    ['a server token, even if one is expected', { server: true }, 'server', 'token_malformed'],
    ['a user token if a server token is expected', { user_id: 'john' }, 'server', 'token_wrong_kind'],
    ['an expired token', { user_id: 'john', exp: NOW }, 'user', 'token_expired'],
    ['a token without a user', {}, 'user', 'token_malformed'],
  ] as const)('refuses %s', async (_name, payload, kind, reason) => {
    expect(await reasonOf(reader.verifyToken(dev(JSON.stringify(payload)), { kind }))).toBe(reason)
  })

  it('refuses every dev token as malformed if devTokens is off', async () => {
    expect(await reasonOf(fixedProvider().verifyToken(DevToken('john')))).toBe('token_malformed')
  })
})
