import { describe, expect, it } from 'vitest'
import type { VerifyUser } from '../../src/endpoint/verify-user.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { fixedProvider } from '../fixture/fixed-provider.js'
import { bodyOf, tokenRequest } from '../fixture/token-request.js'

const LISTED = 'https://app.example'

/** A value that throws on every access. */
function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

function endpoint(verifyUser: VerifyUser<string> = () => 'john', options: TokenProviderOptions = {}) {
  return fixedProvider(options).endpoint(verifyUser)
}

describe('handle', () => {
  it.each<[string, TokenProviderOptions]>([
    [
      'onEvent throws',
      {
        onEvent: () => {
          throw new Error('x')
        },
      },
    ],
    ['onEvent rejects', { onEvent: () => Promise.reject(new Error('x')) }],
    [
      'onEvent returns a broken thenable',
      {
        onEvent: () =>
          Object.defineProperty({}, 'then', {
            get: () => {
              throw new Error('x')
            },
          }),
      },
    ],
    ['the clock is broken', { clock: () => Number.NaN }],
    [
      'the clock throws',
      {
        clock: () => {
          throw new Error('x')
        },
      },
    ],
    [
      'allowedOrigins throws',
      {
        allowedOrigins: () => {
          throw new Error('x')
        },
      },
    ],
    [
      'allowedOrigins throws undefined',
      {
        allowedOrigins: () => {
          throw undefined
        },
      },
    ],
    [
      'allowedOrigins throws an error with an unknown reason',
      {
        allowedOrigins: () => {
          throw { [Symbol.for('stream-token-provider.error')]: true, reason: 'nonsense' }
        },
      },
    ],
    [
      'allowedOrigins throws a value that throws on every access',
      {
        allowedOrigins: () => {
          throw revoked()
        },
      },
    ],
  ])('never rejects, even when %s', async (_name, options) => {
    for (const verifyUser of [
      () => 'john',
      () => null,
      () => {
        throw new Error('x')
      },
    ]) {
      const { handle } = endpoint(verifyUser, options)
      for (const method of ['POST', 'GET', 'OPTIONS']) {
        const reply = await handle(
          tokenRequest({ method, headers: { origin: LISTED, 'sec-fetch-site': 'same-origin' } }),
        )
        expect(reply?.status ?? 204).toSatisfy((status: number) => status >= 200 && status <= 503)
      }
    }
  })

  it('responds 500 when allowedOrigins throws', async () => {
    const options = {
      allowedOrigins: () => {
        throw new Error('canary')
      },
    }
    const reply = await endpoint(undefined, options).handle(tokenRequest({ headers: { origin: LISTED } }))
    expect([reply?.status, bodyOf(reply).reason]).toEqual([500, 'internal_error'])
    expect(reply?.body).not.toContain('canary')
  })

  it.each([
    [
      'throws a value that throws on every access',
      () => {
        throw revoked()
      },
    ],
    [
      'throws an object whose status throws',
      () => {
        throw {
          get status() {
            throw new Error('x')
          },
        }
      },
    ],
    ['returns a value that throws on every access', () => revoked() as never],
    [
      'returns an object whose id throws',
      () => ({
        get id(): string {
          throw new Error('x')
        },
      }),
    ],
  ])('responds 500 when verifyUser %s', async (_name, verifyUser) => {
    expect((await endpoint(verifyUser).handle(tokenRequest()))?.status).toBe(500)
  })
})
