import { openCallPanel } from './call-panel.js'
import { openChat } from './chat.js'
import { showConnection } from './connection-badge.js'
import { type Demo, type Person, signOut } from './demo.js'
import { element } from './element.js'
import { initials } from './initials.js'
import { openJournal } from './journal.js'
import { onPress } from './on-press.js'
import { openRefusalPanel } from './refusal-panel.js'
import { openTokenPanel } from './token-panel.js'
import { tokenSource } from './token-source.js'
import type { Visit } from './visit.js'

// One line a panel: each fills its own section of index.html, and knows nothing of the others.
const panels: readonly ((visit: Visit) => void)[] = [openCallPanel, openRefusalPanel]

/** Shows the signed-in page and connects to Stream as this person. */
export async function openVisit(demo: Demo, person: Person): Promise<void> {
  showAccount(person)
  showConnection('connecting')
  const journal = openJournal()
  journal.add('note', `Signed in as ${person.name}. The session cookie says so; scripts cannot read it.`)

  const showToken = openTokenPanel()
  let current = ''
  const source = tokenSource(journal, answer => {
    current = answer.token
    showToken(answer)
  })
  try {
    const chat = await openChat({ demo, person, journal, source, onState: showConnection })
    const visit: Visit = { demo, person, chat, journal, token: () => current }
    for (const open of panels) open(visit)
  } catch (error) {
    showConnection('failed')
    throw error
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
  onPress(element('sign-out', HTMLButtonElement), async () => {
    await signOut()
    // A new page: nothing of the last person is left in memory, nor a socket open in their name.
    location.reload()
  })
}
