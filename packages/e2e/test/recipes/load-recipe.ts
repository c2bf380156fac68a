import { createServer } from 'node:http'
import { startStreamEmulator } from '@stream-token/emulator'
import type { StreamTokenMiddleware } from '@stream-token/express'
import type { Express, Request as ExpressRequest } from 'express'
import { onTestFinished, vi } from 'vitest'
import { listen } from '../../hosts/listen.js'
import { importExample } from './import-example.js'

/** What the modules of the recipes export; each has some of it. */
export interface Recipe {
  readonly app: Express
  readonly stream: StreamTokenMiddleware
  readonly signIn: (req: ExpressRequest, userId: string) => Promise<void>
  readonly POST: (request: Request) => Promise<Response>
}

const apiSecret = 'a-secret-of-at-least-thirty-two-bytes'

/** Runs a recipe of a page, with an emulator. `declared` are the names that it leaves to the reader. */
export async function loadRecipe(
  heading: string,
  declared: Readonly<Record<string, unknown>> = {},
  page = 'log-out-everywhere.md',
): Promise<Recipe> {
  const apiKey = `key-${crypto.randomUUID()}`
  const emulator = await startStreamEmulator({ apiKey, apiSecret })
  vi.stubEnv('STREAM_API_KEY', apiKey)
  vi.stubEnv('STREAM_API_SECRET', apiSecret)
  vi.stubEnv('STREAM_LOCAL_TEST_HOST', new URL(emulator.url).host)
  for (const [name, value] of Object.entries(declared)) vi.stubGlobal(name, value)
  const recipe = (await importExample(page, heading)) as Recipe
  onTestFinished(async () => {
    await recipe.stream.close()
    await emulator.close()
    vi.unstubAllEnvs()
    vi.unstubAllGlobals()
  })
  return recipe
}

/** Starts the app of a recipe. Returns its URL. */
export async function serve({ app }: Pick<Recipe, 'app'>): Promise<string> {
  const served = await listen(createServer(app), { base: '', own: '' })
  onTestFinished(served.close)
  return served.url
}
