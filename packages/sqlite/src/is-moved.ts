import type { Client } from '@libsql/client'
import type { Database } from './database.js'

/**
 * Whether the file is not at its path any more: it was deleted, or another one is there. SQLite would go on reading and
 * writing the old file, and the next start would find none of it.
 */
export async function isMoved({ client, namespace, uri }: Database): Promise<boolean> {
  try {
    await client.execute({ sql: 'attach ? as at_path', args: [uri] })
  } catch {
    return true
  }
  try {
    const { rows } = await client.execute({
      sql: `select 1 from main.stream_token_namespace as one join at_path.stream_token_namespace as other
        using (number, epoch, at, id) where number = ?`,
      args: [namespace],
    })
    return rows.length === 0
  } catch {
    return true
  } finally {
    await client.execute('detach at_path')
  }
}

/** The URI of a client's file that opens only a file that exists. */
export async function findUri(client: Client): Promise<string> {
  const { rows } = await client.execute('pragma database_list')
  const path = String(rows.find(row => row.name === 'main')?.file)
  const absolute = /^[a-z]:/i.test(path) ? `/${path.replaceAll('\\', '/')}` : path
  // In SQLite's URIs, only these characters have a meaning.
  return `file:${absolute.replace(/[%?#]/g, encodeURIComponent)}?mode=ro`
}
