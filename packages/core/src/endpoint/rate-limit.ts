import { TokenProviderError, withCause } from '../errors/errors.js'
import { isRecord } from '../primitives/is-record.js'
import { within } from '../primitives/waiting.js'
import type { TokenProviderOptions } from '../settings/options.js'
import { addressKey } from './address-key.js'

/** Counts a request for a token, by where it comes from and by whom it is for. */
export interface RateLimit {
  /** @throws {TokenProviderError} `rate_limited`, `overloaded` */
  address(address: string | undefined): Promise<void>
  /** @throws {TokenProviderError} `rate_limited`, `overloaded` */
  user(userId: string): Promise<void>
}

/**
 * Makes the counter from the app's own limiter. What it rejects with tells which: an Error means that it does not work,
 * anything else that the limit is reached.
 */
export function createRateLimit(limiter: TokenProviderOptions['rateLimit'], seconds: number): RateLimit {
  if (limiter === undefined) return { address: async () => {}, user: async () => {} }

  const consume = async (key: string): Promise<void> => {
    try {
      await within(Promise.resolve(limiter.consume(key)), seconds)
    } catch (thrown) {
      if (isError(thrown)) throw withCause(new TokenProviderError('overloaded'), thrown)
      throw new TokenProviderError('rate_limited', { headers: headersOf(limiter, thrown) })
    }
  }
  return {
    address: async address => (address === undefined ? undefined : consume(`ip:${addressKey(address)}`)),
    user: userId => consume(`user:${userId}`),
  }
}

/** Also an error of another realm, which is no instance of this one's class. */
function isError(thrown: unknown): boolean {
  return thrown instanceof Error || Object.prototype.toString.call(thrown) === '[object Error]'
}

/** @see https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-06 */
function headersOf(limiter: object, rejection: unknown): Record<string, string> {
  const wait = isRecord(rejection) ? rejection.msBeforeNext : undefined
  const whole = typeof wait === 'number' ? Math.ceil(wait / 1000) : 0
  // An endless or huge wait has no form of digits alone, which is what the header takes.
  const seconds = Number.isSafeInteger(whole) && whole > 0 ? whole : 1
  const points: unknown = Reflect.get(limiter, 'points')
  return {
    'retry-after': String(seconds),
    ...(typeof points === 'number' && { 'ratelimit-limit': String(points) }),
    'ratelimit-remaining': '0',
    'ratelimit-reset': String(seconds),
  }
}
