import { openCallPanel } from './call-panel.js'
import { type Chat, openChat } from './chat.js'
import { showConnection } from './connection-badge.js'
import { type Demo, type Person, signOut, signOutEverywhere } from './demo.js'
import { element } from './element.js'
import { initials } from './initials.js'
import { openJournal } from './journal.js'
import { openNextCall } from './next-call.js'
import { onPress } from './on-press.js'
import { openPresence } from './presence.js'
import { openRefusalPanel } from './refusal-panel.js'
import { openRevocationPanel } from './revocation-panel.js'
import { openTokenPanel } from './token-panel.js'
import { type Ask, tokenSource } from './token-source.js'
import { openTokenVerdict } from './token-verdict.js'
import type { Visit } from './visit.js'

// One line a panel: each fills its own section of index.html, and knows nothing of the others.
const panels: readonly ((visit: Visit) => void)[] = [
  openCallPanel,
  openNextCall,
  openPresence,
  openRefusalPanel,
]

/** Shows the signed-in page and connects to Stream as this person. */
export async function openVisit(demo: Demo, person: Person): Promise<void> {
  showAccount(person)
  const journal = openJournal()
  journal.add('note', `Signed in as ${person.name}. The session cookie says so; scripts cannot read it.`)

  const showToken = openTokenPanel()
  const verdict = openTokenVerdict()
  const asks: Ask[] = []
  let current = ''
  const source = tokenSource(journal, {
    onToken: answer => {
      current = answer.token
      showToken(answer)
      verdict.setToken(answer.token)
    },
    onAsked: ask => asks.push(ask),
  })

  let chat: Chat | undefined
  const connect = async (): Promise<void> => {
    showConnection('connecting')
    try {
      chat = await openChat({ demo, person, journal, source, onState: showConnection })
    } catch (error) {
      showConnection('failed')
      throw error
    }
    const visit: Visit = { demo, person, chat, journal, asks, token: () => current }
    for (const open of panels) open(visit)
  }
  const comeBack = async (): Promise<void> => {
    if (chat === undefined) return connect()
    if (asks.at(-1)?.refusal === undefined) return
    journal.add('note', 'The client had stopped at the no, so this page makes it ask once more.')
    await chat.refresh()
  }

  try {
    await connect()
  } finally {
    await openRevocationPanel({ demo, person, journal, verdict, comeBack, chat: () => chat })
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
    // A new page: nothing of the last person is left in memory, nor a socket open in their name.
    location.reload()
  })
}
