import { element } from './element.js'
import { field } from './field.js'
import { onPress } from './on-press.js'
import { openOwnSocket } from './own-socket.js'
import { presentToGuard } from './present-token.js'
import type { Visit } from './visit.js'

const list = new Intl.ListFormat('en')

/** Opens the line for the server's own WebSocket, if it has one. It shows who is online and why the socket closed. */
export function openPresence({ demo, person, log, token }: Visit): void {
  const path = demo.socket
  if (path === undefined) return
  const state = element('presence-state', HTMLElement)
  const toggle = element('presence-toggle', HTMLButtonElement)
  const greet = element('presence-greet', HTMLButtonElement)
  element('presence', HTMLElement).hidden = false
  let open: WebSocket | undefined

  const show = (text: string, refused = false): void => {
    state.textContent = text
    state.dataset.invalid = String(refused)
    toggle.textContent = open === undefined ? 'Open it' : 'Close it'
    greet.disabled = open === undefined
  }

  const report = (text: string, refused = false): void => {
    show(text, refused)
    log.add(refused ? 'refused' : 'note', `This app’s socket: ${text}`)
  }

  const nameOf = (id: unknown): string => demo.people.find(one => one.id === id)?.name ?? String(id)

  const receive = (message: unknown): void => {
    const [here, from, line] = [field(message, 'here'), field(message, 'from'), field(message, 'line')]
    if (typeof line === 'string') log.add('note', `${nameOf(from)} says to everyone: ${line}`)
    if (!Array.isArray(here)) return
    const others = here.filter(id => id !== person.id).map(nameOf)
    show(`Open. Online: ${list.format(['you', ...others])}.`)
  }

  const end = async ({ code, reason }: CloseEvent, used: string): Promise<void> => {
    const wasOpen = open !== undefined
    open = undefined
    if (code >= 4000) return report(`Closed by the server: ${code} ${reason}.`, true)
    if (wasOpen) return report(code === 1005 ? 'Closed.' : 'The connection was lost.', code !== 1005)
    const { refused, text } = await presentToGuard(used)
    const guardText = refused ? `refuses the same token: ${text}` : 'accepts the same token: try again.'
    report(`Upgrade refused. Browsers hide the reason. The guarded route ${guardText}`, true)
  }

  onPress(toggle, async () => {
    if (open !== undefined) return open.close()
    show('Opening…')
    const used = token()
    const socket = openOwnSocket(path, used)
    await new Promise<void>(resolve => {
      socket.addEventListener('open', () => {
        open = socket
        report('Open.')
        resolve()
      })
      socket.addEventListener('message', ({ data }) => receive(JSON.parse(String(data))))
      socket.addEventListener('close', event => end(event, used).then(resolve))
    })
  })
  onPress(greet, async () => open?.send('Hello!'))
  greet.disabled = true
}
