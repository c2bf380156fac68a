import { type Demo, type Person, readDemo, readSession, signIn } from './demo.js'
import { element } from './element.js'
import { inWords } from './in-words.js'
import { openVisit } from './open-visit.js'
import { openWelcome } from './welcome.js'

async function start(): Promise<void> {
  const [demo, person] = await Promise.all([readDemo(), readSession()])
  element('host', HTMLElement).textContent = demo.host
  element('line', HTMLElement).textContent = demo.line
  element('stream-url', HTMLElement).textContent = demo.streamUrl
  if (person !== undefined) await openVisit(demo, person)
  else openWelcome(demo, chosen => guarded(() => enter(demo, chosen)))
}

async function enter(demo: Demo, { id }: Person): Promise<void> {
  await openVisit(demo, await signIn(id))
}

/** Whatever goes wrong is said on the page, not only in the console. */
async function guarded(action: () => Promise<void>): Promise<void> {
  const fault = element('fault', HTMLElement)
  fault.hidden = true
  try {
    await action()
  } catch (error) {
    fault.textContent = inWords(error)
    fault.hidden = false
  }
}

await guarded(start)
