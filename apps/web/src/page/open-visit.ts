import { openCallPanel } from './call-panel.js'
import { type Chat, openChat } from './chat.js'
import { showConnection } from './connection-badge.js'
import { type Demo, type Person, signOut, signOutEverywhere } from './demo.js'
import { element } from './element.js'
import { initials } from './initials.js'
import { openLog } from './log.js'
import { openNextCall } from './next-call.js'
import { onPress } from './on-press.js'
import { onProcess } from './own-server.js'
import { openPresence } from './presence.js'
import { openRefusalPanel } from './refusal-panel.js'
import { openRevocationPanel } from './revocation-panel.js'
import { openTokenPanel } from './token-panel.js'
import { type TokenRequest, tokenSource } from './token-source.js'
import { openTokenStatus } from './token-status.js'
import type { Visit } from './visit.js'

// One function per panel. Each fills its own section of index.html, independently of the others.
const panels: readonly ((visit: Visit) => void)[] = [
  openCallPanel,
  openNextCall,
  openPresence,
  openRefusalPanel,
]

/** Shows the signed-in page and connects to Stream as this person. */
export async function openVisit(demo: Demo, person: Person): Promise<void> {
  showAccount(person)
  const log = openLog()
  log.add('note', `Signed in as ${person.name}. Scripts cannot read the session cookie.`)

  onProcess(({ method, path, status, process }) =>
    log.add('note', `Process ${process} responded ${status} to ${method} /${path}.`),
  )

  const showToken = openTokenPanel()
  const status = openTokenStatus()
  const requests: TokenRequest[] = []
  let current = ''
  const source = tokenSource(log, {
    onToken: response => {
      current = response.token
      showToken(response)
      status.setToken(response.token)
    },
    onRequest: request => requests.push(request),
  })

  let chat: Chat | undefined
  const connect = async (): Promise<void> => {
    showConnection('connecting')
    try {
      chat = await openChat({ demo, person, log, source, onState: showConnection })
    } catch (error) {
      showConnection('failed')
      throw error
    }
    const visit: Visit = { demo, person, chat, log, requests, token: () => current }
    for (const open of panels) open(visit)
  }
  const reconnect = async (): Promise<void> => {
    if (chat === undefined) return connect()
    if (requests.at(-1)?.refusal === undefined) return
    log.add('note', 'The client had stopped after an error, so this page makes it request a token again.')
    await chat.refresh()
  }

  try {
    await connect()
  } finally {
    await openRevocationPanel({ demo, person, log, status, reconnect, chat: () => chat })
  }
}

function showAccount({ name }: Person): void {
  element('account-avatar', HTMLElement).textContent = initials(name)
  element('account-name', HTMLElement).textContent = name
  element('account', HTMLElement).hidden = false
  element('visit-title', HTMLElement).textContent = `Signed in as ${name}`
  element('welcome', HTMLElement).hidden = true
  element('visit', HTMLElement).hidden = false
  element('visit-title', HTMLElement).focus()
  leaveBy('sign-out', signOut)
  leaveBy('sign-out-everywhere', signOutEverywhere)
}

function leaveBy(id: string, leave: () => Promise<void>): void {
  onPress(element(id, HTMLButtonElement), async () => {
    await leave()
    // Reload, so that no data or open connection of this person remains.
    location.reload()
  })
}
