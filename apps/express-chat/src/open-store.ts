import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { RevocationStore } from '@stream-token/express'

/** The folder of the data: `DATA_DIR`, or `.data` in the root of the repository. */
const folder = process.env.DATA_DIR ?? fileURLToPath(new URL('../../../.data', import.meta.url))

/**
 * Keeps revocations in an SQLite file, so that a restart forgets none. Without SQLite, returns undefined: the demo should
 * run everywhere, and libsql has no binary for some systems. Your own app should not start then.
 */
export async function openStore(): Promise<RevocationStore | undefined> {
  try {
    const { sqliteRevocationStore } = await import('@stream-token/sqlite')
    mkdirSync(folder, { recursive: true })
    return sqliteRevocationStore({ url: pathToFileURL(join(folder, 'express-chat.db')).href })
  } catch (error) {
    console.log(`This demo keeps revocations in memory, so a restart forgets them: ${String(error)}`)
    return undefined
  }
}
