import * as z from 'zod/mini'
import { readEnvironment } from './environment.js'
import { TokenProviderError } from './errors.js'
import { type Clock, systemClock } from './numeric-date.js'
import { OPTION_RULES } from './option-rules.js'
import type { TokenProviderOptions } from './options.js'
import { secretFault } from './secret.js'
import { unavailable } from './unavailable.js'

/** The options with their defaults, checked. */
export interface Settings {
  readonly apiKey: string | undefined
  readonly apiSecrets: readonly string[] | undefined
  readonly allowShortSecret: boolean
  readonly basePath: string
  readonly expiresIn: number | null
  readonly maxExpiresIn: number
  readonly backdate: number
  readonly clockTolerance: number
  readonly verifyUserTimeout: number
  readonly maxPending: number
  readonly bodyLimit: number
  readonly bodyTimeout: number
  readonly maxTokenBytes: number
  readonly devTokens: boolean
  readonly allowedOrigins: readonly string[] | ((origin: string) => boolean) | undefined
  readonly onEvent: TokenProviderOptions['onEvent']
  readonly clock: Clock
}

const schema = z.strictObject(
  Object.fromEntries(Object.entries(OPTION_RULES).map(([name, { schema }]) => [name, schema])),
)

/**
 * Checks the options and adds the defaults.
 *
 * @throws {TokenProviderError} `config_invalid`, naming every fault and no value
 */
export function parseOptions(options: TokenProviderOptions): Settings {
  const faults = shapeFaults(options)
  if (typeof options === 'object' && options !== null) {
    faults.push(...secretFaults(options), ...devTokenFaults(options), ...unavailable(options))
  }
  if (faults.length > 0) throw invalid(faults)
  return {
    apiKey: options.apiKey,
    apiSecrets: options.apiSecret === undefined ? undefined : [options.apiSecret].flat(),
    allowShortSecret: options.allowShortSecret ?? false,
    basePath: options.basePath ?? '/stream',
    expiresIn: options.expiresIn === undefined ? 3600 : options.expiresIn,
    maxExpiresIn: options.maxExpiresIn ?? 86_400,
    backdate: options.backdate ?? 5,
    clockTolerance: options.clockTolerance ?? 0,
    verifyUserTimeout: options.verifyUserTimeout ?? 5,
    maxPending: options.maxPending ?? 256,
    bodyLimit: options.bodyLimit ?? 4096,
    bodyTimeout: options.bodyTimeout ?? 10,
    maxTokenBytes: options.maxTokenBytes ?? 8192,
    devTokens: options.devTokens ?? false,
    allowedOrigins: Array.isArray(options.allowedOrigins)
      ? [...options.allowedOrigins]
      : options.allowedOrigins,
    onEvent: options.onEvent,
    clock: options.clock ?? systemClock,
  }
}

export function invalid(faults: readonly string[]): TokenProviderError {
  return new TokenProviderError('config_invalid', { message: `${[...new Set(faults)].join('; ')}.` })
}

function shapeFaults(options: unknown): string[] {
  const parsed = schema.safeParse(options)
  if (parsed.success) return []
  return parsed.error.issues.flatMap(issue => {
    const [name] = issue.path
    const known = Object.entries(OPTION_RULES).find(([option]) => option === name)
    if (known !== undefined) return [`${known[0]} must be ${known[1].words}`]
    if (issue.code === 'unrecognized_keys') return issue.keys.map(key => `${key} is not an option`)
    return ['the options must be an object']
  })
}

function secretFaults({ apiSecret, allowShortSecret }: TokenProviderOptions): string[] {
  const secrets: readonly unknown[] = [apiSecret ?? []].flat()
  return secrets.flatMap(secret => {
    const fault = typeof secret === 'string' ? secretFault(secret, allowShortSecret === true) : undefined
    return fault === undefined ? [] : [`apiSecret ${fault}`]
  })
}

function devTokenFaults({ devTokens, allowDevTokensInProduction }: TokenProviderOptions): string[] {
  if (devTokens !== true || allowDevTokensInProduction === true) return []
  if (['development', 'test'].includes(readEnvironment().nodeEnv ?? '')) return []
  return [
    "devTokens lets anybody be anybody: NODE_ENV must be 'development' or 'test' (allowDevTokensInProduction overrides)",
  ]
}
