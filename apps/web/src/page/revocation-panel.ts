import type { Chat } from './chat.js'
import { element } from './element.js'
import { make } from './make.js'
import { onPress } from './on-press.js'
import { type Command, command, readInForce, type Target } from './revocation.js'
import { inForceInWords, toldInWords } from './revocation-in-words.js'
import { openTargets } from './revocation-target.js'
import { tellFault } from './tell-fault.js'
import type { TokenVerdict } from './token-verdict.js'
import type { Visit } from './visit.js'

/** What the panel works with: it opens before the chat, since someone blocked gets no chat, but wants a way back. */
export interface RevocationSetup extends Pick<Visit, 'demo' | 'person' | 'journal'> {
  readonly chat: () => Chat | undefined
  readonly verdict: TokenVerdict
  /** Connects, or makes a client ask again that has stopped at a no. */
  readonly comeBack: () => Promise<void>
}

const idle = 'Nothing was sent yet.'

/** Opens the panel that revokes and blocks, and shows what is in force then. */
export async function openRevocationPanel(setup: RevocationSetup): Promise<void> {
  const { demo, person, journal } = setup
  const told = element('told', HTMLElement)
  const blocking = [element('block', HTMLButtonElement), element('unblock', HTMLButtonElement)]

  const chosen = openTargets(demo, person, async choice => {
    for (const button of blocking) button.disabled = 'app' in choice.target
    told.textContent = idle
    await tellFault(async () => {
      await look()
    })
  })

  /** Shows what is in force for whom is chosen, and for yourself. */
  const look = async (): Promise<{ words: string; mayReturn: boolean }> => {
    const { shown } = chosen()
    const [state, own] = await Promise.all([readInForce(shown.id), readInForce(person.id)])
    const sentences = inForceInWords(shown.name, state)
    element('in-force', HTMLElement).replaceChildren(...sentences.map(text => make('p', { text })))
    element('socket', HTMLElement).textContent = socketInWords(setup.chat())
    setup.verdict.setInForce(own)
    return { words: sentences.join(' '), mayReturn: own.blockedUntil === null }
  }

  const button = (id: string, lifts: boolean, commands: (target: Target) => readonly Command[]): void => {
    const pressed = element(id, HTMLButtonElement)
    onPress(pressed, async () => {
      const { target, name, shown } = chosen()
      told.textContent = 'Sending it…'
      try {
        for (const body of commands(target)) {
          const sent = `POST /stream/revocations ${JSON.stringify(body)}`
          journal.add('command', `${pressed.textContent}: ${name}. ${sent}`)
          const answer = await command(body)
          told.textContent = toldInWords(answer, shown.id === person.id ? undefined : name)
          journal.add(answer.propagated === false ? 'refused' : 'stream', told.textContent)
        }
      } catch (error) {
        told.textContent = 'It was not carried out.'
        throw error
      }
      const { words, mayReturn } = await look()
      journal.add('note', `In force now: ${words}`)
      if (!lifts || !mayReturn) return
      await setup.comeBack()
      await look()
    })
  }

  button('revoke', false, target => [target])
  button('undo', true, target => [{ ...target, undo: true }])
  // A block alone tells Stream nothing: the token at hand would go on there until it expires. The block comes first, so
  // that the client, once refused, finds it when it asks.
  button('block', false, target => [{ ...target, block: true }, target])
  button('unblock', true, target => [{ ...target, block: false }])

  told.textContent = idle
  await look()
}

function socketInWords(chat: Chat | undefined): string {
  if (chat?.isOpen() !== true) return 'Closed.'
  return 'Open, and it stays open: the token was checked when it opened. Only the next call, or the next connection, meets the cutoff. Whether Stream itself ends it is not documented; the emulator does not.'
}
