import { randomBytes } from 'node:crypto'
import type { RequestListener } from 'node:http'
import { fileURLToPath } from 'node:url'
import { type DemoSettings, runDemo } from '@stream-token/web'
import createNext from 'next'

/** The built app, told by its environment alone what an app of your own is told there too. */
async function createApp({ apiKey, apiSecret, streamUrl }: DemoSettings): Promise<RequestListener> {
  process.env.STREAM_API_KEY = apiKey
  process.env.STREAM_API_SECRET = apiSecret
  process.env.STREAM_URL = streamUrl
  process.env.SESSION_SECRET ||= randomBytes(32).toString('hex')
  const dir = fileURLToPath(new URL('..', import.meta.url))
  process.chdir(dir)
  const app = createNext({ dev: false, dir })
  await app.prepare()
  return app.getRequestHandler()
}

await runDemo(createApp)
