import { randomBytes } from 'node:crypto'
import type { RequestListener } from 'node:http'
import { fileURLToPath } from 'node:url'
import { type DemoSettings, runDemo } from '@stream-token/web'
import createNext from 'next'

/** Prepares the built app. Like your own app, it reads its settings from the environment. */
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
