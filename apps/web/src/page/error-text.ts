import { Refusal } from './refusal.js'
import { streamCode } from './stream-code.js'
import { streamRefusal } from './stream-refusal.js'

/** Describes any thrown value for the user. */
export function errorText(error: unknown): string {
  if (error instanceof Refusal) return error.message
  // The client wraps errors of its token provider.
  if (error instanceof Error && error.cause instanceof Refusal) return error.cause.message
  const refusal = streamRefusal(error)
  if (refusal !== undefined) return `Stream refused: code ${refusal.code}, ${streamCode(refusal.code)}.`
  return error instanceof Error ? error.message : String(error)
}
