import { type Demo, type Person, readDemo, readSession, signIn } from './demo.js'
import { element } from './element.js'
import { openVisit } from './open-visit.js'
import { showErrors } from './show-errors.js'
import { openWelcome } from './welcome.js'

async function start(): Promise<void> {
  const [demo, person] = await Promise.all([readDemo(), readSession()])
  element('host', HTMLElement).textContent = demo.host
  element('line', HTMLElement).textContent = demo.line
  element('stream-url', HTMLElement).textContent = demo.streamUrl
  if (person !== undefined) await openVisit(demo, person)
  else openWelcome(demo, chosen => enter(demo, chosen))
}

async function enter(demo: Demo, { id }: Person): Promise<void> {
  await openVisit(demo, await signIn(id))
}

await showErrors(start)
