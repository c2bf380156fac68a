import { element } from './element.js'
import { inWords } from './in-words.js'

/** Runs an action; what goes wrong is said on the page, not only in the console. */
export async function tellFault(action: () => Promise<void>): Promise<void> {
  const fault = element('fault', HTMLElement)
  fault.hidden = true
  try {
    await action()
  } catch (error) {
    fault.textContent = inWords(error)
    fault.hidden = false
  }
}
