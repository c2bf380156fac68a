import { configInvalid } from '@stream-token/core/store'
import type { SqliteStoreOptions } from './sqlite-store-options.js'

/**
 * Checks the options that are this store's own. Those of the mirror are left to it.
 *
 * @throws {TokenProviderError} `config_invalid`
 */
export function parseOptions(options: SqliteStoreOptions): SqliteStoreOptions {
  const given: unknown = options
  if (typeof given !== 'object' || given === null) throw configInvalid(['The options must be an object'])
  const { url, namespace } = options
  const errors = [
    !isFile(url) && '`url` must name a file, such as `file:revocations.db`',
    namespace !== undefined && !isText(namespace) && '`namespace` must be a string that is not empty',
  ].filter(error => error !== false)
  if (errors.length > 0) throw configInvalid(errors)
  return options
}

function isFile(url: unknown): boolean {
  return isText(url) && /^file:(?!.*:memory:)./.test(url)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
