export type { MirroredStore } from '@stream-token/mirror'
export { sqliteRevocationStore } from './sqlite-revocation-store.js'
export type { SqliteStoreOptions } from './sqlite-store-options.js'
