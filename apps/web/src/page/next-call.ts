import { element } from './element.js'
import { errorText } from './error-text.js'
import { onPress } from './on-press.js'
import type { TokenRequest } from './token-source.js'
import type { Visit } from './visit.js'

/** Opens the line that calls Stream and shows each step: the refusal, the token request, the hold, the result. */
export function openNextCall({ demo, chat, log, requests }: Visit): void {
  const result = element('next-call-result', HTMLElement)
  onPress(element('next-call', HTMLButtonElement), async () => {
    result.textContent = 'Calling Stream…'
    const [refusals, sent] = [chat.refusals.length, requests.length]
    const error = await errorOf(chat.findUsers(demo.people.map(({ id }) => id)))
    const [code, request] = [chat.refusals[refusals], requests[sent]]
    const text = [...refused(code, request, requests.length - sent), ...closing(error, code, request)].join(
      ' ',
    )
    result.textContent = text
    log.add(error === undefined ? 'stream' : 'refused', `Next call: ${text}`)
  })
}

/** Returns the error of a call, or undefined if it succeeded. */
async function errorOf(call: Promise<unknown>): Promise<string | undefined> {
  try {
    await call
    return undefined
  } catch (error) {
    return errorText(error)
  }
}

function refused(
  code: number | undefined,
  request: TokenRequest | undefined,
  count: number,
): readonly string[] {
  if (code === undefined) return []
  const first = `Stream refused it with code ${code}.`
  if (request === undefined) return [first]
  const times = count === 1 ? 'once' : `${count} times`
  const seconds = (request.took / 1000).toFixed(2)
  // A response without a hold takes only milliseconds.
  const held = request.took > 100 && request.refusal === undefined
  const wait = held ? `; the server held the request for ${seconds} s until the cutoff had passed` : ''
  return [first, `The client requested a new token ${times}${wait}.`]
}

function closing(
  error: string | undefined,
  code: number | undefined,
  request: TokenRequest | undefined,
): readonly string[] {
  if (error === undefined)
    return [code === undefined ? 'Stream accepted it at once.' : 'Then Stream accepted it.']
  if (request?.refusal !== undefined)
    return [
      `The token request failed: ${request.refusal}`,
      'The client keeps this error and does not retry by itself.',
    ]
  if (code !== undefined) return [error]
  return [
    `Not sent. The client still has its last error: ${error} Press “Get a fresh token” to make it retry.`,
  ]
}
