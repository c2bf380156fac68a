import { isTokenProviderError } from '@stream-token/core'
import { type StreamEmulator, startStreamEmulator } from '../start-stream-emulator.js'
import { instructions } from './instructions.js'
import { type Environment, readSettings, UsageError } from './read-settings.js'
import { requestLine } from './request-line.js'
import { usage } from './usage.js'

/** Runs the emulator until a signal ends the process. Resolves with an exit code if it could not start. */
export async function runProgram(args: readonly string[], environment: Environment): Promise<number> {
  try {
    const settings = readSettings(args, environment)
    if (settings === 'help') {
      console.log(usage)
      return 0
    }
    const { quiet, ...options } = settings
    const onRequest = quiet
      ? undefined
      : (event: Parameters<typeof requestLine>[0]) => console.log(requestLine(event))
    const emulator = await startStreamEmulator({ ...options, onRequest })
    endAtSignals(emulator)
    console.log(instructions(options.apiKey, emulator))
    return 0
  } catch (error) {
    console.error(`stream-emulator: ${describe(error)}`)
    return error instanceof UsageError || isTokenProviderError(error) ? 2 : 1
  }
}

/** Clients that are connected lose their connection: the process does not wait for them. */
function endAtSignals(emulator: StreamEmulator): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.once(signal, () => void emulator.close().finally(() => process.exit(0)))
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof UsageError) return `${error.message}\n\n${usage}`
  if ('code' in error && error.code === 'EADDRINUSE')
    return `the port is in use by another program. Choose another with --port, or leave it out for a free one. (${error.message})`
  return error.message
}
