import { configInvalid } from '@stream-token/core/store'
import { type MirrorRuntime, systemRuntime } from './mirror-runtime.js'

/** The options of a mirror. Every duration is in seconds. */
export interface MirrorOptions {
  /**
   * 'mirror': this process keeps a copy of all revocations, and a check reads that. 'direct': each check asks the server;
   * for processes that are frozen between requests, such as serverless functions. Default 'mirror'.
   */
  readonly mode?: 'mirror' | 'direct' | undefined
  /**
   * How old the copy may be that a check uses while the server does not respond, in seconds, 5 to 3600; then the response
   * is 503. A revocation of another process is at most that late. Default 60. Lower it to refuse sooner, raise it to
   * outlast longer failures of the server.
   */
  readonly maxStale?: number | undefined
  /**
   * How many cutoffs and blocks the copy may have, a whole number from 1 to 100,000,000. Beyond it the copy is dropped, and
   * each check asks the server. Default 2,000,000, which takes about 300 MB. Set it to what your memory allows.
   */
  readonly maxEntries?: number | undefined
  /**
   * How long a check in direct mode may use what the server returned before, in seconds, 0 to 60. Default 0: each check asks
   * the server. Raise it if checks are frequent and a revocation may be that late.
   */
  readonly cacheFor?: number | undefined
  /**
   * How long a check waits for the server before it uses the copy, in seconds, 0.01 to 60. Default 0.8. Keep it below the
   * provider's `storeTimeout`, which ends the check with 503.
   */
  readonly readTimeout?: number | undefined
  /** The clock, the timers and the random numbers that the mirror uses, for tests. Default: those of the machine. */
  readonly runtime?: MirrorRuntime | undefined
}

/** The options with their defaults. */
export type MirrorSettings = { readonly [Name in keyof MirrorOptions]-?: NonNullable<MirrorOptions[Name]> }

const isBetween = (least: number, most: number) => (value: unknown) =>
  typeof value === 'number' && value >= least && value <= most

/** Each option: whether a value is allowed, and what is allowed in words. */
const RULES: Readonly<Record<keyof MirrorOptions, readonly [(value: unknown) => boolean, string]>> = {
  mode: [value => value === 'mirror' || value === 'direct', "'mirror' or 'direct'"],
  maxStale: [isBetween(5, 3600), 'seconds from 5 to 3600'],
  maxEntries: [
    value => Number.isInteger(value) && isBetween(1, 100_000_000)(value),
    'a whole number from 1 to 100,000,000',
  ],
  cacheFor: [isBetween(0, 60), 'seconds from 0 to 60'],
  readTimeout: [isBetween(0.01, 60), 'seconds from 0.01 to 60'],
  runtime: [isRuntime, 'an object with the functions monotonic, after and random'],
}

/**
 * Checks the options and adds the defaults.
 *
 * @throws {TokenProviderError} `config_invalid`
 */
export function checkOptions(options: MirrorOptions): MirrorSettings {
  const given: unknown = options
  if (typeof given !== 'object' || given === null) throw configInvalid(['the options must be an object'])
  const rules = new Map(Object.entries(RULES))
  const errors = Object.entries(given).flatMap(([name, value]: [string, unknown]) => {
    const [isAllowed, words] = rules.get(name) ?? []
    if (isAllowed === undefined) return [`${name} is not an option`]
    return value === undefined || isAllowed(value) ? [] : [`${name} must be ${words}`]
  })
  if (errors.length > 0) throw configInvalid(errors)
  const { mode = 'mirror', maxStale = 60, maxEntries = 2_000_000 } = options
  const { cacheFor = 0, readTimeout = 0.8, runtime = systemRuntime } = options
  if (cacheFor > 0 && mode === 'mirror') throw configInvalid(["cacheFor needs mode: 'direct'"])
  return { mode, maxStale, maxEntries, cacheFor, readTimeout, runtime }
}

function isRuntime(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['monotonic', 'after', 'random'].every(name => typeof Reflect.get(value, name) === 'function')
  )
}
