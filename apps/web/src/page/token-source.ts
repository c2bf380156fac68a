import { duration } from './duration.js'
import { element } from './element.js'
import { inWords } from './in-words.js'
import type { Journal } from './journal.js'
import { askForToken, type TokenAnswer } from './token-answer.js'

/** How an ask of the token provider went. */
export interface Ask {
  /** How long the answer took, in milliseconds. */
  readonly took: number
  /** Why there is no token. */
  readonly refusal?: string
}

/** Who is told of the asks. */
export interface TokenWatch {
  readonly onToken: (answer: TokenAnswer) => void
  readonly onAsked: (ask: Ask) => void
}

/** The token provider that `connectUser` is given, with every ask and every refusal told in the log. */
export function tokenSource(journal: Journal, { onToken, onAsked }: TokenWatch): () => Promise<TokenAnswer> {
  const count = element('ask-count', HTMLElement)
  let asked = 0
  return async () => {
    asked += 1
    count.textContent = asked === 1 ? 'once' : `${asked} times`
    journal.add('asked', `Ask ${asked} of the token provider: POST /stream/token, with no body.`)
    const start = performance.now()
    try {
      const answer = await askForToken()
      onAsked({ took: performance.now() - start })
      const life = answer.expiresIn === null ? 'it never expires' : `it lives ${duration(answer.expiresIn)}`
      journal.add('token', `A token for ${answer.userId}; ${life}.`)
      onToken(answer)
      return answer
    } catch (error) {
      const refusal = inWords(error)
      onAsked({ took: performance.now() - start, refusal })
      journal.add('refused', `The token provider said no: ${refusal}`)
      throw error
    }
  }
}
