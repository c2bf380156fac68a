import { TokenProviderError, withCause } from '../errors/errors.js'
import type { Emit } from '../events/events.js'
import { addressKey } from '../http/address-key.js'
import { isRecord } from '../primitives/is-record.js'
import { type CallBounds, createBoundedCall } from '../settings/bounded-call.js'
import type { TokenProviderOptions } from '../settings/options.js'
import { createSlots } from '../settings/slots.js'

/** Counts token requests by client address and by user. Returns undefined if there is nothing to wait for. */
export interface RateLimit {
  /**
   * Counts a request of a client address; without an address, it is not counted.
   * @throws {TokenProviderError} `rate_limited`, `overloaded`
   */
  address(address: string | undefined): Promise<void> | undefined
  /**
   * Counts a request for a guest. Nothing else counts it, so without an address it counts under one key for all.
   * @throws {TokenProviderError} `rate_limited`, `overloaded`
   */
  guest(address: string | undefined): Promise<void> | undefined
  /**
   * Counts a request of a user.
   * @throws {TokenProviderError} `rate_limited`, `overloaded`
   */
  user(userId: string): Promise<void> | undefined
}

/** The address of a client whose address nobody knows. */
const UNIX = 'unix'

const NO_ADDRESS =
  'The client address is unknown, as behind a Unix socket: all clients count under the one key ip:unix. Let the framework trust the proxy (trust proxy in Express, app.proxy in Koa).'

/** The address of a client in a host that reports none, as hosts with a `fetch` handler do. */
const UNKNOWN = 'unknown'

const NO_ADDRESS_OF_GUESTS =
  'This host does not report the client address: all guests count under the one key ip:unknown. Give that key a limit for all guests together, or limit POST /guest at the edge.'

/**
 * Creates the counter from the app's own limiter. If the limiter rejects with an Error, it has failed; any other
 * rejection means that the limit is reached. Its calls have bounds of their own, so that a limiter that hangs leaves the
 * other requests alone.
 */
export function createRateLimit(
  limiter: TokenProviderOptions['rateLimit'],
  bounds: CallBounds,
  emit: Emit,
): RateLimit {
  const none = (): undefined => undefined
  if (limiter === undefined) return { address: none, guest: none, user: none }
  const slots = createSlots()
  const boundedCall = createBoundedCall(() => slots, bounds)
  const reported = new Set<string>()

  const consume = async (key: string): Promise<void> => {
    try {
      await boundedCall(() => limiter.consume(key), {})
    } catch (thrown) {
      if (isError(thrown)) throw withCause(new TokenProviderError('overloaded'), thrown)
      throw new TokenProviderError('rate_limited', { headers: headersOf(limiter, thrown) })
    }
  }
  const reportOnce = (message: string): void => {
    if (!reported.has(message)) emit({ type: 'misconfigured', message })
    reported.add(message)
  }
  const consumeAddress = (address: string): Promise<void> => {
    if (address === UNIX) reportOnce(NO_ADDRESS)
    return consume(`ip:${addressKey(address)}`)
  }
  return {
    address: address => (address === undefined ? undefined : consumeAddress(address)),
    guest(address) {
      if (address !== undefined) return consumeAddress(address)
      reportOnce(NO_ADDRESS_OF_GUESTS)
      return consume(`ip:${UNKNOWN}`)
    },
    user: userId => consume(`user:${userId}`),
  }
}

/** Also recognizes errors of another realm, for which `instanceof` is false. */
function isError(thrown: unknown): boolean {
  return thrown instanceof Error || Object.prototype.toString.call(thrown) === '[object Error]'
}

/** @see https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-06 */
function headersOf(limiter: object, rejection: unknown): Record<string, string> {
  const wait = isRecord(rejection) ? rejection.msBeforeNext : undefined
  const whole = typeof wait === 'number' ? Math.ceil(wait / 1000) : 0
  // `Retry-After` takes digits only; an infinite or huge number is written with other characters.
  const seconds = Number.isSafeInteger(whole) && whole > 0 ? whole : 1
  const points: unknown = Reflect.get(limiter, 'points')
  return {
    'retry-after': String(seconds),
    ...(typeof points === 'number' && { 'ratelimit-limit': String(points) }),
    'ratelimit-remaining': '0',
    'ratelimit-reset': String(seconds),
  }
}
