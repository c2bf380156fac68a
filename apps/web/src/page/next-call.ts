import { element } from './element.js'
import { inWords } from './in-words.js'
import { onPress } from './on-press.js'
import type { Ask } from './token-source.js'
import type { Visit } from './visit.js'

/** Opens the line that makes a call to Stream, and tells what became of it: refused, asked, held, accepted. */
export function openNextCall({ demo, chat, journal, asks }: Visit): void {
  const answer = element('next-call-answer', HTMLElement)
  onPress(element('next-call', HTMLButtonElement), async () => {
    answer.textContent = 'Calling Stream…'
    const [calls, asked] = [chat.refusals.length, asks.length]
    const end = await ending(chat.findUsers(demo.people.map(({ id }) => id)))
    const [code, ask] = [chat.refusals[calls], asks[asked]]
    const said = [...refused(code, ask, asks.length - asked), ...closing(end, code, ask)].join(' ')
    answer.textContent = said
    journal.add(end === undefined ? 'stream' : 'refused', `The next call. ${said}`)
  })
}

/** What went wrong, or undefined where nothing did. */
async function ending(call: Promise<unknown>): Promise<string | undefined> {
  try {
    await call
    return undefined
  } catch (error) {
    return inWords(error)
  }
}

function refused(code: number | undefined, ask: Ask | undefined, asks: number): readonly string[] {
  if (code === undefined) return []
  const first = `Stream refused it with code ${code}.`
  if (ask === undefined) return [first]
  const times = asks === 1 ? 'once' : `${asks} times`
  const seconds = (ask.took / 1000).toFixed(2)
  // An answer without a hold takes milliseconds.
  const held = ask.took > 100 && ask.refusal === undefined
  const wait = held ? `, held for ${seconds} s until the cutoff had passed` : ''
  return [first, `The client asked ${times} for a new token${wait}.`]
}

function closing(end: string | undefined, code: number | undefined, ask: Ask | undefined): readonly string[] {
  if (end === undefined)
    return [code === undefined ? 'Stream accepted it at once.' : 'Then Stream accepted it.']
  if (ask?.refusal !== undefined)
    return [
      `The token provider said no: ${ask.refusal}`,
      'The client stops: it keeps that no, and asks no more by itself.',
    ]
  if (code !== undefined) return [end]
  return [
    `Not even sent. The client has stopped at the last no: ${end} Get a fresh token makes it ask again.`,
  ]
}
