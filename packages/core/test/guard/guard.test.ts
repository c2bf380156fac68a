import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { fingerprint } from '#hs256'
import { TokenProviderError } from '../../src/errors/errors.js'
import type { HeadersSource } from '../../src/guard/authorization.js'
import { createGuard } from '../../src/guard/guard.js'
import { createTokenProvider } from '../../src/index.js'
import { isPromise } from '../../src/primitives/waiting.js'
import { caught, reasonOf } from '../fixture/caught.js'
import { fixedProvider } from '../fixture/fixed-provider.js'
import { bodyOf } from '../fixture/token-request.js'

const provider = fixedProvider()
const user = async () => ({ authorization: `Bearer ${await provider.createToken('john')}` })
const server = async () => ({ authorization: `Bearer ${await provider.createServerToken()}` })

describe('createGuard', () => {
  it('accepts a user token, or a server token in a guard for servers', async () => {
    expect(await createGuard(provider, 'user')(await user())).toMatchObject({
      auth: { kind: 'user', userId: 'john' },
    })
    expect(await createGuard(provider, 'server')(await server())).toMatchObject({ auth: { kind: 'server' } })
  })

  it.each([
    ['no token', {}, 401, 'token_missing', 5],
    ['a malformed token', { authorization: 'Bearer rubbish' }, 401, 'token_malformed', 5],
    ['two tokens', { authorization: ['Bearer a', 'Bearer b'] }, 400, 'token_ambiguous', 5],
  ])('responds to %s with a problem document', async (_name, headers, status, reason, code) => {
    const found = await createGuard(provider, 'user')(headers)
    expect(found).toMatchObject({
      reply: {
        status,
        headers: { 'cache-control': 'no-store', 'www-authenticate': expect.stringMatching(/^Bearer/) },
      },
    })
    expect(bodyOf('reply' in found ? found.reply : undefined)).toMatchObject({ reason, code })
  })

  it('returns at once where the engine and the store do', async () => {
    const [request, other] = [await user(), await server()]
    const found = [createGuard(provider, 'user')(request), createGuard(provider, 'user')(other)]
    // Web Crypto works in promises.
    expect(found.map(isPromise)).toEqual(isPromise(fingerprint('x')) ? [true, true] : [false, false])
    expect(await Promise.all(found)).toMatchObject([{ auth: { kind: 'user' } }, { reply: { status: 401 } }])
  })

  it('calls the authenticate of a provider that an app has decorated', async () => {
    const calls: unknown[] = []
    const authenticate = (source: HeadersSource) => {
      calls.push(source)
      return provider.authenticate(source)
    }
    const request = await user()
    const decorated = { ...provider, authenticate } as typeof provider
    expect(await createGuard(decorated, 'user')(request)).toMatchObject({ auth: { userId: 'john' } })
    expect(calls).toEqual([request])
  })

  it('refuses a token of the other kind', async () => {
    expect(await createGuard(provider, 'user')(await server())).toMatchObject({ reply: { status: 401 } })
    expect(await createGuard(provider, 'server')(await user())).toMatchObject({ reply: { status: 401 } })
  })

  it('accepts a request without a token if anonymous is true, but still refuses an invalid token', async () => {
    const guard = createGuard(provider, 'user', { anonymous: true })
    expect(await guard({})).toEqual({ auth: { kind: 'anonymous' } })
    expect(await guard({ authorization: 'Bearer rubbish' })).toMatchObject({ reply: { status: 401 } })
    expect(await guard(await server())).toMatchObject({ reply: { status: 401 } })
    expect(await guard(await user())).toMatchObject({ auth: { kind: 'user' } })
  })

  it('throws the refusal if onRefused is forward', async () => {
    const guard = createGuard(provider, 'user', { onRefused: 'forward' })
    expect(await reasonOf(() => guard({}))).toBe('token_missing')
    expect(await reasonOf(() => guard({ authorization: 'Bearer rubbish' }))).toBe('token_malformed')
  })

  it.each([true, false, 'yes'])('for servers accepts no value but false for anonymous: %s', anonymous => {
    const make = () => createGuard(provider, 'server', { anonymous } as never)
    if (anonymous === false) expect(make).not.toThrow()
    else expect(make).toThrow(expect.objectContaining({ reason: 'config_invalid' }))
  })

  it('responds to a reason that only another version knows with its status and headers', async () => {
    const headers = { 'www-authenticate': 'Bearer error="invalid_token"' }
    const error = Object.assign(new TokenProviderError('token_expired', { headers }), {
      reason: 'token_too_new',
    })
    const newer = { ...provider, authenticate: () => Promise.reject(error) }
    const found = await createGuard(newer, 'user')({})
    expect(found).toMatchObject({ reply: { status: 401, headers } })
    expect(bodyOf('reply' in found ? found.reply : undefined)).toEqual({
      type: 'urn:stream-token:error:token_too_new',
      title: 'Refused',
      status: 401,
      detail: 'The reason says why.',
      reason: 'token_too_new',
    })
  })

  it.each([
    { onRefused: 'thrwo' },
    { anonymous: 'yes' },
    { anonymus: true },
    { onRefused: null },
    null,
    'throw',
  ])('refuses the options %j at creation', options => {
    expect(() => createGuard(provider, 'user', options as never)).toThrow(
      expect.objectContaining({ reason: 'config_invalid' }),
    )
  })

  it.each([
    ['from Node', new IncomingMessage(new Socket())],
    ['from the Web', new Request('https://app.example')],
  ])('explains the mistake if it is passed uncalled and receives a request %s', (_source, request) => {
    const message = expect.stringMatching(/^call the guard to create it: requireUserToken\(\).{0,80}$/)
    expect(() => createGuard(provider, 'user', request as never)).toThrow(
      expect.objectContaining({ message }),
    )
  })

  it('responds 500 if the secret is missing', async () => {
    const guard = createGuard(createTokenProvider({ apiKey: 'key' }), 'user')
    expect(await guard(await user())).toMatchObject({ reply: { status: 500 } })
  })

  it('rethrows an error that is not a refusal', async () => {
    const broken = fixedProvider({
      clock: () => {
        throw new RangeError('x')
      },
    })
    const request = await user()
    expect(await caught(() => createGuard(broken, 'user')(request))).toBeInstanceOf(RangeError)
  })
})
