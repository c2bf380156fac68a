import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pageHeaders } from '@stream-token/web/routes'
import { streamUrl } from './stream-url'

/** Serves a page that all demos share; the build copies its assets to `public`. */
export async function servePage(file: string): Promise<Response> {
  const page = await readFile(join(process.cwd(), '../web/dist/page', file))
  return new Response(page, {
    headers: { ...pageHeaders(streamUrl, file), 'Content-Type': 'text/html; charset=utf-8' },
  })
}
