import type { Chat } from './chat.js'
import { element } from './element.js'
import { make } from './make.js'
import { onPress } from './on-press.js'
import { type Command, command, readInForce, type Target } from './revocation.js'
import { openTargets } from './revocation-target.js'
import { inForceText, propagationText } from './revocation-text.js'
import { showErrors } from './show-errors.js'
import type { TokenStatus } from './token-status.js'
import type { Visit } from './visit.js'

/** The panel's dependencies. It opens without a chat too, so that a blocked user can unblock themselves. */
export interface RevocationSetup extends Pick<Visit, 'demo' | 'person' | 'log'> {
  readonly chat: () => Chat | undefined
  readonly status: TokenStatus
  /** Connects, or makes a client that stopped after an error request a token again. */
  readonly reconnect: () => Promise<void>
}

const idle = 'Nothing sent yet.'

/** Opens the panel that revokes and blocks, and shows what is in force. */
export async function openRevocationPanel(setup: RevocationSetup): Promise<void> {
  const { demo, person, log } = setup
  const propagation = element('propagation', HTMLElement)
  const blocking = [element('block', HTMLButtonElement), element('unblock', HTMLButtonElement)]

  const chosen = openTargets(demo, person, async choice => {
    for (const button of blocking) button.disabled = 'app' in choice.target
    propagation.textContent = idle
    await showErrors(async () => {
      await refresh()
    })
  })

  /** Shows what is in force for the selected target and for yourself. */
  const refresh = async (): Promise<{ text: string; mayReturn: boolean }> => {
    const { shown } = chosen()
    const [state, own] = await Promise.all([readInForce(shown.id), readInForce(person.id)])
    const sentences = inForceText(shown.name, state)
    element('in-force', HTMLElement).replaceChildren(...sentences.map(text => make('p', { text })))
    element('socket', HTMLElement).textContent = socketText(setup.chat())
    setup.status.setInForce(own)
    return { text: sentences.join(' '), mayReturn: own.blockedUntil === null }
  }

  const button = (id: string, lifts: boolean, commands: (target: Target) => readonly Command[]): void => {
    const pressed = element(id, HTMLButtonElement)
    onPress(pressed, async () => {
      const { target, name, shown } = chosen()
      propagation.textContent = 'Sending…'
      try {
        for (const body of commands(target)) {
          const sent = `POST /stream/revocations ${JSON.stringify(body)}`
          log.add('command', `${pressed.textContent}: ${name}. ${sent}`)
          const result = await command(body)
          propagation.textContent = propagationText(result, shown.id === person.id ? undefined : name)
          log.add(result.propagated === false ? 'refused' : 'stream', propagation.textContent)
        }
      } catch (error) {
        propagation.textContent = 'The request failed.'
        throw error
      }
      const { text, mayReturn } = await refresh()
      log.add('note', `In force now: ${text}`)
      if (!lifts || !mayReturn) return
      await setup.reconnect()
      await refresh()
    })
  }

  button('revoke', false, target => [target])
  button('undo', true, target => [{ ...target, undo: true }])
  // A block is not sent to Stream, which would accept the current token until it expires, so Block also revokes. The
  // block comes first, so that the token request that follows the refusal is refused too.
  button('block', false, target => [{ ...target, block: true }, target])
  button('unblock', true, target => [{ ...target, block: false }])

  propagation.textContent = idle
  await refresh()
}

function socketText(chat: Chat | undefined): string {
  if (chat?.isOpen() !== true) return 'Closed.'
  return 'Open. It stays open, because Stream checks the token only when a connection opens. The cutoff applies to the next call or connection. Whether Stream itself closes open connections is not documented; the emulator does not.'
}
