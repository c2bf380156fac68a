import { configInvalid, isTokenProviderError, TokenProviderError, withCause } from '../errors/errors.js'
import { readEnvironment } from './environment.js'
import type { ApiSecret } from './options.js'
import { rotatedSecrets, setRotatedSecrets } from './rotated-secrets.js'
import { credentialError, SAME, secretError } from './secret.js'
import type { Settings } from './settings.js'

/** The credentials of an app at Stream: its public key, and the secrets that sign and verify. */
export interface Credentials {
  readonly apiKey: string
  readonly apiSecrets: readonly string[]
}

/** Where credentials come from. */
export interface CredentialsSource {
  /**
   * Returns the credentials.
   * @throws {TokenProviderError} `config_invalid`, also if they are functions that were not called yet
   */
  current(): Credentials
  /** Calls credentials that are functions, once at a time; undefined: there is nothing to wait for. */
  load(): Promise<void> | undefined
  /**
   * Returns the secrets in use: those of the last rotation in this process, else those of {@link current}.
   * @throws {TokenProviderError} as `current`
   */
  secrets(): readonly string[]
  /** Replaces the secrets of the app, for all providers of this process. */
  replaceSecrets(secrets: readonly string[]): void
}

type Given = Pick<Settings, 'apiKey' | 'apiSecrets' | 'allowShortSecret'>

/**
 * Finds the credentials on first use: in the options, then in the environment. A failure is not cached, so that a build
 * without secrets does not break later calls, and a function that failed is called again.
 */
export function createCredentials(settings: Given): CredentialsSource {
  let given = settings
  let found: Credentials | undefined
  /** Secrets that replaced others, maybe before the API key was known. */
  let replaced: { readonly secrets: readonly string[]; readonly at: number } | undefined
  let pending: Promise<void> | undefined

  const callFunctions = async (): Promise<void> => {
    const { apiKey, apiSecrets } = given
    const [key, called] = await Promise.all([
      typeof apiKey === 'function' ? call('apiKey', apiKey) : apiKey,
      typeof apiSecrets === 'function' ? call('apiSecret', apiSecrets) : apiSecrets,
    ])
    // The secrets may have been replaced in the meantime.
    const secrets = typeof given.apiSecrets === 'function' ? listOf(called) : given.apiSecrets
    found = findCredentials(key, secrets, given.allowShortSecret)
    share(found.apiKey)
  }

  const share = (apiKey: string): void => {
    if (replaced !== undefined) setRotatedSecrets(apiKey, replaced.secrets, replaced.at)
    replaced = undefined
  }

  const isKnown = (): boolean =>
    found !== undefined || (typeof given.apiKey !== 'function' && typeof given.apiSecrets !== 'function')

  return {
    current() {
      if (found !== undefined) return found
      const { apiKey, apiSecrets, allowShortSecret } = given
      if (typeof apiKey === 'function' || typeof apiSecrets === 'function')
        throw configInvalid([
          'apiKey and apiSecret are functions that were not called yet: await ready() first',
        ])
      found = findCredentials(apiKey, apiSecrets, allowShortSecret)
      return found
    },
    load() {
      if (isKnown()) return undefined
      pending ??= callFunctions().finally(() => {
        pending = undefined
      })
      return pending
    },
    secrets() {
      const { apiKey, apiSecrets } = this.current()
      return rotatedSecrets(apiKey) ?? apiSecrets
    },
    replaceSecrets(secrets) {
      given = { ...given, apiSecrets: secrets }
      replaced = { secrets, at: performance.now() }
      if (typeof given.apiKey !== 'function' || found !== undefined) share(this.current().apiKey)
    },
  }
}

async function call<Value>(name: string, read: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await read()
  } catch (thrown) {
    if (isTokenProviderError(thrown)) throw thrown
    throw withCause(
      new TokenProviderError('config_invalid', { message: `The function ${name} failed.` }),
      thrown,
    )
  }
}

/** Copies a list with its holes, which are refused later. */
function listOf(secrets: ApiSecret | undefined): readonly unknown[] | undefined {
  if (secrets === undefined) return undefined
  return Array.isArray(secrets) ? Array.from(secrets) : [secrets]
}

function findCredentials(
  givenKey: unknown,
  givenSecrets: readonly unknown[] | undefined,
  allowShortSecret: boolean,
): Credentials {
  const environment = readEnvironment()
  const apiKey = givenKey ?? environment.apiKey
  const secrets = givenSecrets ?? (environment.apiSecret === undefined ? [] : [environment.apiSecret])
  const [keyName, secretName] = [
    givenKey === undefined ? 'STREAM_API_KEY' : 'apiKey',
    givenSecrets === undefined ? 'STREAM_API_SECRET' : 'apiSecret',
  ]
  const errors: string[] = []
  const report = (name: string, error: string | undefined): void => {
    if (error !== undefined) errors.push(`${name} ${error}`)
  }
  if (apiKey === undefined) errors.push('apiKey is missing: set STREAM_API_KEY or pass the option')
  else report(keyName, typeof apiKey === 'string' ? credentialError(apiKey) : 'is not a string')
  if (secrets.length === 0) errors.push('apiSecret is missing: set STREAM_API_SECRET or pass the option')
  if (secrets.length > 10) errors.push('apiSecret lists more than 10 secrets')
  const apiSecrets: string[] = []
  for (const secret of secrets) {
    if (typeof secret === 'string') apiSecrets.push(secret)
    report(secretName, typeof secret === 'string' ? secretError(secret, allowShortSecret) : 'is not a string')
  }
  if (typeof apiKey === 'string' && apiSecrets.includes(apiKey)) errors.push(SAME)
  if (errors.length > 0 || typeof apiKey !== 'string') throw configInvalid(errors)
  return { apiKey, apiSecrets }
}
