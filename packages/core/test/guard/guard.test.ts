import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { TokenProviderError } from '../../src/errors/errors.js'
import { createGuard } from '../../src/guard/guard.js'
import { createTokenProvider } from '../../src/index.js'
import { caught, reasonOf } from '../fixture/caught.js'
import { fixedProvider } from '../fixture/fixed-provider.js'
import { bodyOf } from '../fixture/token-request.js'

const provider = fixedProvider()
const user = async () => ({ authorization: `Bearer ${await provider.createToken('john')}` })
const server = async () => ({ authorization: `Bearer ${await provider.createServerToken()}` })

describe('createGuard', () => {
  it('lets a user pass, and a server where it is for servers', async () => {
    expect(await createGuard(provider, 'user')(await user())).toMatchObject({
      auth: { kind: 'user', userId: 'john' },
    })
    expect(await createGuard(provider, 'server')(await server())).toMatchObject({ auth: { kind: 'server' } })
  })

  it.each([
    ['nothing', {}, 401, 'token_missing', 5],
    ['rubbish', { authorization: 'Bearer rubbish' }, 401, 'token_malformed', 5],
    ['two tokens', { authorization: ['Bearer a', 'Bearer b'] }, 400, 'token_ambiguous', 5],
  ])('answers %s with a problem', async (_name, headers, status, reason, code) => {
    const found = await createGuard(provider, 'user')(headers)
    expect(found).toMatchObject({
      reply: {
        status,
        headers: { 'cache-control': 'no-store', 'www-authenticate': expect.stringMatching(/^Bearer/) },
      },
    })
    expect(bodyOf('reply' in found ? found.reply : undefined)).toMatchObject({ reason, code })
  })

  it('does not take one kind for the other', async () => {
    expect(await createGuard(provider, 'user')(await server())).toMatchObject({ reply: { status: 401 } })
    expect(await createGuard(provider, 'server')(await user())).toMatchObject({ reply: { status: 401 } })
  })

  it('lets nobody in particular pass where it is told to, and still refuses a bad token', async () => {
    const guard = createGuard(provider, 'user', { anonymous: true })
    expect(await guard({})).toEqual({ auth: { kind: 'anonymous' } })
    expect(await guard({ authorization: 'Bearer rubbish' })).toMatchObject({ reply: { status: 401 } })
    expect(await guard(await server())).toMatchObject({ reply: { status: 401 } })
    expect(await guard(await user())).toMatchObject({ auth: { kind: 'user' } })
  })

  it('throws the refusal where it is told to', async () => {
    const guard = createGuard(provider, 'user', { onRefused: 'forward' })
    expect(await reasonOf(guard({}))).toBe('token_missing')
    expect(await reasonOf(guard({ authorization: 'Bearer rubbish' }))).toBe('token_malformed')
  })

  it.each([true, false, 'yes'])('for servers lets nobody pass without a token: anonymous %s', anonymous => {
    const make = () => createGuard(provider, 'server', { anonymous } as never)
    if (anonymous === false) expect(make).not.toThrow()
    else expect(make).toThrow(expect.objectContaining({ reason: 'config_invalid' }))
  })

  it('answers a refusal that only another version knows with its status and headers', async () => {
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
  ])('refuses the options %j when it is made', options => {
    expect(() => createGuard(provider, 'user', options as never)).toThrow(
      expect.objectContaining({ reason: 'config_invalid' }),
    )
  })

  it.each([
    ['of Node', new IncomingMessage(new Socket())],
    ['of the Web', new Request('https://app.example')],
  ])('says what to do where it is handed over uncalled, and is given a request %s', (_whose, request) => {
    const message = expect.stringMatching(/^call the guard to create it: requireUserToken\(\).{0,80}$/)
    expect(() => createGuard(provider, 'user', request as never)).toThrow(
      expect.objectContaining({ message }),
    )
  })

  it('answers 500 where key and secret are missing', async () => {
    const guard = createGuard(createTokenProvider({ apiKey: 'key' }), 'user')
    expect(await guard(await user())).toMatchObject({ reply: { status: 500 } })
  })

  it('passes on what is no refusal', async () => {
    const broken = fixedProvider({
      clock: () => {
        throw new RangeError('x')
      },
    })
    expect(await caught(createGuard(broken, 'user')(await user()))).toBeInstanceOf(RangeError)
  })
})
