import { element } from './element.js'
import { errorText } from './error-text.js'
import { onPress } from './on-press.js'
import { ownServer } from './own-server.js'
import type { Visit } from './visit.js'

/** Opens the panel that uses the token: for a call to Stream, and for a guarded route of this server. */
export function openCallPanel({ demo, chat, log, token }: Visit): void {
  const result = element('call-result', HTMLElement)

  const button = (id: string, working: string, call: () => Promise<string>): void => {
    onPress(element(id, HTMLButtonElement), async () => {
      result.dataset.state = 'working'
      result.textContent = working
      try {
        result.textContent = await call()
        result.dataset.state = 'done'
      } catch (error) {
        result.textContent = errorText(error)
        result.dataset.state = 'refused'
      }
    })
  }

  button('call-stream', 'Calling Stream…', async () => {
    const start = performance.now()
    const users = await chat.findUsers(demo.people.map(person => person.id))
    const text = `Stream responded in ${Math.round(performance.now() - start)} ms. ${known(users)}`
    log.add('stream', text)
    return text
  })

  button('call-guard', 'Calling GET /api/me…', async () => {
    try {
      const me = await ownServer('GET', 'api/me', { token: token() })
      const text = `The guarded route GET /api/me responded with ${JSON.stringify(me)}`
      log.add('note', text)
      return text
    } catch (error) {
      log.add('refused', `The guarded route GET /api/me failed: ${errorText(error)}`)
      throw error
    }
  })

  button('refresh-token', 'Requesting a token…', async () => {
    await chat.refresh()
    return 'The client has a fresh token.'
  })
}

function known(users: readonly { id: string; name?: string }[]): string {
  const names = users.map(user => user.name ?? user.id)
  return names.length === 0 ? 'It knows none of these users yet.' : `Users it knows: ${names.join(', ')}.`
}
