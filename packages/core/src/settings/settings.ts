import * as z from 'zod/mini'
import type { RevocationStore } from '../cutoffs/store.js'
import { configInvalid } from '../errors/errors.js'
import { isPlain, isRecord, withoutPrototype } from '../primitives/is-record.js'
import { type Clock, systemClock } from '../primitives/numeric-date.js'
import { readEnvironment } from './environment.js'
import { isBaseUrl, OPTION_RULES } from './option-rules.js'
import type {
  AllowedOrigins,
  ApiSecret,
  GuestOptions,
  StreamApiOptions,
  TokenProviderOptions,
} from './options.js'
import { credentialError, SAME, secretErrors } from './secret.js'

/** The checked options with their defaults. */
export interface Settings {
  readonly apiKey: TokenProviderOptions['apiKey']
  readonly apiSecrets: readonly string[] | (() => ApiSecret | Promise<ApiSecret>) | undefined
  readonly allowShortSecret: boolean
  readonly basePath: string
  readonly expiresIn: number | null
  readonly maxExpiresIn: number
  readonly backdate: number
  readonly clockSkew: number
  readonly clockTolerance: number
  readonly verifyUserTimeout: number
  readonly maxPending: number
  readonly maxHeld: number
  readonly bodyLimit: number
  readonly bodyTimeout: number
  readonly maxTokenBytes: number
  readonly revocations: RevocationStore | undefined
  readonly streamApi: StreamApiSettings | false
  readonly tokensWithoutIat: 'revoked' | 'valid'
  readonly maxTokenAge: number | undefined
  readonly storeTimeout: number
  readonly writeTimeout: number
  readonly devTokens: boolean
  readonly guests: { readonly expiresIn: number | null } | false
  readonly authorizeRevocation: TokenProviderOptions['authorizeRevocation']
  readonly allowedOrigins: AllowedOrigins | undefined
  readonly allowedHeaders: readonly string[]
  readonly rateLimit: TokenProviderOptions['rateLimit']
  readonly onEvent: TokenProviderOptions['onEvent']
  readonly onServerError: 'respond' | 'forward'
  readonly waitUntil: TokenProviderOptions['waitUntil']
  readonly clock: Clock
}

/** The settings of Stream's API, with the defaults. */
export type StreamApiSettings = {
  readonly [Name in keyof StreamApiOptions]-?: NonNullable<StreamApiOptions[Name]>
}

const schema = z.strictObject(
  Object.fromEntries(Object.entries(OPTION_RULES).map(([name, { schema }]) => [name, schema])),
)

/**
 * Checks the options and adds the defaults.
 *
 * @throws {TokenProviderError} `config_invalid`, naming every rule that is broken, never a value
 */
export function parseOptions(given: TokenProviderOptions): Settings {
  // Read once, and without what an old library has added to `Object.prototype`.
  const options: TokenProviderOptions =
    isRecord(given) && isPlain(given) ? Object.assign(Object.create(null), given) : given
  const errors = shapeErrors(options)
  if (typeof options === 'object' && options !== null) {
    errors.push(...credentialErrors(options), ...devTokenErrors(options), ...testHostErrors(options))
    errors.push(...guestErrors(options))
  }
  if (errors.length > 0) throw configInvalid(errors)
  const { expiresIn = 3600, guests = false } = options
  return {
    apiKey: options.apiKey,
    apiSecrets: secretsOf(options.apiSecret),
    allowShortSecret: options.allowShortSecret ?? false,
    basePath: options.basePath ?? '/stream',
    expiresIn,
    maxExpiresIn: options.maxExpiresIn ?? 86_400,
    backdate: options.backdate ?? 5,
    clockSkew: options.clockSkew ?? 0.2,
    clockTolerance: options.clockTolerance ?? 0,
    verifyUserTimeout: options.verifyUserTimeout ?? 5,
    maxPending: options.maxPending ?? 256,
    maxHeld: options.maxHeld ?? 10_000,
    bodyLimit: options.bodyLimit ?? 4096,
    bodyTimeout: options.bodyTimeout ?? 10,
    maxTokenBytes: options.maxTokenBytes ?? 8192,
    revocations: options.revocations,
    streamApi: options.streamApi === false ? false : streamApiOf(options.streamApi),
    tokensWithoutIat: options.tokensWithoutIat ?? 'revoked',
    maxTokenAge: options.maxTokenAge,
    storeTimeout: options.storeTimeout ?? 1,
    writeTimeout: options.writeTimeout ?? 5,
    devTokens: options.devTokens ?? false,
    guests: guests !== false && { expiresIn: lifetimeOf(guests) ?? expiresIn },
    authorizeRevocation: options.authorizeRevocation,
    allowedOrigins: Array.isArray(options.allowedOrigins)
      ? [...options.allowedOrigins]
      : options.allowedOrigins,
    allowedHeaders: [...(options.allowedHeaders ?? [])],
    rateLimit: options.rateLimit,
    onEvent: options.onEvent,
    onServerError: options.onServerError ?? 'respond',
    waitUntil: options.waitUntil,
    clock: options.clock ?? systemClock,
  }
}

function shapeErrors(options: unknown): string[] {
  const parsed = schema.safeParse(withoutPrototype(options))
  if (parsed.success) return []
  return parsed.error.issues.flatMap(issue => {
    const [name] = issue.path
    const known = Object.entries(OPTION_RULES).find(([option]) => option === name)
    if (known !== undefined) return [`${known[0]} must be ${known[1].words}`]
    if (issue.code === 'unrecognized_keys') return issue.keys.map(key => `${key} is not an option`)
    return ['the options must be an object']
  })
}

/** Checks a key and secrets that are given as strings; those of functions and of the environment are checked later. */
function credentialErrors({ apiKey, apiSecret, allowShortSecret }: TokenProviderOptions): string[] {
  const secrets = [apiSecret ?? []].flat().filter(secret => typeof secret === 'string')
  const errors = secretErrors(secrets, allowShortSecret === true)
  if (typeof apiKey !== 'string') return errors
  const keyError = credentialError(apiKey)
  if (keyError !== undefined) errors.push(`apiKey ${keyError}`)
  else if (secrets.includes(apiKey)) errors.push(SAME)
  return errors
}

function secretsOf(given: TokenProviderOptions['apiSecret']): Settings['apiSecrets'] {
  if (given === undefined || typeof given === 'function') return given
  return typeof given === 'string' ? [given] : [...given]
}

function streamApiOf(given: StreamApiOptions | undefined): StreamApiSettings {
  const { localTestHost } = readEnvironment()
  const standard =
    localTestHost === undefined || localTestHost.trim() === ''
      ? 'https://chat.stream-io-api.com'
      : `http://${localTestHost.trim()}`
  const { baseUrl = standard, timeout = 5, retries = 3 } = given ?? {}
  return { baseUrl: baseUrl.replace(/\/+$/, ''), timeout, retries }
}

function testHostErrors({ streamApi }: TokenProviderOptions): string[] {
  if (streamApi === false || streamApi?.baseUrl !== undefined || isBaseUrl(streamApiOf(undefined).baseUrl))
    return []
  return ['STREAM_LOCAL_TEST_HOST must be a host and port of this machine, such as 127.0.0.1:8700']
}

function lifetimeOf(guests: GuestOptions): number | undefined {
  return Object.hasOwn(guests, 'expiresIn') ? guests.expiresIn : undefined
}

function guestErrors({ guests = false, streamApi }: TokenProviderOptions): string[] {
  return guests !== false && streamApi === false
    ? ['guests are created at Stream: streamApi must not be false beside guests']
    : []
}

function devTokenErrors({ devTokens, allowDevTokensInProduction }: TokenProviderOptions): string[] {
  if (devTokens !== true || allowDevTokensInProduction === true) return []
  if (['development', 'test'].includes(readEnvironment().nodeEnv ?? '')) return []
  return [
    "devTokens accepts unsigned tokens for any user: NODE_ENV must be 'development' or 'test' (allowDevTokensInProduction overrides)",
  ]
}
