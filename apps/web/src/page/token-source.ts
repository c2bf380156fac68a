import { duration } from './duration.js'
import { element } from './element.js'
import { inWords } from './in-words.js'
import type { Journal } from './journal.js'
import { askForToken, type TokenAnswer } from './token-answer.js'

/** The token provider that `connectUser` is given, with every ask and every refusal told in the log. */
export function tokenSource(
  journal: Journal,
  onToken: (answer: TokenAnswer) => void,
): () => Promise<TokenAnswer> {
  const count = element('ask-count', HTMLElement)
  let asked = 0
  return async () => {
    asked += 1
    count.textContent = asked === 1 ? 'once' : `${asked} times`
    journal.add('asked', `Ask ${asked} of the token provider: POST /stream/token, with no body.`)
    try {
      const answer = await askForToken()
      const life = answer.expiresIn === null ? 'it never expires' : `it lives ${duration(answer.expiresIn)}`
      journal.add('token', `A token for ${answer.userId}; ${life}.`)
      onToken(answer)
      return answer
    } catch (error) {
      journal.add('refused', `The token provider said no: ${inWords(error)}`)
      throw error
    }
  }
}
