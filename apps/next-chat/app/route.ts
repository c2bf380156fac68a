import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pageHeaders } from '@stream-token/web/routes'
import { streamUrl } from '@/lib/stream-url'

/** Serves the page that all demos share; the build copies its assets to `public`. Your own app has its own pages. */
export async function GET(): Promise<Response> {
  const page = await readFile(join(process.cwd(), '../web/dist/page/index.html'))
  return new Response(page, {
    headers: { ...pageHeaders(streamUrl), 'Content-Type': 'text/html; charset=utf-8' },
  })
}
