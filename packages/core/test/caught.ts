import { TokenProviderError } from '../src/errors.js'

/** What a call throws or rejects with; it fails where the call succeeds. */
export async function caught(call: (() => unknown) | Promise<unknown>): Promise<unknown> {
  try {
    await (typeof call === 'function' ? call() : call)
  } catch (error) {
    return error
  }
  throw new Error('Nothing was thrown.')
}

/** The TokenProviderError that a call throws or rejects with; anything else fails the test. */
export async function refusal(call: (() => unknown) | Promise<unknown>): Promise<TokenProviderError> {
  const error = await caught(call)
  if (error instanceof TokenProviderError) return error
  throw error
}

/** The reason for which a call is refused. */
export async function reasonOf(call: (() => unknown) | Promise<unknown>): Promise<string> {
  return (await refusal(call)).reason
}
