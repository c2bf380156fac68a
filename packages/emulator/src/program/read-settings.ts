import { parseArgs } from 'node:util'
import { checkPort } from '../check-port.js'
import type { StreamEmulatorOptions } from '../emulator-options.js'

export type Environment = Readonly<Record<string, string | undefined>>

/** A mistake in the command or its environment. The message says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The options of the emulator, or `'help'` if the usage is to be printed. */
export type ProgramSettings = 'help' | (StreamEmulatorOptions & { readonly quiet: boolean })

const SECRET_BYTES = 32

const OPTIONS = {
  port: { type: 'string' },
  'disable-auth-checks': { type: 'boolean' },
  quiet: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

/** Reads the settings of the program. Throws a `UsageError`. */
export function readSettings(args: readonly string[], environment: Environment): ProgramSettings {
  const { port, help, quiet = false, 'disable-auth-checks': disableAuthChecks } = parse(args)
  if (help) return 'help'
  const { STREAM_API_KEY: apiKey, STREAM_API_SECRET: apiSecret } = environment
  const missing = [!apiKey && 'STREAM_API_KEY', !apiSecret && 'STREAM_API_SECRET'].filter(Boolean)
  if (!apiKey || !apiSecret)
    throw new UsageError(
      `${missing.join(' and ')} must be set in the environment, to the values that your server has. Any key does, and any secret of at least 32 bytes.`,
    )
  if (Buffer.byteLength(apiSecret) < SECRET_BYTES)
    throw new UsageError(
      `STREAM_API_SECRET has fewer than ${SECRET_BYTES} bytes. Stream's own secrets have more.`,
    )
  return { apiKey, apiSecret, port: readPort(port), disableAuthChecks, quiet }
}

function parse(args: readonly string[]): ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'] {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN
  try {
    checkPort(port)
  } catch (error) {
    throw new UsageError(`--port ${text}: ${error instanceof Error ? error.message : error}`)
  }
  return port
}
