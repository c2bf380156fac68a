import { configInvalid } from '../errors/errors.js'
import { readEnvironment } from './environment.js'
import { secretError } from './secret.js'
import type { Settings } from './settings.js'

/** The app at Stream: its public key, and the secrets that sign and verify. */
export interface Credentials {
  readonly apiKey: string
  readonly apiSecrets: readonly string[]
}

/**
 * Finds the credentials on first use: options first, then the environment. A failure is not kept, so that a build
 * without secrets does not spoil the run after it.
 *
 * @throws {TokenProviderError} `config_invalid`, from the function that is returned
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
  const faults: string[] = []
  if (apiKey === undefined) faults.push('apiKey is missing: set STREAM_API_KEY or pass the option')
  else if (/^\s*(undefined|null)?\s*$/.test(apiKey)) faults.push('STREAM_API_KEY is empty')
  else if (/\s/.test(apiKey)) faults.push('STREAM_API_KEY holds white space')
  if (givenSecrets === undefined && secret === undefined) {
    faults.push('apiSecret is missing: set STREAM_API_SECRET or pass the option')
  }
  const fault =
    givenSecrets === undefined && secret !== undefined ? secretError(secret, allowShortSecret) : undefined
  if (fault !== undefined) faults.push(`STREAM_API_SECRET ${fault}`)
  const apiSecrets = givenSecrets ?? (secret === undefined ? undefined : [secret])
  if (faults.length > 0 || apiKey === undefined || apiSecrets === undefined) throw configInvalid(faults)
  return { apiKey, apiSecrets }
}
