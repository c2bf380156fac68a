import { randomBytes } from 'node:crypto'
import { startStreamEmulator } from '@stream-token/emulator'

/** Starts a local emulator of Stream, and sets the environment for it: a key and a secret for this run, and its host. */
export async function emulateStream(): Promise<void> {
  const apiKey = 'development'
  const apiSecret = randomBytes(32).toString('hex')
  const { url } = await startStreamEmulator({ apiKey, apiSecret })
  process.env.STREAM_API_KEY = apiKey
  process.env.STREAM_API_SECRET = apiSecret
  process.env.STREAM_LOCAL_TEST_HOST = new URL(url).host
  process.env.SESSION_SECRET ||= randomBytes(32).toString('hex')
  console.log(
    `STREAM_API_KEY is not set: using a local emulator of Stream (${process.env.STREAM_LOCAL_TEST_HOST})`,
  )
}
