import { randomBytes } from 'node:crypto'

/** The app's Stream key and secret. */
export interface StreamKeys {
  readonly apiKey: string
  readonly apiSecret: string
}

/** The settings of a demo app. */
export interface DemoSettings extends StreamKeys {
  /** The URL of Stream, here of the emulator. */
  readonly streamUrl: string
}

/** Returns the keys from the environment. Without them, the secret is random and changes with each start. */
export function streamKeys(): StreamKeys {
  return {
    apiKey: process.env.STREAM_API_KEY ?? 'demo-key',
    apiSecret: process.env.STREAM_API_SECRET ?? randomBytes(32).toString('hex'),
  }
}
