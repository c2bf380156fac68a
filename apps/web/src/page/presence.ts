import { element } from './element.js'
import { field } from './field.js'
import { onPress } from './on-press.js'
import { openOwnSocket } from './own-socket.js'
import { presentToGuard } from './present-token.js'
import type { Visit } from './visit.js'

const list = new Intl.ListFormat('en')

/** Opens the line of the server's own WebSocket, where it has one: who is here, and how it ends. */
export function openPresence({ demo, person, journal, token }: Visit): void {
  const path = demo.socket
  if (path === undefined) return
  const state = element('presence-state', HTMLElement)
  const toggle = element('presence-toggle', HTMLButtonElement)
  const greet = element('presence-greet', HTMLButtonElement)
  element('presence', HTMLElement).hidden = false
  let open: WebSocket | undefined

  const show = (text: string, refused = false): void => {
    state.textContent = text
    state.dataset.void = String(refused)
    toggle.textContent = open === undefined ? 'Open it' : 'Close it'
    greet.disabled = open === undefined
  }

  const tell = (text: string, refused = false): void => {
    show(text, refused)
    journal.add(refused ? 'refused' : 'note', `This app’s socket. ${text}`)
  }

  const nameOf = (id: unknown): string => demo.people.find(one => one.id === id)?.name ?? String(id)

  const hear = (message: unknown): void => {
    const [here, from, line] = [field(message, 'here'), field(message, 'from'), field(message, 'line')]
    if (typeof line === 'string') journal.add('note', `${nameOf(from)} says to all: ${line}`)
    if (!Array.isArray(here)) return
    const others = here.filter(id => id !== person.id).map(nameOf)
    show(`Open. Here: ${list.format(['you', ...others])}.`)
  }

  const end = async ({ code, reason }: CloseEvent, used: string): Promise<void> => {
    const wasOpen = open !== undefined
    open = undefined
    if (code >= 4000) return tell(`Closed by the server: ${code} ${reason}.`, true)
    if (wasOpen) return tell(code === 1005 ? 'Closed.' : 'Lost: the server has gone.', code !== 1005)
    const { refused, words } = await presentToGuard(used)
    const why = refused ? `says of the same token: ${words}` : 'takes the same token: try again.'
    tell(`Refused at the upgrade. A browser is not told why; the guarded route ${why}`, true)
  }

  onPress(toggle, async () => {
    if (open !== undefined) return open.close()
    show('Opening it…')
    const used = token()
    const socket = openOwnSocket(path, used)
    await new Promise<void>(resolve => {
      socket.addEventListener('open', () => {
        open = socket
        tell('Open.')
        resolve()
      })
      socket.addEventListener('message', ({ data }) => hear(JSON.parse(String(data))))
      socket.addEventListener('close', event => end(event, used).then(resolve))
    })
  })
  onPress(greet, async () => open?.send('Hello!'))
  greet.disabled = true
}
