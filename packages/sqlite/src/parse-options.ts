import { configInvalid } from '@stream-token/core/store'
import type { MirrorOptions } from '@stream-token/mirror'
import type { SqliteSourceOptions } from './sqlite-source.js'
import type { SqliteStoreOptions } from './sqlite-store-options.js'

/** The options by whom they are for. */
export interface ParsedOptions {
  readonly source: SqliteSourceOptions
  readonly mirror: MirrorOptions
}

/**
 * Checks the options of this store. The mirror checks the others, and refuses unknown ones.
 *
 * @throws {TokenProviderError} `config_invalid`
 */
export function parseOptions(options: SqliteStoreOptions): ParsedOptions {
  const given: unknown = options
  if (typeof given !== 'object' || given === null) throw configInvalid(['the options must be an object'])
  const { url, namespace, ...mirror } = options
  const errors: string[] = []
  if (!isText(url) || !/^file:./.test(url) || url.includes(':memory:'))
    errors.push('url must name a file, such as file:revocations.db')
  if (namespace !== undefined && !isText(namespace)) errors.push('namespace must be a string, and not empty')
  if (errors.length > 0) throw configInvalid(errors)
  return { source: { url, namespace }, mirror }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
