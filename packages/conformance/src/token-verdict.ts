import { isTokenProviderError, type TokenProvider } from '@stream-token/core'
import { problemReply, type TokenReply } from '@stream-token/core/adapter'
import { guardedAnswer } from './guarded-answer.js'
import type { HostileVerdict } from './vectors.js'
import type { VerifyCase } from './verify-case.js'

/** What a provider decided about a token, and how a guard has to answer then. */
export interface TokenVerdict {
  readonly verdict: HostileVerdict
  readonly reply: Pick<TokenReply, 'status' | 'body' | 'headers'>
}

/**
 * Lets a provider read the token of a case.
 *
 * @throws whatever is no refusal
 */
export async function tokenVerdict(
  provider: TokenProvider,
  { kind, input }: VerifyCase,
): Promise<TokenVerdict> {
  try {
    const found = await provider.verifyToken(input(), { kind })
    const reply = { status: 200, headers: {}, body: JSON.stringify(guardedAnswer(found)) }
    return found.kind === 'user'
      ? { verdict: { result: 'accept', userId: found.userId }, reply }
      : { verdict: { result: 'accept', server: true }, reply }
  } catch (error) {
    if (!isTokenProviderError(error)) throw error
    return {
      verdict: { result: 'reject', code: error.streamCode ?? error.status },
      reply: problemReply(error),
    }
  }
}
