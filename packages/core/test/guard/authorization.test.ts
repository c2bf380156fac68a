import { describe, expect, it } from 'vitest'
import { authorizationOf, type HeadersSource } from '../../src/guard/authorization.js'
import { reasonOf } from '../fixture/caught.js'
import { fixedProvider } from '../fixture/fixed-provider.js'

const VALUE = 'Bearer a.b.c'
const url = 'https://api.example/'

describe('authorizationOf', () => {
  it.each<[string, HeadersSource]>([
    ['a Web Request', new Request(url, { headers: { authorization: VALUE } })],
    ['Web Headers', new Headers({ Authorization: VALUE })],
    ['a Node request', { headers: { authorization: VALUE }, rawHeaders: ['Authorization', VALUE] }],
    ['a Node request without rawHeaders', { headers: { authorization: VALUE } }],
    ['Node headers', { authorization: VALUE }],
    ['headers in capitals', { AUTHORIZATION: VALUE }],
    ['a list of one', { authorization: [VALUE] }],
    [
      'an object with the get method of Headers',
      { get: (name: string) => (name === 'authorization' ? VALUE : null) } as never,
    ],
  ])('finds the header of %s', (_name, source) => {
    expect(authorizationOf(source)).toEqual([VALUE])
  })

  it.each<[string, unknown]>([
    ['a Web Request without the header', new Request(url)],
    ['Web Headers without the header', new Headers()],
    ['no headers', {}],
    ['a Node request without the header', { headers: {}, rawHeaders: ['Host', 'api.example'] }],
    ['undefined', undefined],
    ['null', null],
    ['a string', VALUE],
    ['a list', [VALUE]],
    ['a number as the value', { authorization: 5 }],
    ['undefined as the value', { authorization: undefined }],
  ])('finds nothing in %s', (_name, source) => {
    expect(authorizationOf(source)).toEqual([])
  })

  it('finds both headers if Node has dropped the second', () => {
    const rawHeaders = ['Host', 'a', 'Authorization', 'Bearer one', 'AUTHORIZATION', 'Bearer two']
    expect(authorizationOf({ headers: { authorization: 'Bearer one' }, rawHeaders })).toEqual([
      'Bearer one',
      'Bearer two',
    ])
  })

  it('ignores a value that looks like the name of the header', () => {
    const rawHeaders = ['X-Name', 'authorization', 'Authorization', VALUE, 'X-Other', 'Authorization']
    expect(authorizationOf({ headers: { authorization: VALUE }, rawHeaders })).toEqual([VALUE])
  })

  it('finds every value of a list and of different spellings', () => {
    expect(authorizationOf({ authorization: ['a', 'b'] })).toEqual(['a', 'b'])
    expect(authorizationOf({ authorization: 'a', Authorization: 'b' })).toEqual(['a', 'b'])
  })
})

describe('authenticate', () => {
  const provider = fixedProvider()

  it('reads the token of a request and of headers', async () => {
    const headers = { authorization: `Bearer ${await provider.createToken('john')}` }
    for (const source of [{ headers }, headers, new Headers(headers), new Request(url, { headers })]) {
      await expect(provider.authenticate(source)).resolves.toHaveProperty('userId', 'john')
    }
  })

  it('accepts a server token only with kind: server', async () => {
    const headers = { authorization: `Bearer ${await provider.createServerToken()}` }
    await expect(provider.authenticate(headers, { kind: 'server' })).resolves.toHaveProperty('kind', 'server')
    expect(await reasonOf(provider.authenticate(headers))).toBe('token_wrong_kind')
  })

  it('distinguishes no token, two tokens and an invalid token', async () => {
    const token = await provider.createToken('john')
    const twice = new Headers([
      ['authorization', `Bearer ${token}`],
      ['authorization', `Bearer ${token}`],
    ])
    expect(await reasonOf(provider.authenticate({}))).toBe('token_missing')
    expect(await reasonOf(provider.authenticate(twice))).toBe('token_ambiguous')
    expect(await reasonOf(provider.authenticate({ authorization: `Bearer ${token}x` }))).toBe(
      'token_signature_invalid',
    )
    expect(await reasonOf(provider.authenticate({ authorization: `Bearer ${token} ` }))).toBe(
      'token_malformed',
    )
  })

  it.each([
    ['?access_token=x', 'token_ambiguous'],
    ['?a=b&access%5Ftoken=x', 'token_ambiguous'],
    ['?next=/cb?access_token=x', 'john'],
    ['?my_access_token=x', 'john'],
    ['/access_token=x', 'john'],
  ])('with the header, a request for %s leads to %s', async (target, expected) => {
    const headers = { authorization: `Bearer ${await provider.createToken('john')}` }
    const found = await provider.authenticate({ headers, url: `/${target}` } as never).then(
      ({ userId }) => userId,
      ({ reason }) => reason,
    )
    expect(found).toBe(expected)
  })

  it('reads a token only from Authorization', async () => {
    const token = await provider.createToken('john')
    const elsewhere = new Request(`${url}?token=${token}&access_token=${token}`, {
      headers: { cookie: `token=${token}`, 'x-authorization': `Bearer ${token}`, 'stream-auth-type': 'jwt' },
    })
    expect(await reasonOf(provider.authenticate(elsewhere))).toBe('token_missing')
  })
})
