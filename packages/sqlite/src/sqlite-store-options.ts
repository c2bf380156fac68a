import type { MirrorOptions } from '@stream-token/mirror'

/** Where the store keeps its data, and how it reads it. */
export interface SqliteStoreOptions extends MirrorOptions {
  /** The file, as a URL: `file:revocations.db` in the working directory, `file:/data/revocations.db` anywhere. */
  readonly url: string
  /** Separates apps that use one file. Default: the API key. */
  readonly namespace?: string | undefined
}
