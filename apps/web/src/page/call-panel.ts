import { element } from './element.js'
import { inWords } from './in-words.js'
import { onPress } from './on-press.js'
import { ownServer } from './own-server.js'
import type { Visit } from './visit.js'

/** Opens the panel that uses the token: at Stream, and on a route of this server. */
export function openCallPanel({ demo, chat, journal, token }: Visit): void {
  const answer = element('call-answer', HTMLElement)

  const button = (id: string, working: string, call: () => Promise<string>): void => {
    onPress(element(id, HTMLButtonElement), async () => {
      answer.dataset.state = 'working'
      answer.textContent = working
      try {
        answer.textContent = await call()
        answer.dataset.state = 'done'
      } catch (error) {
        answer.textContent = inWords(error)
        answer.dataset.state = 'refused'
      }
    })
  }

  button('ask-stream', 'Asking Stream…', async () => {
    const start = performance.now()
    const users = await chat.findUsers(demo.people.map(person => person.id))
    const said = `Stream answered in ${Math.round(performance.now() - start)} ms. ${known(users)}`
    journal.add('stream', said)
    return said
  })

  button('ask-guard', 'Calling GET /api/me…', async () => {
    try {
      const me = await ownServer('GET', 'api/me', { token: token() })
      const said = `The guarded route GET /api/me answered ${JSON.stringify(me)}`
      journal.add('note', said)
      return said
    } catch (error) {
      journal.add('refused', `The guarded route GET /api/me said no: ${inWords(error)}`)
      throw error
    }
  })

  button('ask-fresh', 'Asking the token provider…', async () => {
    await chat.refresh()
    return 'The client has a fresh token.'
  })
}

function known(users: readonly { id: string; name?: string }[]): string {
  const names = users.map(user => user.name ?? user.id)
  return names.length === 0 ? 'It knows none of these people yet.' : `People it knows: ${names.join(', ')}.`
}
