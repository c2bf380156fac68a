import { isTokenProviderError, type TokenProvider } from '@stream-token/core'
import { problemReply, type TokenReply } from '@stream-token/core/adapter'
import { guardedResult } from './guarded-result.js'
import type { HostileOutcome } from './vectors.js'
import type { VerifyCase } from './verify-case.js'

/** A provider's decision about a token, and the response that a guard must send. */
export interface TokenOutcome {
  readonly outcome: HostileOutcome
  readonly reply: Pick<TokenReply, 'status' | 'body' | 'headers'>
}

/**
 * Verifies the token of a case with a provider.
 *
 * @throws any error that is not a refusal
 */
export async function tokenOutcome(
  provider: TokenProvider,
  { kind, input }: VerifyCase,
): Promise<TokenOutcome> {
  try {
    const found = await provider.verifyToken(input(), { kind })
    const reply = { status: 200, headers: {}, body: JSON.stringify(guardedResult(found)) }
    return found.kind === 'user'
      ? { outcome: { result: 'accept', userId: found.userId }, reply }
      : { outcome: { result: 'accept', server: true }, reply }
  } catch (error) {
    if (!isTokenProviderError(error)) throw error
    return {
      outcome: { result: 'reject', code: error.streamCode ?? error.status },
      reply: problemReply(error),
    }
  }
}
