import { randomBytes } from 'node:crypto'

/** The app's two Stream keys. */
export interface StreamKeys {
  readonly apiKey: string
  readonly apiSecret: string
}

/** What a demo app is told when it is created. */
export interface DemoSettings extends StreamKeys {
  /** Where Stream is: here, the emulator. */
  readonly streamUrl: string
}

/** The keys from the environment, or new ones: no secret is ever committed, or the same after a restart. */
export function streamKeys(): StreamKeys {
  return {
    apiKey: process.env.STREAM_API_KEY ?? 'demo-key',
    apiSecret: process.env.STREAM_API_SECRET ?? randomBytes(32).toString('hex'),
  }
}
