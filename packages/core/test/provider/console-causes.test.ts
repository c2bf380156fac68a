import { inspect } from 'node:util'
import { jwtVerify, SignJWT } from 'jose'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { TokenProviderEvent } from '../../src/events/events.js'
import { createConsoleListener } from '../../src/provider/console-listener.js'
import { caught } from '../fixture/caught.js'
import { fixedProvider } from '../fixture/fixed-provider.js'
import { tokenRequest } from '../fixture/token-request.js'

const lines: string[] = []
beforeEach(() => {
  lines.length = 0
  const error = vi.spyOn(console, 'error').mockImplementation((...parts) => void lines.push(parts.join(' ')))
  return () => error.mockRestore()
})

/** Requests a token; returns the status. */
async function requestToken(thrown: unknown, onEvent?: (event: TokenProviderEvent) => unknown) {
  const provider = fixedProvider({ ...(onEvent !== undefined && { onEvent }) })
  const { handle } = provider.endpoint<string>(() => Promise.reject(thrown))
  return (await handle(tokenRequest()))?.status
}

/** The error of an HTTP client: it holds the request, and with it a server token. */
class AxiosError extends Error {
  readonly status = 401
  readonly config = { headers: { Authorization: 'canary-server-token' } }
  readonly response = { status: 401, data: 'canary-body' }
}

/** The constructor and the prototype of jsonwebtoken's errors, which are no classes. */
function TokenExpiredError(this: { message?: string }, message: string): void {
  this.message = message
}
TokenExpiredError.prototype = Object.create(Error.prototype, { constructor: { value: TokenExpiredError } })

const key = new TextEncoder().encode('k'.repeat(32))
const expired = await new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).setExpirationTime(1).sign(key)
const joseError = await caught(jwtVerify(expired, key))

describe('console-listener, where NODE_ENV is development', () => {
  beforeEach(() => void vi.stubEnv('NODE_ENV', 'development'))

  it('A4: shows the stack of what verifyUser threw, never the object', async () => {
    expect(await requestToken(new AxiosError('Request failed with status code 401'))).toBe(500)
    const [line = ''] = lines
    expect(line).toMatch(/^stream-token-provider: verify_user_failed: .* event\.cause is what it threw\.\n/)
    expect(line).toContain('\n  Error: Request failed with status code 401\n      at ')
    expect(line).toContain('console-causes.test.ts')
    expect([lines.length, line.includes('canary')]).toEqual([1, false])
  })

  it('A4: shows the stack of an error of jose', async () => {
    expect(await requestToken(joseError)).toBe(500)
    expect(lines).toEqual([
      expect.stringContaining('\n  JWTExpired: "exp" claim timestamp check failed\n      at '),
    ])
  })

  it.each<[string, unknown, string]>([
    ['a fetch Response', new Response('canary', { status: 401 }), 'Response'],
    ['an object', { status: 401, body: 'canary' }, 'Object'],
    ['an object without a prototype', Object.create(null), 'object'],
    ['a string', 'canary', 'string'],
    ['null', null, 'object'],
    ['an Error without a stack', Object.assign(new TypeError('canary'), { stack: undefined }), 'TypeError'],
  ])('A4: shows only the name of the class for %s', async (_what, thrown, name) => {
    await requestToken(thrown)
    expect(lines).toEqual([expect.stringMatching(new RegExp(` It threw: ${name}\\.$`))])
    expect(lines[0]).not.toContain('canary')
  })

  it('A4: shows at most 20 lines of a stack, each in printable ASCII and of at most 600 characters', async () => {
    const stack = ['Error: é\u001b[31m', ...Array(50).fill(`    at ${'x'.repeat(700)}`)].join('\n')
    await requestToken(Object.assign(new Error('x'), { stack }))
    const [, first, ...others] = lines.join('\n').split('\n')
    expect([first, others.length]).toEqual(['  Error: ??[31m', 19])
    for (const line of others) expect(line).toHaveLength(602)
  })

  it('A4: survives a value that throws on every access', async () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(await requestToken(proxy)).toBe(500)
    expect(lines).toEqual([expect.stringMatching(/event\.cause is what it threw\.$/)])
  })
})

describe('console-listener, elsewhere', () => {
  beforeEach(() => void vi.stubEnv('NODE_ENV', 'production'))

  it.each<[string, unknown, string]>([
    ['an HTTP client', new AxiosError('canary'), 'AxiosError'],
    ['jose', joseError, 'JWTExpired'],
    ['jsonwebtoken', Reflect.construct(TokenExpiredError, ['canary']), 'TokenExpiredError'],
    ['Node', new TypeError('canary'), 'TypeError'],
  ])(
    'A4: shows the name of the class of an error of %s, and nothing else of it',
    async (_what, thrown, name) => {
      expect(await requestToken(thrown)).toBe(500)
      expect(lines).toEqual([expect.stringMatching(new RegExp(`^[^\\n]* It threw: ${name}\\.$`))])
      expect(lines[0]).not.toMatch(/canary|exp/)
    },
  )
})

describe('onEvent: console.log', () => {
  it('A5: prints an event that names event.cause, and event.cause is what was thrown', async () => {
    const events: TokenProviderEvent[] = []
    const thrown = new Error('canary')
    await requestToken(thrown, event => events.push(event))
    const printed = inspect(events)
    expect(printed).toContain('event.cause is what it threw')
    expect(printed).not.toContain('canary')
    expect(events).toEqual([expect.objectContaining({ type: 'refused', reason: 'verify_user_failed' })])
    expect(events[0]).toHaveProperty('cause', thrown)
  })
})

describe('createConsoleListener, for refusals that a mistake in the set-up causes', () => {
  const refused = (
    reason: 'origin_forbidden' | 'unauthenticated' | 'token_missing' | 'forbidden',
    action?: string,
  ) =>
    createConsoleListener()({
      ...{ type: 'refused', reason, message: 'What was refused.', at: 0 },
      ...(action !== undefined && { action }),
    })

  it.each(['origin_forbidden', 'unauthenticated', 'token_missing'] as const)(
    'prints %s with its remedy in development, and not without a remedy or elsewhere',
    reason => {
      vi.stubEnv('NODE_ENV', 'production')
      refused(reason, 'Do this.')
      vi.stubEnv('NODE_ENV', 'development')
      refused(reason)
      expect(lines).toEqual([])
      refused(reason, 'Do this.')
      expect(lines).toEqual([`stream-token-provider: ${reason}: What was refused. Do this.`])
    },
  )

  it('prints no other refusal below 500', () => {
    vi.stubEnv('NODE_ENV', 'development')
    refused('forbidden', 'Do this.')
    expect(lines).toEqual([])
  })

  it('prints the event misconfigured in production and development, and not in tests', () => {
    for (const nodeEnv of ['production', 'development', 'test']) {
      vi.stubEnv('NODE_ENV', nodeEnv)
      createConsoleListener()({ type: 'misconfigured', message: 'Fix this.', at: 0 })
    }
    expect(lines).toEqual(Array(2).fill('stream-token-provider: Fix this.'))
  })
})
