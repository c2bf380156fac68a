import { configInvalid } from '../errors/errors.js'
import { readEnvironment } from './environment.js'
import { secretError } from './secret.js'
import type { Settings } from './settings.js'

/** The credentials of an app at Stream: its public key, and the secrets that sign and verify. */
export interface Credentials {
  readonly apiKey: string
  readonly apiSecrets: readonly string[]
}

/**
 * Finds the credentials on first use: in the options, then in the environment. A failure is not cached, so that a build
 * without secrets does not break later calls.
 *
 * @throws {TokenProviderError} (the function returned) `config_invalid`
 */
export function createCredentials(
  settings: Pick<Settings, 'apiKey' | 'apiSecrets' | 'allowShortSecret'>,
): () => Credentials {
  let found: Credentials | undefined
  return () => {
    found ??= findCredentials(settings)
    return found
  }
}

function findCredentials({
  apiKey: givenKey,
  apiSecrets: givenSecrets,
  allowShortSecret,
}: Pick<Settings, 'apiKey' | 'apiSecrets' | 'allowShortSecret'>): Credentials {
  const environment = givenKey === undefined || givenSecrets === undefined ? readEnvironment() : undefined
  const apiKey = givenKey ?? environment?.apiKey
  const secret = environment?.apiSecret
  const errors: string[] = []
  if (apiKey === undefined) errors.push('apiKey is missing: set STREAM_API_KEY or pass the option')
  else if (/^\s*(undefined|null)?\s*$/.test(apiKey)) errors.push('STREAM_API_KEY is empty')
  else if (/\s/.test(apiKey)) errors.push('STREAM_API_KEY contains white space')
  if (givenSecrets === undefined && secret === undefined) {
    errors.push('apiSecret is missing: set STREAM_API_SECRET or pass the option')
  }
  const secretProblem =
    givenSecrets === undefined && secret !== undefined ? secretError(secret, allowShortSecret) : undefined
  if (secretProblem !== undefined) errors.push(`STREAM_API_SECRET ${secretProblem}`)
  const apiSecrets = givenSecrets ?? (secret === undefined ? undefined : [secret])
  if (errors.length > 0 || apiKey === undefined || apiSecrets === undefined) throw configInvalid(errors)
  return { apiKey, apiSecrets }
}
