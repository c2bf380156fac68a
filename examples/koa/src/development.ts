import { randomBytes } from 'node:crypto'
import { type StreamEmulator, startStreamEmulator } from '@stream-token/emulator'

/** Starts a local emulator of Stream, and sets the environment for it: a key and a secret for this run, and its host. */
export async function emulateStream(): Promise<StreamEmulator> {
  const apiKey = 'development'
  const apiSecret = randomBytes(32).toString('hex')
  const emulator = await startStreamEmulator({ apiKey, apiSecret })
  process.env.STREAM_API_KEY = apiKey
  process.env.STREAM_API_SECRET = apiSecret
  process.env.STREAM_LOCAL_TEST_HOST = new URL(emulator.url).host
  return emulator
}
