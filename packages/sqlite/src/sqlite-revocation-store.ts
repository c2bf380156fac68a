import { createMirror, type MirroredStore } from '@stream-token/mirror'
import { parseOptions } from './parse-options.js'
import { createSqliteSource } from './sqlite-source.js'
import type { SqliteStoreOptions } from './sqlite-store-options.js'

/**
 * Creates a store that keeps revocations in an SQLite file, so that a restart forgets none. Several processes of one
 * machine can use the file at once.
 *
 * @throws {TokenProviderError} `config_invalid`
 *
 * @example
 * ```ts
 * import { createTokenProvider } from '@stream-token/core'
 * import { sqliteRevocationStore } from '@stream-token/sqlite'
 *
 * const provider = createTokenProvider({
 *   apiKey: 'key',
 *   apiSecret: 'a-secret-of-at-least-thirty-two-bytes',
 *   revocations: sqliteRevocationStore({ url: 'file:revocations.db' }),
 * })
 * await provider.ready()
 * ```
 */
export function sqliteRevocationStore(options: SqliteStoreOptions): MirroredStore {
  const { source, mirror } = parseOptions(options)
  return createMirror(createSqliteSource(source), mirror)
}
